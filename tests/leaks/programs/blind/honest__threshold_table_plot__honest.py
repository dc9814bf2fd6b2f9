# kind: honest
# verdict: honest
# why: the operating threshold comes from out-of-fold training scores; the table and plots over many thresholds on test are printed for the reader and feed nothing back
import io

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import fbeta_score, precision_recall_curve, precision_score, recall_score
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

SEED = 0

X, y = make_classification(
    n_samples=2000, n_features=10, n_informative=6, weights=[0.92], random_state=SEED
)
X_dev, X_hold, y_dev, y_hold = train_test_split(
    X, y, test_size=0.35, stratify=y, random_state=SEED
)
model = make_pipeline(
    QuantileTransformer(n_quantiles=100, random_state=SEED), LogisticRegression()
)

grid = np.round(np.arange(0.05, 0.96, 0.05), 2)
dev_scores = cross_val_predict(model, X_dev, y_dev, cv=5, method="predict_proba")[:, 1]
THRESHOLD = max(grid, key=lambda t: fbeta_score(y_dev, dev_scores >= t, beta=2, zero_division=0))

model.fit(X_dev, y_dev)
hold_scores = model.predict_proba(X_hold)[:, 1]

table = pd.DataFrame(
    {
        "threshold": grid,
        "precision": [precision_score(y_hold, hold_scores >= t, zero_division=0) for t in grid],
        "recall": [recall_score(y_hold, hold_scores >= t) for t in grid],
        "f2": [fbeta_score(y_hold, hold_scores >= t, beta=2, zero_division=0) for t in grid],
        "alerts": [(hold_scores >= t).sum() for t in grid],
    }
)
table["in use"] = np.where(np.isclose(table["threshold"], THRESHOLD), "<--", "")
print(table.round(3).to_string(index=False))

fig, (left, right) = plt.subplots(1, 2, figsize=(6, 3), dpi=50)
left.hist([hold_scores[y_hold == 0], hold_scores[y_hold == 1]], bins=20, log=True)
left.axvline(THRESHOLD)
prec, rec, _ = precision_recall_curve(y_hold, hold_scores)
right.step(rec, prec, where="post")
buf = io.BytesIO()
fig.savefig(buf, format="png")
plt.close(fig)
print("figure bytes:", buf.tell() > 0)

final = hold_scores >= THRESHOLD
print(f"reported F2 at the fixed threshold {THRESHOLD}: {fbeta_score(y_hold, final, beta=2):.3f}")
