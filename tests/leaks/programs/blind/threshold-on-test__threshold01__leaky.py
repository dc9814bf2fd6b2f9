# kind: threshold-on-test
# verdict: leak
# why: the cut with the highest F1 is picked from a table computed on the test rows, and that same F1 is reported.
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0

X, y = make_classification(n_samples=2400, n_features=12, n_informative=5, weights=[0.92],
                           flip_y=0.02, class_sep=0.8, random_state=SEED)
df = pd.DataFrame(X).add_prefix("f").assign(churn=y)
feats = [c for c in df.columns if c.startswith("f")]

train, rest = train_test_split(df, test_size=0.5, stratify=df["churn"], random_state=SEED)
valid, test = train_test_split(rest, test_size=0.5, stratify=rest["churn"], random_state=SEED)

model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
model.fit(train[feats], train["churn"])


def with_score(part):
    return part.assign(p=model.predict_proba(part[feats])[:, 1])


scored = with_score(test)
cuts = pd.DataFrame({"cut": np.linspace(0.05, 0.95, 19)})
cuts["f1"] = cuts["cut"].apply(lambda c: f1_score(scored["churn"], scored["p"] >= c))
best_cut = cuts.loc[cuts["f1"].idxmax(), "cut"]  # <- leak

final = with_score(test).assign(flag=lambda d: (d["p"] >= best_cut).astype(int))
print(pd.crosstab(final["churn"], final["flag"]))
print(f"cut={best_cut:.2f}  test F1={f1_score(final['churn'], final['flag']):.3f}")
