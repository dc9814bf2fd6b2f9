"""Rows whose origin is easily lost: native cross-validation, batches, data made by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from imbalance_lib.leakage import audit
from imbalance_lib.leakage.audit import Audit


@pytest.fixture
def room(tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(600, 4)), columns=list("abcd"))
    table["when"] = rng.permutation(600)
    table["y"] = (table["a"] + rng.normal(size=600) > 1.2).astype(int)
    table.to_csv(tmp_path / "table.csv", index=False)
    return tmp_path


def audited(room: Path, text: str, **given) -> Audit:
    path = room / "program.py"
    path.write_text(text)
    return audit(path, **given)


def kinds(report: Audit) -> list[str]:
    return [f.kind for f in report.leaks]


# --- xgb.cv ---------------------------------------------------------------------------------------

XGB = """
import pandas as pd
import xgboost as xgb
from sklearn.model_selection import TimeSeriesSplit
from sklearn.preprocessing import StandardScaler

table = pd.read_csv("table.csv").sort_values("when").reset_index(drop=True)
names = ["a", "b", "c", "d"]
"""
SETTINGS = """{"objective": "binary:logistic", "max_depth": 2, "eta": 0.3}, data, num_boost_round=5, metrics="auc\""""
DATA = "data = xgb.DMatrix(table[names], label=table['y'])\n"
IN_ORDER = "folds=list(TimeSeriesSplit(4).split(table))"


@pytest.mark.parametrize("how, status", [("nfold=4, stratified=True", 1), ("nfold=4", 1), (IN_ORDER, 0)])
def test_the_folds_of_xgb_cv_are_scored(room, how, status) -> None:
    text = XGB + DATA + f"print(xgb.cv({SETTINGS}, {how}).tail(1))\n"
    report = audited(room, text, time="when", reruns=4)
    assert (report.status, report.scores) == (status, 4), report
    assert set(kinds(report)) == ({"time"} if status else set()), report


def test_a_step_that_saw_the_folds_of_xgb_cv(room) -> None:
    text = XGB + DATA.replace("table[names]", "StandardScaler().fit_transform(table[names])")
    report = audited(room, text + f"print(xgb.cv({SETTINGS}, nfold=4).tail(1))\n", reruns=0)
    assert kinds(report) == ["preprocessing"], report


def test_xgb_cv_that_stops_early_is_a_search(room) -> None:
    made = f"folds = xgb.cv({SETTINGS}, nfold=4, early_stopping_rounds=2)\n"
    alone = audited(room, XGB + DATA + made + "print(folds['test-auc-mean'].iloc[-1])\n", reruns=2)
    assert alone.status == 0 and [f.severity for f in alone.findings] == ["suspicion"], alone
    tested = (
        XGB
        + "from sklearn.metrics import roc_auc_score\n"
        + "test = table[450:]\ntable = table[:450]\n"
        + DATA
        + made
        + f"model = xgb.train({SETTINGS.split(', data')[0]}, data, num_boost_round=len(folds))\n"
        + "print(roc_auc_score(test['y'], model.predict(xgb.DMatrix(test[names]))))\n"
    )
    report = audited(room, tested, time="when", reruns=6)
    assert (report.status, report.findings) == (0, ()), report


# --- batches --------------------------------------------------------------------------------------

TORCH = """
import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split

torch.manual_seed(0)
table = pd.read_csv("table.csv")
X, y = table[["a", "b", "c", "d"]].to_numpy("float32"), table["y"].to_numpy("float32")
A, B, a, b = train_test_split(X, y, test_size=0.3, random_state=0)
A, C, a, c = train_test_split(A, a, test_size=0.3, random_state=0)
"""
TENSORS = """
train, valid, test = (TensorDataset(torch.from_numpy(m), torch.from_numpy(v)) for m, v in ((A, a), (C, c), (B, b)))
rows, labels = train.tensors
"""
ITEMS = """
class Rows(Dataset):
    def __init__(self, table, labels):
        self.table, self.labels = table, labels

    def __len__(self):
        return len(self.table)

    def __getitem__(self, k):
        return torch.tensor(self.table[k] / 3), torch.tensor(self.labels[k])

train, valid, test = Rows(A, a), Rows(C, c), Rows(B, b)
"""
NET = """
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
steps = torch.optim.AdamW(net.parameters(), lr=5e-3)

def epoch():
    net.train()
    for x, t in DataLoader(train, batch_size=16, shuffle=True):
        steps.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x)[:, 0], t).backward()
        steps.step()

def score(part):
    net.eval()
    S, T = [], []
    with torch.no_grad():
        for x, t in DataLoader(part, batch_size=16):
            S += torch.sigmoid(net(x)[:, 0]).tolist()
            T.extend(t.int().tolist())
    return roc_auc_score(np.array(T), S)

best = 0
for _ in range(4):
    epoch()
    now = score({chooses})
    if now > best:
        best = now
print(best, score(test))
"""


