# kind: tuning-on-test
# verdict: honest
# why: held-out AUC is worked out for all twenty-four panels but the panel is picked by its cross-validated AUC on the training rows (key=attrgetter("inner"))
# options:
from collections import namedtuple
from operator import attrgetter

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
Panel = namedtuple("Panel", "genes inner outer")


def panels(names, how_many, width):
    """Random panels, drawn without a look at the outcome."""
    rng = np.random.default_rng(SEED)
    for _ in range(how_many):
        yield sorted(rng.choice(names, size=width, replace=False))


def judge(genes, train, test):
    def model():
        return make_pipeline(StandardScaler(), LogisticRegression(C=0.05, class_weight="balanced", max_iter=300))

    folds = StratifiedKFold(3, shuffle=True, random_state=SEED)
    inner = cross_val_score(model(), train[genes], train["relapse"], cv=folds, scoring="roc_auc").mean()
    fitted = model().fit(train[genes], train["relapse"])
    outer = roc_auc_score(test["relapse"], fitted.decision_function(test[genes]))
    return Panel(genes, inner, outer)


def relapse_auc(table, how_many=8, width=30):
    names = [c for c in table.columns if c.startswith("g")]
    train, test = train_test_split(table, test_size=0.4, stratify=table["relapse"], random_state=SEED)
    judged = (judge(genes, train, test) for genes in panels(names, how_many, width))
    return max(judged, key=attrgetter("inner")).outer


if __name__ == "__main__":
    genes = pd.read_csv("genes.csv")
    print(f"{len(genes)} tumours, {genes['relapse'].sum()} relapses")
    print(f"held-out AUC of the panel: {relapse_auc(genes):.3f}")
