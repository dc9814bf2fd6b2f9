# kind: resample-before-split
# verdict: leak
# why: leavers are drawn again with replacement before the part column is thrown, so copies of a leaver sit among the fitted and the scored rows (book = top_up(people, 3))
# options:
"""Retention desk: who gets a call next month?  Everything sits in one small SQL store."""
import sqlite3

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0

CONTRACT = {"monthly": 0, "one year": 1, "two years": 2}
PLAN = {"basic": 0, "plus": 1, "max": 2}
INPUTS = ["tenure", "contract", "plan", "monthly_charges", "calls", "minutes", "score_a", "score_b", "per_month"]


def read_people():
    people = pd.read_csv("churn.csv").drop(columns=["exit_survey", "city"])
    people = people[people.monthly_charges > 0]
    people["contract"] = people.contract.str.strip().map(CONTRACT)
    people["plan"] = people.plan.str.strip().map(PLAN)
    people["minutes"] = people.minutes.fillna(-1.0)
    people["per_month"] = people.calls / people.tenure.clip(lower=1)
    people["left"] = (people.pop("churned") == "yes").astype(int)
    return people.reset_index(drop=True)


def top_up(frame, times):
    """Draw leavers again; dear customers are drawn more often."""
    gone = frame[frame.left == 1]
    more = gone.sample(n=times * len(gone), replace=True, weights=gone.monthly_charges, random_state=SEED)
    return pd.concat([frame, more], ignore_index=True)


def throw_parts(frame, share=0.7):
    dice = np.random.default_rng(SEED + 77).random(len(frame))
    return frame.assign(part=np.where(dice < share, "fit", "look"))


store = sqlite3.connect(":memory:")
people = read_people()
book = top_up(people, 3)  # <- leak
throw_parts(book).to_sql("book", store, index=False)
print(pd.read_sql("SELECT part, COUNT(*) AS n, AVG(left) AS share FROM book GROUP BY part", store).to_string(index=False))

cols = ", ".join(INPUTS)
known = pd.read_sql(f"SELECT {cols}, left FROM book WHERE part = 'fit'", store)
# every customer is looked at once
fresh = pd.read_sql(f"SELECT DISTINCT customerID, {cols}, left FROM book WHERE part = 'look'", store)

forest = RandomForestClassifier(150, min_samples_leaf=2, random_state=SEED, n_jobs=1)
forest.fit(known[INPUTS], known["left"])
fresh["risk"] = forest.predict_proba(fresh[INPUTS])[:, 1]
fresh[["customerID", "left", "risk"]].to_sql("risk", store, index=False)

ranked = pd.read_sql("SELECT * FROM risk ORDER BY risk DESC, customerID", store)
print("customers looked at   ", len(ranked))
print("average precision     ", round(average_precision_score(ranked["left"], ranked["risk"]), 4))
print("area under the curve  ", round(roc_auc_score(ranked["left"], ranked["risk"]), 4))
print("leavers in the top 50 ", int(ranked.head(50)["left"].sum()))
store.close()
