# kind: honest
# verdict: honest
# why: train and test are glued together before get_dummies and pd.cut, but categories and edges are declared constants, so each row is computed from itself alone; scaling and imputing happen in the pipeline after they are parted again.
# options:
# Consumer loans, Kaggle style: glue, engineer, unglue.
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, average_precision_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler

SEED = 0
np_rng = np.random.default_rng(SEED)

PURPOSE = ["car", "kitchen", "debt", "travel", "other"]
HOUSING = ["rent", "own", "parents"]


def simulate(k, rng):
    d = pd.DataFrame()
    d["amount"] = rng.gamma(2.5, 3200, k).round(-2)
    d["term"] = rng.choice([12, 24, 36, 48, 60], k)
    d["net_income"] = rng.lognormal(7.7, .4, k).round()
    d["age"] = rng.integers(18, 80, k)
    d["purpose"] = rng.choice(PURPOSE, k, p=[.3, .15, .25, .1, .2])
    d["housing"] = rng.choice(HOUSING, k, p=[.55, .35, .1])
    d["schufa_hits"] = rng.poisson(.35, k)
    load = d["amount"] / d["term"] / d["net_income"]
    eta = (-3.7 + 3.5 * load + .8 * d["schufa_hits"] + .7 * (d["purpose"] == "debt")
           - .7 * (d["housing"] == "own") + .7 * (d["age"] < 25))
    d["bad"] = (rng.random(k) < 1 / (1 + np.exp(-eta))).astype(int)
    d.loc[rng.random(k) < .1, "net_income"] = np.nan
    d.loc[rng.random(k) < .06, "housing"] = None
    return d


train = simulate(2400, np_rng)
test = simulate(1100, np_rng)
y_train = train.pop("bad")
y_test = test.pop("bad")

# ---------------------------------------------------------------- feature engineering
ntrain = len(train)
all_data = pd.concat([train, test], ignore_index=True)
print("all_data size is:", all_data.shape)

all_data["instalment"] = all_data["amount"] / all_data["term"]
all_data["burden"] = all_data["instalment"] / all_data["net_income"]
all_data["log_amount"] = np.log1p(all_data["amount"])
all_data["no_income"] = all_data["net_income"].isna().astype(int)
all_data["age_group"] = pd.cut(all_data["age"], bins=[17, 24, 34, 49, 64, 120],
                               labels=["18-24", "25-34", "35-49", "50-64", "65+"])
all_data["housing"] = all_data["housing"].fillna("unknown")
all_data["housing"] = pd.Categorical(all_data["housing"], categories=HOUSING + ["unknown"])
all_data["purpose"] = pd.Categorical(all_data["purpose"], categories=PURPOSE)
all_data = pd.get_dummies(all_data.drop(columns=["age", "amount"]), dtype=float)

train = all_data[:ntrain]
test = all_data[ntrain:]
print(train.shape, test.shape)

# ---------------------------------------------------------------- model
pipe = Pipeline([("fill", SimpleImputer(strategy="median")), ("scale", RobustScaler()),
                 ("lr", LogisticRegression(C=.3, max_iter=3000))])
pipe.fit(train, y_train)
score = pd.Series(pipe.predict_proba(test)[:, 1], index=test.index)
y_test.index = test.index

out = pd.DataFrame({"AUC": [roc_auc_score(y_test, score)], "AP": [average_precision_score(y_test, score)],
                    "bad_rate": [y_test.mean()]}, index=["test"])
print(out.round(4).to_string())

coefs = pd.Series(pipe["lr"].coef_[0], index=train.columns).sort_values(key=np.abs, ascending=False)
print(coefs.head(8).round(3).to_string())

groups = test.filter(like="age_group_").idxmax(axis=1).str.replace("age_group_", "", regex=False)
per = pd.DataFrame({"bad": y_test, "pd": score}).groupby(groups).agg(["mean"]).droplevel(1, axis=1)
print(per.assign(n=groups.value_counts()).round(3).to_string())
