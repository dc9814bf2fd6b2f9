# kind: honest
# verdict: honest
# why: hashing and row normalisation are stateless so calling fit_transform on every row learns nothing; the lift and gain table is cut on test scores only to report
import numpy as np
import pandas as pd
from scipy.sparse import hstack, csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Normalizer

SEED = 0
rng = np.random.default_rng(SEED)

common = [f"word{i}" for i in range(150)]
angry = ["refund", "broken", "lawyer", "never", "scam", "leak"]
rows = []
for ticket in range(1500):
    escalated = rng.random() < 0.08
    words = list(rng.choice(common, size=18))
    words += list(rng.choice(angry, size=rng.poisson(1.6 if escalated else 0.3)))
    rng.shuffle(words)
    rows.append((ticket, " ".join(words), escalated))
tickets = pd.DataFrame(rows, columns=["ticket", "body", "escalated"]).set_index("ticket")

# both transforms below work row by row and hold no fitted state
hashed = HashingVectorizer(n_features=256, alternate_sign=False, norm="l2").fit_transform(
    tickets["body"]
)
shape = Normalizer().fit_transform(
    np.column_stack([tickets["body"].str.len(), tickets["body"].str.count("e") + 1.0])
)
X = hstack([hashed, csr_matrix(shape)]).tocsr()
y = tickets["escalated"].to_numpy()

tr, te = train_test_split(np.arange(len(y)), test_size=0.4, stratify=y, random_state=SEED)
model = LogisticRegression(C=10, max_iter=500).fit(X[tr], y[tr])

report = pd.DataFrame({"score": model.predict_proba(X[te])[:, 1], "hit": y[te]})
report["decile"] = 10 - pd.qcut(report["score"].rank(method="first"), 10, labels=False)
gains = report.groupby("decile").agg(
    rows=("hit", "size"), hits=("hit", "sum"), lowest=("score", "min"), highest=("score", "max")
)
gains["rate"] = gains["hits"] / gains["rows"]
gains["lift"] = gains["rate"] / report["hit"].mean()
gains["gain"] = gains["hits"].cumsum() / gains["hits"].sum()
gains["ks"] = gains["gain"] - (
    (gains["rows"] - gains["hits"]).cumsum() / (gains["rows"] - gains["hits"]).sum()
)
print(gains.round(3).to_string())
print("max KS in the table:", round(gains["ks"].max(), 3))
