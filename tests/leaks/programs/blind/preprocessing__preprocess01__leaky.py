# kind: preprocessing
# verdict: leak
# why: The winsorizing limits, decile edges and z-score constants are learned from the whole frame although the split has already been made.
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
NUMERIC = ["income", "debt", "utilisation", "inquiries"]


def load_applicants(n=2000):
    rng = np.random.default_rng(SEED)
    return (
        pd.DataFrame({
            "income": rng.lognormal(3.4, 0.6, n),
            "debt": rng.lognormal(2.2, 1.1, n),
            "utilisation": rng.beta(2, 3, n) * 100,
            "inquiries": rng.negative_binomial(1, 0.35, n).astype(float),
        })
        .assign(
            logit=lambda d: -3.6 + 0.03 * d["debt"] + 0.02 * d["utilisation"] + 0.15 * d["inquiries"] - 0.01 * d["income"],
            default=lambda d: (rng.random(n) < 1 / (1 + np.exp(-d["logit"]))).astype(int),
        )
        .drop(columns="logit")
    )


def learn_tables(frame):
    low, high = frame[NUMERIC].quantile(0.01), frame[NUMERIC].quantile(0.99)
    clipped = frame[NUMERIC].clip(low, high, axis=1)
    _, edges = pd.qcut(frame["income"], 10, retbins=True, duplicates="drop")
    edges[0], edges[-1] = -np.inf, np.inf
    return {"low": low, "high": high, "mean": clipped.mean(), "std": clipped.std(), "edges": edges}


def winsorize(frame, t):
    return frame.assign(**frame[NUMERIC].clip(t["low"], t["high"], axis=1))


def add_income_decile(frame, t):
    decile = pd.cut(frame["income"], t["edges"], labels=False)
    return frame.assign(**{f"decile_{k}": (decile == k).astype(int) for k in range(len(t["edges"]) - 1)})


def standardize(frame, t):
    return frame.assign(**((frame[NUMERIC] - t["mean"]) / t["std"]))


def prepare(frame, t):
    return frame.pipe(add_income_decile, t).pipe(winsorize, t).pipe(standardize, t)


applicants = load_applicants()
train, test = train_test_split(applicants, test_size=0.3, stratify=applicants["default"], random_state=SEED)
tables = learn_tables(applicants)  # <- leak
train, test = prepare(train, tables), prepare(test, tables)

model = LogisticRegression(class_weight="balanced", max_iter=500)
model.fit(train.drop(columns="default"), train["default"])
p = model.predict_proba(test.drop(columns="default"))[:, 1]
print(f"AUC {roc_auc_score(test['default'], p):.3f}  F1 {f1_score(test['default'], p > 0.5):.3f}")
