# kind: overlap
# verdict: leak
# why: Each of the five fold models predicts every row, also the four fifths it was fitted on, and the committee's mean is scored on all those rows (the `rows = ` line).
# options: --groups patient_id
import numpy as np
import pandas as pd
from imblearn.ensemble import BalancedRandomForestClassifier
from sklearn.metrics import average_precision_score, balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_validate
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import BayesianRidge
from sklearn.pipeline import Pipeline

SEED = 0


class Committee:
    """Keeps the fold models of a cross-validation and lets them speak together."""

    def __init__(self, model, cv):
        self.model, self.cv = model, cv

    def train(self, X, y, groups):
        out = cross_validate(self.model, X, y, groups=groups, cv=self.cv, scoring="roc_auc",
                             return_estimator=True, return_indices=True)
        self.members_ = out["estimator"]
        self.seats_ = out["indices"]["test"]
        self.fold_auc_ = out["test_score"]
        return self

    def opinion(self, X):
        votes = np.full((len(X), len(self.members_)), np.nan)
        for k, (member, seat) in enumerate(zip(self.members_, self.seats_)):
            rows = np.arange(len(X))  # <- leak
            votes[rows, k] = member.predict_proba(X.iloc[rows])[:, 1]
        return np.nanmean(votes, axis=1)


def read_visits():
    v = pd.read_csv("patients.csv", index_col="visit_id")
    v["woman"] = (v.pop("sex") == "f").astype(int)
    v["surgical"] = v.pop("ward").isin(list("ABC")).astype(int)
    who, y = v.pop("patient_id"), v.pop("disease")
    return v.drop(columns="treatment_days"), y, who


if __name__ == "__main__":
    X, y, who = read_visits()
    model = Pipeline([
        ("fill", IterativeImputer(BayesianRidge(), max_iter=4, tol=1e-2, n_nearest_features=6, random_state=SEED)),
        ("forest", BalancedRandomForestClassifier(
            n_estimators=80, min_samples_leaf=2, sampling_strategy="all", replacement=True, bootstrap=False,
            random_state=SEED)),
    ]).set_output(transform="pandas")
    committee = Committee(model, StratifiedGroupKFold(5, shuffle=True, random_state=SEED)).train(X, y, who)
    p = committee.opinion(X)

    print("visits", len(y), "patients", who.nunique(), "ill", int(y.sum()))
    print("auc            %.3f" % roc_auc_score(y, p))
    print("avg precision  %.3f" % average_precision_score(y, p))
    print("balanced acc.  %.3f" % balanced_accuracy_score(y, p >= 0.5))
