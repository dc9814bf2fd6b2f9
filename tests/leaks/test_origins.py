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
