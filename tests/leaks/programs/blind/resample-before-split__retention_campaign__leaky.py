# kind: resample-before-split
# verdict: leak
# why: balance() copies churners at random before the fold column is made, so copies of one churner are in training and scored folds.
# options:
"""Does a retention call pay? Five folds, profit per 1,000 customers."""
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

SEED = 0
CALL_COST = 9.0          # agent time + discount voucher
SAVE_RATE = 0.35         # share of called churners that stay
LIFETIME = 8             # months of charges we keep when one stays
MONTHS = {"monthly": 1, "one year": 12, "two years": 24}
PLANS = {"basic": 0, "plus": 1, "max": 2}


def load_customers():
    df = pd.read_csv("churn.csv")
    df = df.drop_duplicates("customerID")
    df = df[df["monthly_charges"] > 0].copy()
    df["y"] = df["churned"].str.strip().str.lower().eq("yes").astype(int)
    df["contract_months"] = df["contract"].map(MONTHS)
    df["plan_level"] = df["plan"].map(PLANS)
    df["charge_per_tenure"] = df["monthly_charges"] / (1 + df["tenure"])
    return df


def balance(frame, ratio=3):
    """Draw churners again until there is one for every `ratio` loyal customers."""
    churners = frame[frame["y"] == 1]
    wanted = int((frame["y"] == 0).sum() / ratio) - len(churners)
    extra = churners.sample(wanted, replace=True, random_state=SEED)
    return pd.concat([frame, extra], ignore_index=True)


def auc(y, s):
    r = pd.Series(s).rank().to_numpy()
    pos = np.asarray(y) == 1
    n1, n0 = pos.sum(), (~pos).sum()
    return (r[pos].sum() - n1 * (n1 + 1) / 2) / (n1 * n0)


def campaign_profit(frame, share=0.10):
    called = frame.nlargest(int(len(frame) * share), "p")
    gain = (called["y"] * SAVE_RATE * LIFETIME * called["monthly_charges"]).sum()
    return (gain - CALL_COST * len(called)) / len(frame) * 1000


FEATURES = ["tenure", "contract_months", "plan_level", "monthly_charges", "calls",
            "minutes", "score_a", "score_b", "charge_per_tenure"]

customers = load_customers()
customers = balance(customers)  # <- leak
customers = customers.sample(frac=1, random_state=SEED).reset_index(drop=True)
customers["fold"] = customers.groupby("y").cumcount() % 5

rows = []
for k in range(5):
    train = customers[customers["fold"] != k].copy()
    test = customers[customers["fold"] == k].copy()
    gap = train["minutes"].median()
    train["minutes"] = train["minutes"].fillna(gap)
    test["minutes"] = test["minutes"].fillna(gap)
    forest = RandomForestClassifier(n_estimators=50, min_samples_leaf=2, random_state=SEED + k)
    forest.fit(train[FEATURES], train["y"])
    test["p"] = forest.predict_proba(test[FEATURES])[:, 1]
    rows.append({"fold": k, "n": len(test), "churners": int(test["y"].sum()),
                 "auc": auc(test["y"], test["p"]), "profit_per_1000": campaign_profit(test)})

report = pd.DataFrame(rows).set_index("fold")
print(report.round(3).to_string())
print(f"\nmean AUC {report['auc'].mean():.3f}   mean profit per 1,000 customers {report['profit_per_1000'].mean():,.0f}")