@pytest.mark.parametrize("dataset", [TENSORS, ITEMS])
def test_batches_are_rows_of_their_dataset(room, dataset) -> None:
    honest = audited(room, TORCH + dataset + NET.replace("{chooses}", "valid"), reruns=4)
    assert honest.status == 0 and honest.scores, honest
    leaky = audited(room, TORCH + dataset + NET.replace("{chooses}", "test"), reruns=0)
    assert kinds(leaky) == ["early-stopping-on-test"], leaky


def test_training_on_the_scored_items_is_seen(room) -> None:
    text = TORCH + ITEMS + "train = Rows(X, y)\n" + NET.replace("{chooses}", "valid")
    report = audited(room, text, reruns=0)
    assert "overlap" in kinds(report), report


def test_a_subset_of_a_dataset_keeps_its_rows(room) -> None:
    parts = ITEMS + "train, valid, test = random_split(Rows(X, y), [300, 150, 150])\n"
    honest = audited(room, TORCH + parts + NET.replace("{chooses}", "valid"), reruns=0)
    assert honest.status == 0 and honest.scores, honest
    leaky = audited(room, TORCH + parts + "train = Rows(X, y)\n" + NET.replace("{chooses}", "valid"), reruns=0)
    assert "overlap" in kinds(leaky), leaky


# --- tables that the program makes ----------------------------------------------------------------

IMPORTS = """
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split

rng = np.random.default_rng(0)
n = 600
"""
DRAWN = IMPORTS + "X = rng.normal(size=(n, 5))\ny = (X[:, 0] + rng.logistic(size=n) > 2).astype(int)\n"
LATER = IMPORTS + (
    "old = np.random.RandomState(0)\ny = (old.rand(n) < 0.3).astype(int)\nX = old.randn(n, 5) + 0.7 * y[:, None]\n"
)
SUMS = IMPORTS + (
    "Z = rng.normal(size=(n, 5))\nE = rng.normal(size=(n, 5))\nX = E + Z @ rng.normal(size=(5, 5))\n"
    "risk = Z @ np.ones(5)\nrisk -= risk.mean()\ny = (risk > np.quantile(risk, 0.8)).astype(int)\n"
)
SIDE_BY_SIDE = IMPORTS + (
    "age, pay = rng.normal(50, 9, n), rng.lognormal(size=n)\nodds = 0.1 * (age - 55) + 0.2 * pay\n"
    "y = (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(int)\nX = np.column_stack([age, pay])\n"
)
FRAME = IMPORTS + (
    "table = pd.DataFrame({'age': rng.normal(50, 9, n), 'pay': rng.lognormal(size=n)})\n"
    "table['woman'] = rng.integers(0, 2, n)\n"
    "odds = 0.1 * (table['age'] - 55) + 0.2 * table['pay']\n"
    "table['left'] = (odds > odds.quantile(0.8)).astype(int)\n"
    "X, y = table[['age', 'pay', 'woman']].to_numpy(), table['left'].to_numpy()\n"
)
BY_HAND = "order = rng.permutation(n)\ntrain, test = order[:400], order[400:]\n"
SPLIT = "A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)\n"
SCORE = "model = LogisticRegression().fit(A, a)\nprint(roc_auc_score(b, model.predict_proba(B)[:, 1]))\n"
PARTS = BY_HAND + "A, B, a, b = X[train], X[test], y[train], y[test]\n"
SCALED = "X = (X - X.mean(axis=0)) / X.std(axis=0)\n"
SCALED_PARTS = "B = (B - A.mean(axis=0)) / A.std(axis=0)\nA = (A - A.mean(axis=0)) / A.std(axis=0)\n"
MASKED = "A, a, B, b = X[:400], y[:400], X[400:], y[400:]\n"


@pytest.mark.parametrize("start", [DRAWN, LATER, SUMS, SIDE_BY_SIDE, FRAME])
@pytest.mark.parametrize("split", [SPLIT, PARTS, MASKED])
def test_made_tables_are_split_and_scored(room, start, split) -> None:
    report = audited(room, start + split + SCALED_PARTS + SCORE)
    assert report.status == 0 and report.scores and not report.findings, report


