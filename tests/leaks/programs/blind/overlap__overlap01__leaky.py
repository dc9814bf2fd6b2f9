# kind: overlap
# verdict: leak
# why: Training and test rows are two independent draws per class from the same frame, so most test rows were also used for fitting.
import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import average_precision_score, recall_score

SEED = 0


def build_machines(n=1500):
    rng = np.random.default_rng(SEED)
    frame = pd.DataFrame(rng.normal(size=(n, 6)), columns=["temp", "torque", "rpm", "wear", "hum", "volt"])
    frame["heat_x_wear"] = frame["temp"] * frame["wear"]
    logit = -2.7 + 0.8 * frame["torque"] + 0.6 * frame["heat_x_wear"]
    frame["failed"] = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame


def draw(frame, frac, seed):
    return frame.groupby("failed", group_keys=False).sample(frac=frac, random_state=seed)


machines = build_machines()
train = draw(machines, 0.7, SEED)
test = draw(machines, 0.3, SEED + 1)  # <- leak

target = "failed"
feats = [c for c in machines.columns if c != target]
model = ExtraTreesClassifier(60, class_weight="balanced", random_state=SEED).fit(train[feats], train[target])
scores = {
    "ap": average_precision_score(test[target], model.predict_proba(test[feats])[:, 1]),
    "recall": recall_score(test[target], model.predict(test[feats])),
}
print({k: round(float(v), 3) for k, v in scores.items()})
