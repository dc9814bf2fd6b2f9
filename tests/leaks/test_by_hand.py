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
RECORDS = """
from dataclasses import dataclass

@dataclass
class Row:
    cut: float
    share: float

p, t = ROWS
best = max([Row(c, ((p >= c) == t).mean()) for c in cuts], key=lambda row: row.share)
cut = best.cut
print(best)
"""
SORTED_IN_PLACE = """

def youden(c):
    said = p >= c
    return said[t == 1].mean() - said[t == 0].mean()

p, t = ROWS
found = [(youden(c), c) for c in cuts]
found.sort(reverse=True)
cut = found[0][1]
print(found[0])
"""
PICKED_LABELS = """
p, t = ROWS
frame = pd.DataFrame({"y": t})
frame["p"] = p
rows = []
for c in cuts:
    said = frame.loc[frame["p"] >= c, "y"]
    rows.append({"cut": c, "precision": said.mean(), "recall": said.sum() / frame["y"].sum()})
table = pd.DataFrame(rows).assign(f1=lambda d: 2 * d.precision * d.recall / (d.precision + d.recall))
first = table.sort_values("f1", ascending=False).reset_index(drop=True).iloc[0]
cut = first["cut"]
print(first)
"""
FIRST_K = """
p, t = ROWS
ranked = t[np.argsort(-p)]
budgets = [20, 40, 80, 160]
k = budgets[int(np.argmax([ranked[:k].mean() for k in budgets]))]
cut = np.sort(p)[-k]
print(k, ranked[:k].mean())
"""
TOP = """
p, t = ROWS
best = max((t[np.argsort(-p)[:k]].mean(), k) for k in (20, 40, 80, 160))
cut = np.sort(p)[-best[1]]
print(best)
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
    "records": RECORDS,
    "sorted in place": SORTED_IN_PLACE,
    "picked labels": PICKED_LABELS,
    "first k": FIRST_K,
    "top": TOP,
    "whole costs": WHOLE_COSTS + "cut = table['cut'][table['cost'].idxmin()]\n",
}


@pytest.fixture
def findings(tmp_path):
    def of(body: str, reruns: int = 0, start: str = START) -> list[str]:
        file = tmp_path / "program.py"
        file.write_text(start + body)
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


COUNTS = """
for c in cuts:
    said = p_test >= c
    tp, fp = (said & (y_test == 1)).sum(), (said & (y_test == 0)).sum()
    fn = ((p_test < c) & (y_test == 1)).sum()
    most = max(fn, fp)
    print(c, tp / max(tp + fp, 1), tp / (tp + fn), most, WORD)
"""


def test_a_count_that_may_not_be_zero_and_the_larger_of_two_counts_are_no_choice(findings):
    assert findings(COUNTS.replace("WORD", "0")) == []
    assert findings("top = 0.0\n" + COUNTS.replace("WORD", "top := max(top, tp / (tp + fn + fp))")) == [
        "threshold-on-test"
    ]


SHARES = """
places = np.arange(len(y_test)) % 4
rates = {k: y_test[places == k].mean() for k in range(4)}
right = {k: (model.predict(X_test[places == k]) == y_test[places == k]).mean() for k in range(4)}
print(max(rates, key=rates.get), min(right.values()))
"""


def test_the_highest_rate_and_the_worst_group_are_findings_and_no_choice(findings):
    assert findings(SHARES) == []
    assert findings(SHARES + ACCURACY.replace("ROWS", "p_test, y_test")) == ["threshold-on-test"]


CURVE_OF_TEST = """
import matplotlib.pyplot as plt
from sklearn.metrics import roc_curve

fpr, tpr, at = roc_curve(y_test, p_test)
k = np.argmax(tpr - fpr)
plt.plot(fpr, tpr)
plt.annotate(f"cut {at[k]:.2f}", (fpr[k], tpr[k]))
"""


def test_the_best_point_of_a_curve_may_be_marked_in_a_picture_and_not_be_told(findings):
    assert findings(CURVE_OF_TEST) == []
    assert findings(CURVE_OF_TEST + "print(tpr[k])\n") == ["threshold-on-test"]


OWN = """
rng = np.random.default_rng(0)
table = pd.DataFrame({"shop": rng.integers(0, 40, 3000), "size": rng.normal(size=3000)})
table["bad"] = (rng.random(3000) < 0.02 + 0.2 * (table["shop"] % 7 == 0)).astype(int)
table.to_csv("shops.csv", index=False)
table = pd.read_csv("shops.csv")
before = table.groupby("shop")["bad"].transform(lambda labels: HOW)
table["rate"] = before.fillna(0)
A, B = table.iloc[:2000], table.iloc[2000:]
model = LogisticRegression().fit(A[["size", "rate"]], A["bad"])
print(np.mean((model.predict_proba(B[["size", "rate"]])[:, 1] - B["bad"]) ** 2))
"""


def test_a_running_rate_with_the_rows_own_label_in_it(findings):
    assert findings(OWN.replace("HOW", "labels.rolling(8, min_periods=1).mean()"), reruns=8) == ["label-delay"]
    assert findings(OWN.replace("HOW", "labels.shift().rolling(8, min_periods=1).mean()"), reruns=8) == []


SECOND = """
from sklearn.isotonic import IsotonicRegression

