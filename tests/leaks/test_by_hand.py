"""Scores that a program computes itself: the best of them is a choice; bins, groups and losses of training are none."""

import pytest

from imbalance_lib.leakage import audit

START = """
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

X, y = make_classification(2400, 8, weights=[0.9], class_sep=0.6, flip_y=0.05, random_state=3)
X_rest, X_test, y_rest, y_test = train_test_split(X, y, stratify=y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, stratify=y_rest, random_state=1)
model = LogisticRegression().fit(X_train, y_train)
p_val, p_test = model.predict_proba(X_val)[:, 1], model.predict_proba(X_test)[:, 1]
cuts = np.linspace(0.1, 0.9, 9)
"""
ACCURACY = """
p, t = ROWS
scores = [((p >= c) == t).mean() for c in cuts]
cut = cuts[int(np.argmax(scores))]
print(cut, max(scores))
"""
BY_SUM = """
p, t = ROWS
best, cut = 0.0, None
for c in cuts:
    share = np.sum((p >= c) == t) / len(t)
    if share > best:
        best, cut = share, c
print(cut, best)
"""
COST = """
p, t = ROWS
costs = {c: 20 * ((p < c) & (t == 1)).sum() + ((p >= c) & (t == 0)).sum() for c in cuts}
cut = min(costs, key=costs.get)
print(cut, costs[cut])
"""
IN_A_FRAME = """
p, t = ROWS
frame = pd.DataFrame({"y": t, "p": p})
rows = [{"cut": c, "share": ((frame["p"] >= c) == frame["y"]).mean()} for c in cuts]
table = pd.DataFrame(rows)
print(table.loc[table["share"].idxmax()])
"""
UNPACKED = """
p, t = ROWS
best, cut = np.inf, None
for c in cuts:
    tn, fp, fn, tp = confusion_matrix(t, p >= c).ravel()
    cost = 20 * fn + fp
    if cost < best:
        best, cut = cost, c
print(cut, best)
"""
NESTED = """
p, t = ROWS
found = []
for c in cuts:
    (tn, fp), (fn, tp) = confusion_matrix(t, p >= c)
    found.append((int(20 * fn + fp), c))
print(min(found))
"""
WHOLE_COSTS = """
p, t = ROWS
rows = []
for c in cuts:
    tn, fp, fn, tp = confusion_matrix(t, (p >= c).astype(int)).ravel()
    rows.append({"cut": c, "fp": fp, "fn": fn, "cost": 20 * fn + fp})
table = pd.DataFrame(rows)
print(table.loc[table["cost"].idxmin()])
"""
END = """
print(((p_test >= cut) == y_test).mean())
"""
CHOICES = {
    "accuracy": ACCURACY,
    "by sum": BY_SUM,
    "cost": COST,
    "in a frame": IN_A_FRAME + "cut = table['cut'][table['share'].idxmax()]\n",
    "unpacked": UNPACKED,
    "nested": NESTED + "cut = min(found)[1]\n",
    "whole costs": WHOLE_COSTS + "cut = table['cut'][table['cost'].idxmin()]\n",
}


@pytest.fixture
def findings(tmp_path):
    def of(body: str, reruns: int = 0) -> list[str]:
        file = tmp_path / "program.py"
        file.write_text(START + body)
        report = audit(file, reruns=reruns)
        assert not report.failures
        return sorted({f.kind for f in report.leaks})

    return of


@pytest.mark.parametrize("name", CHOICES)
def test_the_best_cut_of_a_table_by_hand_is_a_choice_on_the_rows_of_the_table(findings, name):
    assert findings(CHOICES[name].replace("ROWS", "p_test, y_test")) == ["threshold-on-test"]
    assert findings(CHOICES[name].replace("ROWS", "p_val, y_val") + END) == []


@pytest.mark.parametrize("shown", ["scores", "costs", "table"])
def test_a_table_of_cuts_that_is_only_shown_chooses_nothing(findings, shown):
    body = {"scores": ACCURACY.split("cut =")[0], "costs": COST.split("cut =")[0], "table": WHOLE_COSTS}[shown]
    body = body.replace("print(table.loc[table['cost'].idxmin()])", "").replace(
        'print(table.loc[table["cost"].idxmin()])', ""
    )
    assert findings(body.replace("ROWS", "p_test, y_test") + f"print({shown})\n") == []


def test_a_largest_count_that_is_no_score_is_no_choice(findings):
    body = WHOLE_COSTS.replace("ROWS", "p_test, y_test").replace('"cost"].idxmin', '"cut"].idxmax')
    assert findings(body) == []


MODELS = """
rows, labels = ROWS
best, chosen = np.inf, None
for depth in (1, 3, 9):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X_train, y_train)
    loss = np.mean((tree.predict_proba(rows)[:, 1] - labels) ** 2)
    if loss < best:
        best, chosen = loss, tree
"""


def test_a_model_chosen_by_a_loss_by_hand(findings):
    test = MODELS.replace("ROWS", "X_test, y_test") + "print(best)\n"
    val = MODELS.replace("ROWS", "X_val, y_val") + "print(np.mean((chosen.predict(X_test) == y_test)))\n"
    assert findings(test) == ["tuning-on-test"]
    assert findings(val) == []


LOSS = """
w, lowest = np.zeros(8), np.inf
for step in range(60):
    p = 1 / (1 + np.exp(-X_train @ w))
    loss = np.mean((p - y_train) ** 2)
    lowest = min(lowest, loss)
    w -= 0.5 * X_train.T @ (p - y_train) / len(p)
print(lowest, np.mean(((X_test @ w) > 0) == y_test))
"""


def test_the_lowest_loss_of_training_is_no_choice(findings):
    assert findings(LOSS) == []


CURVE = """
for seed in range(3):
    A, B, a, b = train_test_split(X, y, stratify=y, random_state=seed)
    said = LogisticRegression().fit(FITTED).predict_proba(B)[:, 1]
    edges = np.linspace(0, 1, 41)
    curve = [
        (said[(said >= low) & (said < high)].mean(), b[(said >= low) & (said < high)].mean())
        for low, high in zip(edges[:-1], edges[1:])
        if ((said >= low) & (said < high)).any()
    ]
    print(curve)
"""


def test_bins_of_a_curve_may_be_empty_in_another_run(findings):
    assert findings(CURVE.replace("FITTED", "A, a"), reruns=6) == []
    assert findings(CURVE.replace("FITTED", "X, y"), reruns=6) == ["overlap"]


ANY_NAME = """
class Column:
    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        if name.startswith("__") and name != "__name__":
            raise AttributeError(name)
        return Column(name)

    def __call__(self, *args):
        return self

    def __eq__(self, other):
        return Column("==")

    def __bool__(self):
        raise TypeError("the truth value of an expression is not known")

    __hash__ = object.__hash__

found = Column("age").over("city").mean()
other = found == 3
print(np.mean((MODEL.predict(X_test) == y_test)))
"""


def test_objects_that_answer_to_any_name_are_left_alone(findings):
    assert findings(ANY_NAME.replace("MODEL", "model")) == []
    assert findings(ANY_NAME.replace("MODEL", "LogisticRegression().fit(X, y)")) == ["overlap"]
