# kind: honest
# verdict: honest
# why: only the training part is undersampled by hand, scores are corrected with a prevalence known from outside the data, and the cutoff follows from fixed costs
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss
from sklearn.model_selection import train_test_split

SEED = 0
KNOWN_PREVALENCE = 0.045  # regulator's yearbook, published before this study
COST_MISS, COST_CALL = 19.0, 1.0


def undersample(frame, target, ratio, seed):
    pos = frame[frame[target] == 1]
    neg = frame[frame[target] == 0].sample(n=int(len(pos) * ratio), random_state=seed)
    return pd.concat([pos, neg]).sample(frac=1.0, random_state=seed)


def correct(p, sampled, real):
    """Saerens-style shift from the sampled to the real class prior."""
    a = p * real / sampled
    b = (1 - p) * (1 - real) / (1 - sampled)
    return a / (a + b)


X, y = make_classification(
    n_samples=2400, n_features=9, n_informative=5, weights=[0.95], flip_y=0.0, random_state=SEED
)
data = pd.DataFrame(X).add_prefix("f").assign(target=y)
train, test = train_test_split(data, test_size=0.3, stratify=data["target"], random_state=SEED)

balanced = undersample(train, "target", ratio=2.0, seed=SEED)
features = [c for c in data.columns if c != "target"]
gbm = HistGradientBoostingClassifier(max_iter=40, max_leaf_nodes=8, random_state=SEED)
gbm.fit(balanced[features], balanced["target"])

raw = gbm.predict_proba(test[features])[:, 1]
fixed = correct(raw, balanced["target"].mean(), KNOWN_PREVALENCE)
cutoff = COST_CALL / (COST_CALL + COST_MISS)

t = test["target"].to_numpy()
for label, p in (("raw", raw), ("corrected", fixed)):
    alarm = p >= cutoff
    cost = COST_MISS * ((t == 1) & ~alarm).sum() + COST_CALL * ((t == 0) & alarm).sum()
    print(
        f"{label:10s} mean p={p.mean():.3f} brier={brier_score_loss(t, p):.4f} "
        f"logloss={log_loss(t, p):.4f} AP={average_precision_score(t, p):.3f} cost={cost:.0f}"
    )
print("observed test rate, for comparison only:", round(t.mean(), 4))