second = IsotonicRegression(out_of_bounds="clip").fit(p_val, y_val)
print(np.mean((second.predict(p_val) - y_val) ** 2))
"""


def test_a_calibrator_that_is_scored_on_its_own_rows_alone(findings):
    assert findings(SECOND) == ["overlap"]
    assert findings(
        SECOND + "print(np.mean((second.predict(model.predict_proba(X_train)[:, 1]) - y_train) ** 2))\n"
    ) == ["overlap"]
    assert findings(SECOND + "print(np.mean((second.predict(p_test) - y_test) ** 2))\n") == []


NETWORK = """
import numpy as np
import torch

torch.manual_seed(0)
X = torch.randn(1500, 6)
y = torch.bernoulli(torch.sigmoid(1.5 * X[:, 0] - X[:, 1] - 2.5))
train, val, test = slice(0, 700), slice(700, 1100), slice(1100, 1500)
net = torch.nn.Linear(6, 1)
loss = torch.nn.BCEWithLogitsLoss()
best, kept = np.inf, None
for epoch in range(25):
    net.zero_grad()
    loss(net(X[train])[:, 0], y[train]).backward()
    with torch.no_grad():
        for weight in net.parameters():
            weight -= 3.0 * weight.grad
        said = net(X[WATCHED])[:, 0]
        now = 1 - ((said > -1.5) == (y[WATCHED] == 1)).float().mean().item()
    if now < best:
        best, kept = now, {k: v.clone() for k, v in net.state_dict().items()}
net.load_state_dict(kept)
with torch.no_grad():
    print(((net(X[test])[:, 0] > -1.5) == (y[test] == 1)).float().mean().item())
"""


def test_tables_of_tensors_that_the_program_makes_are_followed(findings):
    assert findings(NETWORK.replace("WATCHED", "test"), reruns=8, start="") == ["tuning-on-test"]
    assert findings(NETWORK.replace("WATCHED", "val"), reruns=8, start="") == []


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


SMALL = """
def counts(labels, said):
    return int(((labels == 1) & (said == 1)).sum()), int((labels != said).sum())


def f1(labels, said):
    return float(2 * np.dot(labels, said) / (labels.sum() + said.sum()))


few = int((y_val[:60] == 1).sum())
hits, wrong = counts(y_val[:60], np.ones(60, int))
p, t = ROWS
scores = [f1(t, np.clip(p * few, 0, few) >= c * few) for c in cuts]
cut = cuts[int(np.argmax(scores))]
print(hits, cut, max(scores))
"""


def test_a_constant_that_equals_a_count_is_no_score(findings):
    # small whole numbers are one object wherever they come from: a bound of 30, and 30 hits
    assert findings(SMALL.replace("ROWS", "p_test, y_test")) == ["threshold-on-test"]
    later = "print(((p_test >= cut) == y_test).mean())\n"
    assert findings(SMALL.replace("ROWS", "p_val, y_val") + later) == []


def test_labels_and_predictions_may_be_given_to_a_metric_in_either_order(findings):
    text = """
from sklearn.metrics import accuracy_score, precision_score

table = pd.DataFrame(X).assign(bad=y)
table.to_csv("table.csv", index=False)
table = pd.read_csv("table.csv")
good, bad = table[table["bad"] == 0], table[table["bad"] == 1]
part = pd.concat([WHICH, bad])
A, B, a, b = train_test_split(part.drop(columns="bad"), part["bad"], random_state=2)
said = LogisticRegression().fit(A, a).predict(B)
print(accuracy_score(said, b), precision_score(said, b))
"""
    thinned, all_of_them = text.replace("WHICH", "good.sample(n=400)"), text.replace("WHICH", "good")
    assert findings(thinned, reruns=6) == ["test-resampled"]
    assert findings(all_of_them, reruns=6) == []


RANKS = """
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification

