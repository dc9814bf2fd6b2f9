# kind: duplicates
# verdict: leak
# why: the merge turns each customer into three near-equal rows with the same label, and the random split puts them on both sides
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0

customers = pd.read_csv("churn.csv", usecols=["customerID", "tenure", "contract", "monthly_charges", "calls", "plan", "score_b", "churned"])

# price of the three mailings of the year by plan
mailings = pd.DataFrame(
    {
        "plan": ["basic"] * 3 + ["plus"] * 3 + ["max"] * 3,
        "mailing": ["spring", "autumn", "xmas"] * 3,
        "discount": [5, 10, 10, 5, 5, 15, 0, 5, 20],
    }
)
data = customers.merge(mailings, on="plan", how="left")  # <- leak
print(len(customers), "customers ->", len(data), "rows")

y = (data["churned"] == "yes").astype(int)
X = data.drop(columns=["customerID", "mailing", "churned"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)

prep = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore"), ["contract", "plan"]),
    (StandardScaler(), ["tenure", "monthly_charges", "calls", "score_b", "discount"]),
)
knn = make_pipeline(prep, KNeighborsClassifier(n_neighbors=5, weights="distance"))
knn.fit(X_train, y_train)
print("average precision on the test set:", round(average_precision_score(y_test, knn.predict_proba(X_test)[:, 1]), 3))
