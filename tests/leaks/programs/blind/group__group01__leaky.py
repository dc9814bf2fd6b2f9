# kind: group
# verdict: leak
# options: --groups customer_id
# why: Months of one customer fall on both sides of a row-wise split, and both the features and the arrears label follow a pattern of that customer.
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, balanced_accuracy_score

SEED = 0
rng = np.random.default_rng(SEED)


def make_statements(n_customers=200, per_customer=8):
    customers = pd.DataFrame({
        "customer_id": np.arange(n_customers),
        "usual_spend": rng.lognormal(3, 0.6, n_customers),
        "usual_balance": rng.normal(10, 6, n_customers),
        "late_payer": rng.random(n_customers) < 0.15,
    })
    customers["usual_logins"] = rng.gamma(3, 3, n_customers) * np.where(customers["late_payer"], 0.5, 1.0)
    rows = customers.loc[customers.index.repeat(per_customer)].reset_index(drop=True)
    m = len(rows)
    return rows.assign(
        spend=lambda d: d["usual_spend"] * rng.lognormal(0, 0.03, m),
        balance=lambda d: d["usual_balance"] + rng.normal(0, 0.3, m),
        logins=lambda d: d["usual_logins"] + rng.normal(0, 0.3, m),
        shop_visits=rng.poisson(4, m),
        arrears=lambda d: np.where(d["late_payer"], rng.random(m) < 0.8, rng.random(m) < 0.03).astype(int),
    )[["customer_id", "spend", "balance", "logins", "shop_visits", "arrears"]]


statements = make_statements()
in_test = rng.random(len(statements)) < 0.3  # <- leak
train, test = statements[~in_test], statements[in_test]

features = ["spend", "balance", "logins", "shop_visits"]
model = RandomForestClassifier(80, class_weight="balanced_subsample", random_state=SEED)
model.fit(train[features], train["arrears"])
p = model.predict_proba(test[features])[:, 1]
print(f"AP {average_precision_score(test['arrears'], p):.3f}", end="  ")
print(f"balanced accuracy {balanced_accuracy_score(test['arrears'], p > 0.5):.3f}")
