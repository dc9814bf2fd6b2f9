# kind: honest
# verdict: honest
# why: a cut is read from a precision-recall curve with SMOTE around, but from out-of-fold predictions of the learning rows with SMOTE inside the pipeline; both models are reported on untouched rows.
# options:
"""Replication of a cost-sensitive churn study: SMOTE, gradient boosting / logit, F-beta cut."""
import json
import logging
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, matthews_corrcoef, precision_recall_curve
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.preprocessing import StandardScaler

SEED = 0
logging.basicConfig(level=logging.INFO, format="%(message)s")
log = logging.getLogger("churn")


@dataclass
class Study:
    beta: float = 2.0
    test_share: float = 0.3
    models: dict = field(default_factory=lambda: {
        "logit": LogisticRegression(max_iter=500),
        "hgb": HistGradientBoostingClassifier(max_iter=40, max_depth=3, random_state=SEED),
    })


def customers(n=2000):
    r = np.random.default_rng(SEED)
    tenure = r.exponential(24, n)
    bill = r.normal(55, 18, n)
    calls = r.poisson(1.2, n)
    dropped = r.poisson(2.0, n)
    contract = r.integers(0, 2, n)
    logit = -2.1 - 0.03 * (tenure - 24) + 0.02 * (bill - 55) + 0.55 * (calls - 1.2) + 0.15 * (dropped - 2) - 1.2 * contract
    churn = r.random(n) < 1 / (1 + np.exp(-logit))
    return pd.DataFrame({"tenure": tenure, "bill": bill, "calls": calls, "dropped": dropped,
                         "contract": contract, "churn": churn.astype(int)})


def f_beta_cut(y, p, beta):
    precision, recall, cuts = precision_recall_curve(y, p)
    b2 = beta ** 2
    f = (1 + b2) * precision * recall / np.maximum(b2 * precision + recall, 1e-12)
    return float(cuts[np.argmax(f[:-1])])


def study(cfg):
    table = customers()
    X, y = table.drop(columns="churn"), table["churn"]
    X_learn, X_judge, y_learn, y_judge = train_test_split(X, y, test_size=cfg.test_share, stratify=y, random_state=SEED)
    out = {}
    for name, clf in cfg.models.items():
        pipe = Pipeline([("scale", StandardScaler()), ("smote", SMOTE(k_neighbors=5, random_state=SEED)), ("clf", clf)])
        inner = StratifiedKFold(5, shuffle=True, random_state=SEED)
        p_inner = cross_val_predict(pipe, X_learn, y_learn, cv=inner, method="predict_proba")[:, 1]
        cut = f_beta_cut(y_learn, p_inner, cfg.beta)
        pipe.fit(X_learn, y_learn)
        flagged = (pipe.predict_proba(X_judge)[:, 1] >= cut).astype(int)
        tn, fp, fn, tp = confusion_matrix(y_judge, flagged).ravel()
        out[name] = {
            "cut": round(cut, 3),
            "precision": round(tp / max(tp + fp, 1), 3),
            "recall": round(tp / (tp + fn), 3),
            "mcc": round(float(matthews_corrcoef(y_judge, flagged)), 3),
        }
        log.info("%s done: %d of %d flagged", name, flagged.sum(), len(flagged))
    return out


if __name__ == "__main__":
    print(json.dumps(study(Study()), indent=2, default=float))
