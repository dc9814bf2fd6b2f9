"""What a program carries along: a network from fold to fold, predictions in files, scores to a choice."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from imbalance_lib.leakage import audit
from imbalance_lib.leakage.told import DRAWS

START = """
import copy
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

table = pd.read_csv("table.csv")
X, y = table[list("abcd")].to_numpy(), table["y"].to_numpy()
A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
A, C, a, c = train_test_split(A, a, stratify=a, random_state=0)


def auc(model, rows, labels):
    return roc_auc_score(labels, model.predict_proba(rows)[:, 1])

"""
NETWORK = """
import torch

torch.manual_seed(0)
net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
first = HOW
for train, test in StratifiedKFold(3, shuffle=True, random_state=0).split(X, y):
    net.load_state_dict(first)
    steps = torch.optim.Adam(net.parameters(), lr=0.02)
    rows, labels = torch.tensor(X[train], dtype=torch.float32), torch.tensor(y[train], dtype=torch.float32)
    net.train()
    for _ in range(10):
        steps.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(net(rows)[:, 0], labels).backward()
        steps.step()
    net.eval()
    with torch.no_grad():
        print(roc_auc_score(y[test], net(torch.tensor(X[test], dtype=torch.float32))[:, 0].numpy()))
"""
DRAWN_ANEW = """    for layer in net:
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()
"""
FILES = """
lower = DecisionTreeClassifier(max_depth=6, random_state=0)
np.save("learn.npy", HOW)
np.save("apply.npy", lower.fit(A, a).predict_proba(B)[:, 1])
upper = LogisticRegression().fit(np.load("learn.npy").reshape(-1, 1), a)
print(auc(upper, np.load("apply.npy").reshape(-1, 1), b))
"""
ROWS = """
table = STEP
train, test = train_test_split(table, random_state=0)
train.to_csv("train.csv", index=False)
test.to_csv("test.csv", index=False)
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
model = DecisionTreeClassifier(max_depth=4, random_state=0).fit(train[list("abc")], train["y"])
print(auc(model, test[list("abc")], test["y"]))
"""
DATABASE = """
import sqlite3

store = sqlite3.connect(":memory:")
table = STEP
table.assign(part=np.where(np.random.default_rng(0).random(len(table)) < 0.7, "fit", "test")).to_sql("t", store)
train = pd.read_sql("SELECT a, b, y FROM t WHERE part = 'fit'", store)
test = pd.read_sql("SELECT DISTINCT a, b, y FROM t WHERE part = 'test'", store)
model = DecisionTreeClassifier(max_depth=4, random_state=0).fit(train[["a", "b"]], train["y"])
print(auc(model, test[["a", "b"]], test["y"]))
"""
REPEATED = "pd.concat([table, table[table.y == 1].sample(frac=4, replace=True, random_state=0)], ignore_index=True)"
PICKLE = """
import pickle
from sklearn.preprocessing import StandardScaler

packed = pickle.dumps({"rows": STEP, "labels": y})
again = pickle.loads(packed)
A, B, a, b = train_test_split(again["rows"], again["labels"], stratify=y, random_state=0)
print(auc(LogisticRegression().fit(A, a), B, b))
"""
ARCHIVE = PICKLE.replace("packed = pickle.dumps({", "np.savez('x.npz', **{").replace(
    "pickle.loads(packed)", "np.load('x.npz')"
)
SCALED = "StandardScaler().fit_transform(X)"
BOOSTED = """
margin, told = np.zeros(len(a)), np.zeros(len(b))
for k in range(5):
    tree = DecisionTreeRegressor(max_depth=2, random_state=k).fit(ROWS, a - 1 / (1 + np.exp(-margin)))
    margin, told = margin + tree.predict(ROWS), told + tree.predict(OTHERS)
print(roc_auc_score(b, told))
"""
STACKED = """
lower = DecisionTreeClassifier(max_depth=6, random_state=0).fit(A, a)
rows, others = (np.c_[T, lower.predict_proba(T)[:, 1]] for T in (A, B))
"""
MODELS = "models = {d: DecisionTreeClassifier(max_depth=d, random_state=0).fit(A, a) for d in (1, 2, 3, 5, 8)}\n"
GENERATED = "won = max(((auc(m, ROWS), d) for d, m in models.items()), key=lambda pair: pair[0])[1]\n"
ITEMS = (
    "scores = {d: auc(m, ROWS) for d, m in models.items()}\nwon = max(scores.items(), key=lambda pair: pair[1])[0]\n"
)
DEEPEST = "scores = {d: auc(m, B, b) for d, m in models.items()}\nwon = max(scores)\nprint(scores[won], scores)\n"
BEST = DEEPEST.replace("max(scores)", "max(scores, key=scores.get)")
TOLD = "print(auc(models[won], B, b))\n"
NAMED = """
from collections import namedtuple
from operator import attrgetter
Judged = namedtuple("Judged", "model inner outer")
judged = (Judged(m, auc(m, C, c), auc(m, B, b)) for m in models.values())
print(max(judged, key=attrgetter("BY")).outer)
"""
FOLDED = """
def heavier(rows, labels):
    return rows[labels == 1].mean(axis=0) - rows[labels == 0].mean(axis=0)

