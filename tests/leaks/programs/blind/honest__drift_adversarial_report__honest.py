# kind: honest
# verdict: honest
# why: train and test are compared by means, KS and an adversarial model after scoring, the findings are printed and no feature, weight or cutoff is changed by them
import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
COLS = [f"x{i}" for i in range(6)]


def stream(n=1500):
    rng = np.random.default_rng(SEED)
    df = pd.DataFrame(rng.normal(size=(n, 6)), columns=COLS)
    df["day"] = np.arange(n) // 10
    df["x2"] += 0.008 * df["day"]  # slow drift of one sensor
    z = -3.2 + 1.3 * df["x0"] - 0.9 * df["x1"]
    df["alarm"] = np.where(rng.random(n) < 1 / (1 + np.exp(-z)), 1, -1)
    return df


data = stream()
past, future = data[data["day"] < 105], data[data["day"] >= 105]

clf = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
clf.fit(past[COLS], past["alarm"])
margin = clf.decision_function(future[COLS])
print(f"future AP  {average_precision_score(future['alarm'] == 1, margin):.3f}")
print(f"future AUC {roc_auc_score(future['alarm'], margin):.3f}")

# ---- monitoring page, written after the scores above are final ----
drift = pd.DataFrame(
    {
        "past_mean": past[COLS].mean(),
        "future_mean": future[COLS].mean(),
        "shift_in_sd": (future[COLS].mean() - past[COLS].mean()) / past[COLS].std(),
        "ks_p": [ks_2samp(past[c], future[c]).pvalue for c in COLS],
    }
)
drift["remark"] = np.where(drift["ks_p"] < 0.01, "drifting", "")
print(drift.round(3).to_string())

both = pd.concat([past[COLS], future[COLS]], ignore_index=True)
is_future = np.r_[np.zeros(len(past)), np.ones(len(future))].astype(int)
guess = cross_val_predict(
    HistGradientBoostingClassifier(max_iter=15, random_state=SEED),
    both, is_future, cv=3, method="predict_proba",
)[:, 1]
print(f"adversarial AUC past vs future: {roc_auc_score(is_future, guess):.3f} (0.5 = no drift)")
print("label rates:", round((past["alarm"] == 1).mean(), 3), round((future["alarm"] == 1).mean(), 3))
