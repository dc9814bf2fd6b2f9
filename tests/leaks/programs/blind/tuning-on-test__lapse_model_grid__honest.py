# kind: tuning-on-test
# verdict: honest
# why: the winning row of the table is picked by cross-validation on the training policies; its test AUC is only read off afterwards.
# options:
import itertools
import json

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

SEED = 0


class LapseStudy:
    """Whole-life policies: lapse within the second year."""
    numeric = ["entry_age", "sum_insured_k", "premium_m", "loan_share", "complaints", "rate_gap"]
    categ = ["agent_type", "payment"]

    def __init__(self, n=2000):
        rs = np.random.RandomState(SEED)
        d = pd.DataFrame({
            "entry_age": rs.randint(20, 66, n),
            "sum_insured_k": rs.gamma(3, 25, n).round(),
            "premium_m": rs.gamma(4, 22, n).round(2),
            "loan_share": np.where(rs.rand(n) < .6, 0, rs.beta(2, 4, n)),
            "complaints": rs.poisson(.3, n),
            "rate_gap": rs.normal(0, .8, n),
            "agent_type": rs.choice(["tied", "broker", "bank"], n),
            "payment": rs.choice(["monthly", "yearly"], n, p=[.7, .3]),
        })
        z = (-2.6 + 2.0 * d["loan_share"] + .7 * d["complaints"] + .6 * d["rate_gap"]
             + .6 * (d["agent_type"] == "broker") - .8 * (d["payment"] == "yearly")
             + .01 * (d["premium_m"] - 88) - .02 * (d["entry_age"] - 43))
        d["lapsed"] = (rs.rand(n) < 1 / (1 + np.exp(-z))).astype(int)
        d.loc[rs.rand(n) < .1, "rate_gap"] = np.nan
        d.loc[rs.rand(n) < .05, "sum_insured_k"] = np.nan
        order = rs.permutation(n)
        self.train, self.test = d.iloc[order[:1450]], d.iloc[order[1450:]]

    def pipe(self, model):
        prep = make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), self.numeric),
            (OneHotEncoder(handle_unknown="ignore"), self.categ), sparse_threshold=0)
        return make_pipeline(prep, model)

    def candidates(self):
        for k, w in itertools.product([15, 31, 45, 61, 75, 91], ["uniform", "distance"]):
            yield f"knn k={k} {w}", KNeighborsClassifier(k, weights=w)
        for depth, leaf in itertools.product([4, 7], [20, 50]):
            yield f"tree depth={depth} leaf={leaf}", DecisionTreeClassifier(
                max_depth=depth, min_samples_leaf=leaf, random_state=SEED)

    def run(self):
        cols = self.numeric + self.categ
        folds = StratifiedKFold(3, shuffle=True, random_state=SEED)
        records = []
        for name, model in self.candidates():
            pipe = self.pipe(model)
            cv = cross_val_score(pipe, self.train[cols], self.train["lapsed"], cv=folds, scoring="roc_auc")
            pipe.fit(self.train[cols], self.train["lapsed"])
            auc = roc_auc_score(self.test["lapsed"], pipe.predict_proba(self.test[cols])[:, 1])
            records.append({"model": name, "cv_auc": cv.mean(), "cv_sd": cv.std(), "test_auc": auc})
        return pd.DataFrame(records)


study = LapseStudy()
table = study.run()
print("lapse rate train %.3f, test %.3f" % (study.train["lapsed"].mean(), study.test["lapsed"].mean()))
print(table.round(4).to_string(index=False))

best = table.loc[table["cv_auc"].idxmax()]
print("\nproposed model:", best["model"])
print(json.dumps({"model": best["model"], "auc": round(float(best["test_auc"]), 4)}))
