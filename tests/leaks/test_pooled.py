"""Scores that pool the folds of a cross-validation, entities kept whole, and rows that were sorted: in pairs."""

from pathlib import Path

import pytest

from imbalance_lib.leakage import audit
from tests.leaks import tables

START = """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.model_selection import (
    GroupKFold, StratifiedGroupKFold, StratifiedKFold, cross_val_predict, train_test_split)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier
p = pd.read_csv("payments.csv", parse_dates=["time"])
F = ["amount", "distance_km", "speed", "n_last_day", "hour"]
X, y = p[F].to_numpy(), p["fraud"].to_numpy()
"""

FOLDS = """
oof = np.zeros(len(y))
for a, b in {split}:
    {fit}
    oof[b] = model.predict_proba(X[b])[:, 1]
print(average_precision_score(y, oof))
"""
RANDOM = "StratifiedKFold(4, shuffle=True, random_state=0).split(X, y)"
WHOLE = "StratifiedGroupKFold(4).split(X, y, p['customer_id'])"
PLAIN = "model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X[a], y[a])"
STOPPED = """c, d = train_test_split(a, stratify=y[a], random_state=1)
    model = XGBClassifier(n_estimators=40, early_stopping_rounds=4, n_jobs=1)
    model.fit(X[{part}], y[{part}], eval_set=[(X[{held}], y[{held}])], verbose=False)"""
CUSTOMERS = """
p["usual"] = p.groupby({by})["amount"].transform("mean")
held = p["customer_id"] % 10 >= 7
columns = [*F, "usual"]
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(p.loc[~held, columns], p.loc[~held, "fraud"])
print(average_precision_score(p.loc[held, "fraud"], model.predict_proba(p.loc[held, columns])[:, 1]))
"""
SORTED = """
p = p.rename(columns={{"time": "step"}}).sample(frac=1, random_state=1)
p.to_csv("mixed.csv", index=False)
p = pd.read_csv("mixed.csv").sort_values("step").reset_index(drop=True)
p["last"] = p.groupby("customer_id")["amount"].{last}.fillna(0)
cut = int(0.7 * len(p))
before, after = p.iloc[:cut], p.iloc[cut:]
columns = [*F, "last"]
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(before[columns], before["fraud"])
print(average_precision_score(after["fraud"], model.predict_proba(after[columns])[:, 1]))
"""
REPEATED = """
rare = p[p["fraud"] == 1].sample(600, replace=True, random_state=0)
{mixed}
A, B = train_test_split(p, test_size=0.3, random_state=0)
{late}
model = RandomForestClassifier(20, random_state=0).fit(A[F], A["fraud"])
print(f1_score(B["fraud"], model.predict(B[F])))
"""
BOTH = "pd.concat([{0}, rare]).sample(frac=1, random_state=0).reset_index(drop=True)"


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    tables.write(folder, 0)
    return folder


def said(room: Path, text: str, **roles: str):
    path = room / "program.py"
    path.write_text(START + text)
    report = audit(path, **roles)
    assert not report.failures and report.scores, report
    return report


PAIRS = {
    "group": (
        FOLDS.format(split=RANDOM, fit=PLAIN),
        FOLDS.format(split=WHOLE, fit=PLAIN),
        {"groups": "customer_id"},
    ),
    "time": (
        "s = cross_val_predict(LogisticRegression(), X, y, cv=StratifiedKFold(3), method='predict_proba')[:, 1]\n"
        "print(roc_auc_score(y, s))\n",
        "late = (p['time'] > p['time'].quantile(0.7)).to_numpy()\n"
        "model = LogisticRegression().fit(X[~late], y[~late])\n"
        "print(roc_auc_score(y[late], model.predict_proba(X[late])[:, 1]))\n",
        {"time": "time"},
    ),
    "early-stopping-on-test": (
        FOLDS.format(split=RANDOM, fit=STOPPED.format(part="a", held="b")),
        FOLDS.format(split=RANDOM, fit=STOPPED.format(part="c", held="d")),
        {},
    ),
    "preprocessing": (
        "X = StandardScaler().fit_transform(X)\n" + FOLDS.format(split=RANDOM, fit=PLAIN),
        FOLDS.format(split=RANDOM, fit=PLAIN),
        {},
    ),
    "resample-before-split": (
        REPEATED.format(mixed=f"p = {BOTH.format('p')}", late=""),
        REPEATED.format(mixed="", late="rare = A[A['fraud'] == 1].sample(600, replace=True, random_state=0)\n"
                        f"A = {BOTH.format('A')}"),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAIRS)
def test_a_leak_in_pooled_folds_is_caught_and_its_twin_passes(room, kind) -> None:
    leaky, honest, roles = PAIRS[kind]
    assert kind in {f.kind for f in said(room, leaky, **roles).leaks}
    assert said(room, honest, **roles).status == 0


def test_what_an_entity_has_in_common_is_no_leak_where_entities_are_kept_whole(room) -> None:
    assert said(room, CUSTOMERS.format(by='"customer_id"')).status == 0
    assert said(room, CUSTOMERS.format(by='"terminal_id"')).status == 1


def test_rows_that_were_sorted_are_replaced_in_that_order(room) -> None:
    assert said(room, SORTED.format(last="shift(1)")).status == 0
    assert said(room, SORTED.format(last="transform('mean')")).status == 1


def test_pooled_groups_are_named_at_the_split(room) -> None:
    leaky, _, roles = PAIRS["group"]
    (found,) = said(room, leaky, **roles).leaks
    text = (START + leaky).split("\n")
    assert found.place is not None and "StratifiedKFold(4" in text[found.place.line - 1]


def test_folds_of_an_earlier_score_are_not_those_of_a_later_one(room) -> None:
    five = "s = cross_val_predict(model, X[:200], y[:200], cv=StratifiedKFold(3), method='predict_proba')[:, 1]\n"
    one = five.replace("StratifiedKFold(3)", "LeaveOneOut()")
    text = "from sklearn.model_selection import LeaveOneOut\nmodel = LogisticRegression()\ny = y.copy()\ny[:6] = 1\n"
    path = room / "program.py"
    told = "print(roc_auc_score(y[:200], s))\n"
    path.write_text(START + text + five + told + one + told)
    assert audit(path).status == 0