X, y = make_classification(2400, 8, weights=[0.9], class_sep=0.6, flip_y=0.05, random_state=3)
table = pd.DataFrame(X).assign(bad=y)
table.to_csv("table.csv", index=False)
table = pd.read_csv("table.csv")
first, last = table[:1600], table[1600:]
inside, outside = first.drop(columns="bad").to_numpy(), last.drop(columns="bad").to_numpy()
centre, width = CENTRE
w = np.linalg.lstsq((inside - inside.mean(0)) / inside.std(0), first["bad"] - first["bad"].mean(), rcond=None)[0]
told = last[["bad"]].assign(p=((outside - centre) / width) @ w)
rank, n = told["p"].rank(), told["bad"].sum()
print((rank[told["bad"] == 1].sum() - n * (n + 1) / 2) / (n * (len(told) - n)))
"""


def test_the_ranks_of_rows_move_with_other_rows_and_their_order_does_not(findings):
    assert findings(RANKS.replace("CENTRE", "inside.mean(0), inside.std(0)"), reruns=6, start="") == []
    again = "outside.mean(0), np.abs(outside).max(0)"
    assert findings(RANKS.replace("CENTRE", again), reruns=6, start="") == ["refit-on-test"]


MISSED = """
class Campaign:
    def __init__(self, p, labels):
        self.p, self.labels = p, labels

    def cost(self, cut):
        call = self.p >= cut
        return (8 * call.sum() + 90 * (self.labels[~call] == 1).sum()) / len(self.labels)


campaign = Campaign(ROWS)
cut = pd.Series({c: campaign.cost(c) for c in cuts}).idxmin()
print(cut, campaign.cost(cut))
"""


def test_a_cost_of_positives_that_were_not_called(findings):
    assert findings(MISSED.replace("ROWS", "p_test, y_test")) == ["threshold-on-test"]
    assert findings(MISSED.replace("ROWS", "p_val, y_val") + "print(Campaign(p_test, y_test).cost(cut))\n") == []


TABLE = """
from sklearn.metrics import f1_score, roc_auc_score

rows, labels = ROWS
results, fitted = {}, {}
for depth in (1, 3, 9):
    fitted[depth] = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X_train, y_train)
    said = fitted[depth].predict_proba(rows)[:, 1]
    results[depth] = {"AUC": roc_auc_score(labels, said), "F1": f1_score(labels, said > 0.3)}
best = PICK
print(best)
"""


@pytest.mark.parametrize(
    "pick",
    [
        'pd.DataFrame(results).T["AUC"].idxmax()',
        'pd.DataFrame(results).loc["F1"].idxmax()',
        'pd.DataFrame(results).transpose().sort_values("AUC").index[-1]',
        'pd.DataFrame(results).loc["F1"].sort_values(ascending=False).index[0]',
        'pd.DataFrame(results).T.rename_axis("depth").reset_index().sort_values("AUC")["depth"].iloc[-1]',
        'pd.DataFrame(results).T.sort_values("F1", ascending=False).reset_index().loc[0, "index"]',
    ],
)
def test_the_best_model_of_a_table_that_was_turned(findings, pick):
    text = TABLE.replace("PICK", pick)
    later = "print(f1_score(y_test, fitted[int(best)].predict(X_test)))\n"
    assert findings(text.replace("ROWS", "X_test, y_test")) == ["tuning-on-test"]
    assert findings(text.replace("ROWS", "X_val, y_val") + later) == []


SIDE_BY_SIDE = """
from sklearn.metrics import f1_score

cut = max(cuts, key=lambda c: f1_score(CHOSEN, c <= SCORES))
print("valid", f1_score(y_val, p_val >= cut), "test", f1_score(y_test, p_test >= cut))
"""


def test_the_score_of_validation_rows_may_stand_beside_that_of_test_rows(findings):
    assert findings(SIDE_BY_SIDE.replace("CHOSEN", "y_val").replace("SCORES", "p_val")) == []
    assert findings(SIDE_BY_SIDE.replace("CHOSEN", "y_test").replace("SCORES", "p_test")) == ["threshold-on-test"]


BEST_CUT = """
from sklearn.metrics import precision_recall_curve

precision, recall, at = precision_recall_curve(y_test, p_test)
f1 = 2 * precision[:-1] * recall[:-1] / np.maximum(precision[:-1] + recall[:-1], 1e-9)
k = np.argmax(f1)
print("for later use:", float(at[k]))
"""


def test_a_cut_from_a_curve_may_be_told_where_no_score_at_it_is(findings):
    assert findings(BEST_CUT) == []
    assert findings(BEST_CUT + "print(f1[k])\n") == ["threshold-on-test"]
    assert findings(BEST_CUT + "print(((p_test >= at[k]) == y_test).mean())\n") == ["threshold-on-test"]


def test_both_ends_of_a_column_of_a_turned_table_are_a_range(findings):
    text = TABLE.replace("ROWS", "X_test, y_test").replace("best = PICK\nprint(best)", "out = pd.DataFrame(results).T")
    assert findings(text + "print(out.AUC.min(), out.AUC.max())\n") == []
    assert findings(text + "print(out.F1.mean(), out.AUC.max())\n") == ["tuning-on-test"]
