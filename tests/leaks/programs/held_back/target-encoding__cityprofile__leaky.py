# kind: target-encoding
# verdict: leak
# why: city_profile() averages the churn labels of every customer per city, test customers among them, and the profile is merged in as a feature
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

SEED = 0


def city_profile(customers: pd.DataFrame, weight: int = 5) -> pd.DataFrame:
    """One line per city: how many customers, and how readily they leave (shrunk to the mean)."""
    overall = customers["left"].mean()
    prof = customers.groupby("city", as_index=False).agg(n_city=("left", "size"), gone=("left", "sum"))
    prof["leave_rate"] = (prof["gone"] + weight * overall) / (prof["n_city"] + weight)
    return prof.drop(columns="gone")


df = (
    pd.read_csv("churn.csv", index_col="customerID")
    .drop(columns="exit_survey")
    .assign(
        left=lambda d: d["churned"].eq("yes").astype(int),
        contract=lambda d: d["contract"].map({"monthly": 1, "one year": 12, "two years": 24}),
        plan=lambda d: d["plan"].map({"basic": 0, "plus": 1, "max": 2}),
    )
    .drop(columns="churned")
    .reset_index()
)

train = df.sample(frac=0.7, random_state=SEED)
test = df.drop(index=train.index)

profile = city_profile(df)  # <- leak
train = train.merge(profile, on="city", how="left")
test = test.merge(profile, on="city", how="left")

features = train.columns.difference(["customerID", "city", "left"])
clf = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.08, max_leaf_nodes=8, random_state=SEED)
clf.fit(train[features], train["left"])
test["risk"] = clf.predict_proba(test[features])[:, 1]

deciles = test.groupby(pd.qcut(test["risk"], 5, labels=False))["left"].agg(["size", "mean"])
print(deciles.round(3))
print(f"test AUC = {roc_auc_score(test['left'], test['risk']):.3f}")