@pytest.mark.parametrize(
    "steps, kind",
    [
        (SCALED + SPLIT + SCORE, "preprocessing"),
        (SCALED + PARTS + SCORE, "preprocessing"),
        (PARTS + "A, a = X, y\n" + SCORE, "overlap"),
        ("X, y = SMOTE(random_state=0).fit_resample(X, y)\n" + SPLIT + SCORE, "resample-before-split"),
        (
            "X = np.hstack([X, rng.normal(size=(n, 200))])\nbest = np.argsort(-np.abs(np.corrcoef(X.T, y)[-1, :-1]))\n"
            "X = X[:, best[:9]]\n" + PARTS + SCORE,
            "feature-selection",
        ),
        (
            PARTS + SCORE + "p = model.predict_proba(B)[:, 1]\ncuts = np.linspace(0.1, 0.6, 12)\n"
            "best = max(cuts, key=lambda c: f1_score(b, p > c))\nprint(f1_score(b, p > best))\n",
            "threshold-on-test",
        ),
    ],
)
def test_leaks_in_made_tables(room, steps, kind) -> None:
    report = audited(room, DRAWN + steps)
    assert kind in kinds(report), report


def test_a_made_frame_scaled_before_the_split(room) -> None:
    text = FRAME.replace("'left'", "'y'").split("X, y =")[0]
    text += "table['age'] = (table['age'] - table['age'].mean()) / table['age'].std()\n"
    text += "A, B = train_test_split(table, random_state=0)\nnames = ['age', 'pay', 'woman']\n"
    text += "model = LogisticRegression().fit(A[names], A['y'])\n"
    text += "print(roc_auc_score(B['y'], model.predict_proba(B[names])[:, 1]))\n"
    report = audited(room, text)
    assert kinds(report) == ["preprocessing"], report


GROUPS = """
base = rng.normal(size=(60, 5))
y = (base[:, 0] > 0.8).astype(int)
who = rng.integers(0, 60, n)
X = base[who] + 0.1 * rng.normal(size=(n, 5))
labels = y[who]
X, y = X, labels
"""
REPEATED = GROUPS.replace("base[who]", "np.repeat(base, 10, axis=0)").replace("y[who]", "np.repeat(y, 10)")
MORE_GROUPS = """
base = rng.normal(size=(700, 5))
who = rng.integers(0, 700, n)
X = base[who] + rng.normal(size=(n, 5))
y = (X[:, 0] + rng.logistic(size=n) > 2).astype(int)
"""
CLASS_BY_CLASS = """
X = np.vstack([rng.normal(size=(500, 5)), rng.normal(1, 1, size=(100, 5))])
y = np.repeat([0, 1], [500, 100])
"""
FILLED = """
y = (rng.random(n) < 0.3).astype(int)
X = np.zeros((n, 5))
X[y == 1] = rng.normal(1, 1, size=(y.sum(), 5))
X[y == 0] = rng.normal(size=((1 - y).sum(), 5))
"""
MANY = """
for k in range(50):
    X = rng.normal(size=(200, 5))
    y = (X[:, 0] + rng.logistic(size=200) > 2).astype(int)
    A, B, a, b = train_test_split(X, y, random_state=k)
    model = LogisticRegression().fit(A, a)
    print(roc_auc_score(b, model.predict_proba(B)[:, 1]))
"""
SERIES = """
level = np.cumsum(rng.normal(size=n)) * 0.1
y = (level + rng.normal(size=n) > level.mean()).astype(int)
table = pd.DataFrame({"day": np.arange(n), "x": level + rng.normal(size=n), "y": y})
table["before"] = table["y"].shift(1)
table["mean"] = table["y"].shift(1).rolling(5).mean()
table, names = table.dropna(), ["x", "before", "mean"]
first, last = table[table["day"] < 400], table[table["day"] >= 400]
A, B, a, b = first[names], last[names], first["y"], last["y"]
"""
APART = """
A, a = X, y
b = (rng.random(n) < 0.3).astype(int)
B = rng.normal(size=(n, 5)) + b[:, None]
"""
TWICE = """
def draw(n):
    X = rng.normal(size=(n, 5))
    y = (X[:, 0] + rng.logistic(size=n) > 2).astype(int)
    return X, y

(A, a), (B, b) = draw(n), draw(n)
"""
FOLDS = "print(cross_val_score(LogisticRegression(), X, y, cv=StratifiedKFold(5, shuffle=True, random_state=0)))\n"