noise = np.random.default_rng(1).normal(size=(len(y), 40))
X, told = np.c_[X, noise], np.zeros(len(y))
STEP
for train, test in StratifiedKFold(4, shuffle=True, random_state=0).split(X, y):
    keep = np.argsort(-np.abs(heavier(X[SEEN], y[SEEN])))[:10]
    A, B = X[train][:, keep], X[test][:, keep]
    told[test] = B @ heavier(A, y[train])
    EACH
print(roc_auc_score(y, told))
"""
QUANTILES = """
from sklearn.metrics import f1_score
train, test = train_test_split(np.arange(len(y)), random_state=0)
risk = LogisticRegression().fit(X[SEEN], y[SEEN]).predict_proba(X)[:, 1]
high = risk >= np.quantile(risk, 0.85)
print(f1_score(y[test], high[test]))
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(600, 4)), columns=list("abcd"))
    table["y"] = (table["a"] + rng.normal(size=600) > 1.2).astype(int)
    table.to_csv(tmp_path / "table.csv", index=False)
    return tmp_path


def kinds(room: Path, text: str) -> list[str]:
    (room / "program.py").write_text(START + text)
    report = audit(room / "program.py")
    assert report.scores and not report.failures, report
    return [f.kind for f in report.leaks]


@pytest.mark.parametrize(
    "kind, leaky, honest",
    [
        ("overlap", NETWORK.replace("HOW", "net.state_dict()"),
         NETWORK.replace("HOW", "copy.deepcopy(net.state_dict())")),
        ("overlap", NETWORK.replace("    net.load_state_dict(first)\n", ""),
         NETWORK.replace("    net.load_state_dict(first)\n", DRAWN_ANEW)),
        ("calibration", FILES.replace("HOW", "lower.fit(A, a).predict_proba(A)[:, 1]"),
         FILES.replace("HOW", "cross_val_predict(lower, A, a, cv=3, method='predict_proba')[:, 1]")),
        ("calibration", STACKED + BOOSTED.replace("ROWS", "rows").replace("OTHERS", "others"),
         BOOSTED.replace("ROWS", "A").replace("OTHERS", "B")),
        ("resample-before-split", ROWS.replace("STEP", REPEATED), ROWS.replace("STEP", "table")),
        ("resample-before-split", DATABASE.replace("STEP", REPEATED), DATABASE.replace("STEP", "table")),
        ("preprocessing", PICKLE.replace("STEP", SCALED), PICKLE.replace("STEP", "X")),
        ("preprocessing", ARCHIVE.replace("STEP", SCALED), ARCHIVE.replace("STEP", "X")),
        ("tuning-on-test", MODELS + GENERATED.replace("ROWS", "B, b") + TOLD,
         MODELS + GENERATED.replace("ROWS", "C, c") + TOLD),
        ("tuning-on-test", MODELS + ITEMS.replace("ROWS", "B, b") + TOLD,
         MODELS + ITEMS.replace("ROWS", "C, c") + TOLD),
        ("tuning-on-test", MODELS + BEST, MODELS + DEEPEST),
        ("tuning-on-test", MODELS + NAMED.replace("BY", "outer"), MODELS + NAMED.replace("BY", "inner")),
        ("feature-selection", FOLDED.replace("STEP", "every = np.arange(len(y))").replace("SEEN", "every")
         .replace("EACH", "print(roc_auc_score(y[test], told[test]))"),
         FOLDED.replace("STEP", "").replace("SEEN", "train").replace("EACH", "")),
        ("overlap", QUANTILES.replace("SEEN", "np.r_[train, test]"), QUANTILES.replace("SEEN", "train")),
    ],
    ids=[
        "state kept", "never set back", "files", "boosting", "rows in files", "database", "pickle", "archive",
        "generator", "items", "keys", "named tuple", "folds by hand", "cuts of all",
    ],
)  # fmt: skip
def test_what_is_carried_along(room, kind, leaky, honest) -> None:
    found = kinds(room, leaky.replace("first = HOW\n", ""))
    assert kind in found, found
    assert not kinds(room, honest.replace("first = HOW\n", ""))


def test_of_a_bootstrap_some_draws_are_written_down_and_the_rest_changes_nothing(room) -> None:
    drawn = """
model = LogisticRegression().fit(ROWS, LABELS)
rng, told = np.random.default_rng(0), model.predict_proba(B)[:, 1]
draws = [rng.integers(0, len(b), len(b)) for _ in range(300)]
aucs = [roc_auc_score(b[rows], told[rows]) for rows in draws]
print(np.quantile(aucs, [0.025, 0.975]))
"""
    (room / "program.py").write_text(START + drawn.replace("ROWS", "A").replace("LABELS", "a"))
    report = audit(room / "program.py")
    assert report.status == 0 and DRAWS <= report.scores < 300
    assert "overlap" in kinds(room, drawn.replace("ROWS", "X").replace("LABELS", "y"))
