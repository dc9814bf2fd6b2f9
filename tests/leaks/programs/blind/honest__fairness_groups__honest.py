# kind: honest
# verdict: honest
# why: the single cutoff is set on a validation part; the group column is not a feature and per-group test metrics are reported without changing the cutoff
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0
TARGET_RECALL = 0.7


def applications(n=2200):
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(
        {
            "income": rng.lognormal(10, 0.5, n),
            "debt": rng.gamma(2, 3000, n),
            "product": rng.choice(["card", "loan", "car"], n, p=[0.5, 0.3, 0.2]),
            "group": rng.choice(["A", "B", "C"], n, p=[0.6, 0.3, 0.1]),
        }
    )
    z = -3.4 + 4 * df["debt"] / df["income"] + 0.5 * (df["product"] == "car")
    df["default"] = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    return df


def cutoff_for_recall(y, s, wanted):
    positives = np.sort(s[y == 1])
    return positives[int(np.floor((1 - wanted) * len(positives)))]


df = applications()
df["ratio"] = df["debt"] / df["income"]  # row by row
work, test = train_test_split(df, test_size=0.3, stratify=df["default"], random_state=SEED)
train, valid = train_test_split(work, test_size=0.3, stratify=work["default"], random_state=SEED)

numeric = ["income", "debt", "ratio"]
pipe = Pipeline(
    [
        ("prep", ColumnTransformer([
            ("num", StandardScaler(), numeric),
            ("cat", OneHotEncoder(handle_unknown="ignore"), ["product"]),
        ])),
        ("clf", LogisticRegression(class_weight="balanced", max_iter=500)),
    ]
)
pipe.fit(train, train["default"])  # ColumnTransformer keeps only the listed columns
cut = cutoff_for_recall(
    valid["default"].to_numpy(), pipe.predict_proba(valid)[:, 1], TARGET_RECALL
)

scored = test.assign(score=pipe.predict_proba(test)[:, 1])
scored["flag"] = (scored["score"] >= cut).astype(int)
lines = []
for name, part in scored.groupby("group"):
    lines.append(
        {
            "group": name,
            "n": len(part),
            "base_rate": part["default"].mean(),
            "flag_rate": part["flag"].mean(),
            "tpr": recall_score(part["default"], part["flag"], zero_division=0),
            "ppv": precision_score(part["default"], part["flag"], zero_division=0),
            "auc": roc_auc_score(part["default"], part["score"]),
        }
    )
fair = pd.DataFrame(lines).set_index("group")
print(fair.round(3).to_string())
print("demographic parity gap:", round(fair["flag_rate"].max() - fair["flag_rate"].min(), 3))
print("equal opportunity gap:", round(fair["tpr"].max() - fair["tpr"].min(), 3))
