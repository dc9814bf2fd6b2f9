# kind: calibration
# verdict: leak
# why: Every fold model predicts the whole development cohort and the averages train the blender, so it learns from predictions for rows the members were fitted on.
# options: --groups patient_id --not-at-prediction treatment_days --target disease
"""Stacked early-warning model for ward visits: four members, one logistic blender."""
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from xgboost import XGBClassifier

SEED = 0
WARDS = [list("ABCDEFGH"), ["f", "m"]]


def prep():
    labs = make_pipeline(SimpleImputer(strategy="median"), FunctionTransformer(np.log1p), StandardScaler())
    return ColumnTransformer([
        ("numbers", labs, make_column_selector(dtype_include="number")),
        ("words", OneHotEncoder(categories=WARDS, handle_unknown="ignore"), ["ward", "sex"]),
    ], sparse_threshold=0.0)


MEMBERS = {
    "ridge": make_pipeline(prep(), LogisticRegression(C=0.1, max_iter=500)),
    "forest": make_pipeline(prep(), ExtraTreesClassifier(50, min_samples_leaf=2, random_state=SEED)),
    "boost": make_pipeline(prep(), XGBClassifier(n_estimators=70, max_depth=3, learning_rate=0.08,
                                                 subsample=0.8, n_jobs=1, random_state=SEED)),
    "near": make_pipeline(prep(), KNeighborsClassifier(25, weights="distance")),
}


def logit(p):
    p = np.clip(p, 1e-3, 1 - 1e-3)
    return np.log(p / (1 - p))


@dataclass
class GroupStacker(ClassifierMixin, BaseEstimator):
    members: dict
    blender: LogisticRegression
    folds: int = 4

    def fit(self, X, y, groups):
        X, y, groups = X.reset_index(drop=True), np.asarray(y), np.asarray(groups)
        self.classes_ = np.unique(y)
        total = np.zeros((len(X), len(self.members)))
        count = np.zeros_like(total)
        self.fitted_ = {name: [] for name in self.members}
        splitter = StratifiedGroupKFold(self.folds, shuffle=True, random_state=SEED)
        for kept, left in splitter.split(X, y, groups):
            rows = np.arange(len(X))  # <- leak
            for j, (name, member) in enumerate(self.members.items()):
                model = clone(member).fit(X.iloc[kept], y[kept])
                total[rows, j] += model.predict_proba(X.iloc[rows])[:, 1]
                count[rows, j] += 1
                self.fitted_[name].append(model)
        self.blender_ = clone(self.blender).fit(logit(total / count), y)
        return self

    def level_one(self, X):
        return np.column_stack([np.mean([m.predict_proba(X)[:, 1] for m in models], axis=0)
                                for models in self.fitted_.values()])

    def predict_proba(self, X):
        return self.blender_.predict_proba(logit(self.level_one(X)))


def report(name, y, p):
    print(f"{name:8s} AUC {roc_auc_score(y, p):.3f}  AP {average_precision_score(y, p):.3f}  "
          f"Brier {brier_score_loss(y, p):.4f}  log loss {log_loss(y, p):.4f}")


def main():
    visits = pd.read_csv("patients.csv")
    y, patient = visits["disease"], visits["patient_id"]
    X = visits.drop(columns=["visit_id", "patient_id", "treatment_days", "disease"])
    outer = StratifiedGroupKFold(4, shuffle=True, random_state=SEED)
    develop, report_rows = next(outer.split(X, y, patient))

    stack = GroupStacker(MEMBERS, LogisticRegression(C=1.0))
    stack.fit(X.iloc[develop], y.iloc[develop], patient.iloc[develop])

    X_new, y_new = X.iloc[report_rows], y.iloc[report_rows]
    for name, column in zip(MEMBERS, stack.level_one(X_new).T):
        report(name, y_new, column)
    report("stack", y_new, stack.predict_proba(X_new)[:, 1])
    print("blend weights", dict(zip(MEMBERS, stack.blender_.coef_[0].round(2).tolist())))


if __name__ == "__main__":
    main()
