# kind: time
# verdict: leak
# options: --time time
# why: each week is predicted by a model of all the other weeks, the later ones among them
import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

SEED = 0
FIRST = pd.Timestamp("2025-01-01")

tx = pd.read_csv("payments.csv")
tx["time"], tx["label_known"] = pd.to_datetime(tx["time"]), pd.to_datetime(tx["label_known"])
tx["week"] = (tx["time"] - FIRST).dt.days // 7
tx["log_amount"] = np.log(tx["amount"])
tx["far_and_fast"] = tx["distance_km"] * tx["speed"].clip(lower=0)
inputs = ["log_amount", "far_and_fast", "n_last_day", "speed", "distance_km", "hour"]
rng = np.random.default_rng(SEED)


def bagged_scores(past, now, n_trees=15):
    """Mean vote of trees, each grown on all the frauds and five times as many ordinary payments."""
    fraud, fine = past[past.fraud == 1], past[past.fraud == 0]
    votes = np.zeros(len(now))
    for _ in range(n_trees):
        pick = rng.choice(len(fine), size=5 * len(fraud), replace=False)
        sample = pd.concat([fraud, fine.iloc[pick]])
        tree = DecisionTreeClassifier(max_depth=4, min_samples_leaf=5, random_state=int(rng.integers(1e6)))
        votes += tree.fit(sample[inputs], sample["fraud"]).predict_proba(now[inputs])[:, 1]
    return votes / n_trees


caught = total = 0
for week in range(4, 8):
    now = tx[tx["week"] == week]
    past = tx[tx["week"] != week]  # <- leak
    alerts = now.assign(score=bagged_scores(past, now)).nlargest(25, "score")
    caught += alerts["fraud"].sum()
    total += now["fraud"].sum()
    print(f"week {week}: {alerts['fraud'].sum()} of {now['fraud'].sum()} frauds among 25 alerts")
print(f"recall at 25 alerts a week: {caught / total:.3f}")