@pytest.mark.parametrize(
    "text",
    [
        GROUPS + SPLIT + SCORE,
        GROUPS.replace("base[who]", "np.repeat(base, 10, axis=0)").replace("y[who]", "np.repeat(y, 10)")
        + SPLIT
        + SCORE,
        MORE_GROUPS + SPLIT + SCORE,
        CLASS_BY_CLASS + PARTS + SCALED_PARTS + SCORE,
        FILLED + SPLIT + SCORE,
        MANY,
        SERIES + SCORE,
        DRAWN + APART + SCORE,
        DRAWN + "A, a = X, y\nB, b = rng.normal(size=(n, 5)), rng.integers(0, 2, n)\n" + SCORE,
        TWICE + SCORE,
        DRAWN + FOLDS,
    ],
)
def test_what_only_looks_like_one_table(room, text) -> None:
    report = audited(room, IMPORTS + text, reruns=6)
    assert not report.leaks and not report.failures, report


def test_rows_of_a_csv_reader(room) -> None:
    text = IMPORTS + (
        "import csv\nrows = list(csv.DictReader(open('table.csv')))\n"
        "X = np.array([[float(r[k]) for k in 'abcd'] for r in rows])\ny = np.array([r['y'] == '1' for r in rows])\n"
        "part = rng.random(len(y)) < 0.7\n"
    )
    split = "A, B = X[part], X[~part]\na, b = y[part], y[~part]\n"
    honest = audited(room, text + split + SCORE)
    assert honest.status == 0 and honest.scores, honest
    leaky = audited(room, text + split + "A, a = X, y\n" + SCORE, reruns=0)
    assert kinds(leaky) == ["overlap"], leaky


# --- tables by groups -----------------------------------------------------------------------------

VISITS = IMPORTS + (
    "visits = pd.read_csv('table.csv')\nvisits['who'] = visits['when'] // 3\nnames = ['a', 'b', 'c', 'd']\n"
    "people = visits.groupby('who', as_index=False).agg({k: 'mean' for k in names} | {'y': 'max'})\n"
)
PEOPLE = "A, B = train_test_split(people, random_state=0)\n"
FIT = "model = LogisticRegression().fit(A[names], A['y'])\n"
PRINT = "print(roc_auc_score(B['y'], model.predict_proba(B[names])[:, 1]))\n"
DRAW = "{0} = {0}.sample(n=len({0}), replace=True, random_state=0).reset_index(drop=True)\n"


def test_a_table_by_groups_has_rows_of_its_own(room) -> None:
    leaky = audited(room, VISITS + DRAW.format("people") + PEOPLE + FIT + PRINT, reruns=0)
    assert kinds(leaky) == ["duplicates"], leaky
    honest = audited(room, VISITS + PEOPLE + DRAW.format("A") + FIT + PRINT)
    assert honest.status == 0 and honest.scores, honest


@pytest.mark.parametrize(
    "how",
    [
        "more = people.set_index('who').add_suffix('_mean')\ntable = visits.join(more, on='who')\n",
        "table = visits.merge(people, on='who', suffixes=('', '_mean'))\n",
        "more = people.set_index('who').loc[visits['who'].to_numpy(), names].to_numpy()\n"
        "table = pd.DataFrame(np.hstack([more, visits[names].to_numpy()])).assign(y=visits['y'])\n",
    ],
)
def test_what_groups_have_in_common_is_no_copy(room, how) -> None:
    text = (
        VISITS.replace(" | {'y': 'max'}", "")
        + how
        + "X, y = table.drop(columns='y').to_numpy(), table['y'].to_numpy()\n"
        + SPLIT
    )
    report = audited(room, text + SCORE, reruns=0)
    assert not {"overlap", "duplicates", "resample-before-split"} & {*kinds(report)} and report.scores, report


def test_rows_of_groups_on_both_sides_are_no_copies(room) -> None:
    text = VISITS + (
        "more = people.set_index('who')\nfirst, last = visits[:170], visits[170:340]\n"
        "A, a = more.loc[first['who'], names].to_numpy(), first['y'].to_numpy()\n"
        "B, b = more.loc[last['who'], names].to_numpy(), last['y'].to_numpy()\n"
    )
    report = audited(room, text + SCORE, reruns=0)
    assert not report.leaks, report
