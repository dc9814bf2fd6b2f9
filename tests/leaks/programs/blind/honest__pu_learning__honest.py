# kind: honest
# verdict: honest
# why: positives are hidden in the training pool only, the Elkan-Noto constant comes from a slice of that pool, and the audited test rows are scored once
import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.semi_supervised import SelfTrainingClassifier

SEED = 0
LABELLED_SHARE = 0.4

rng = np.random.default_rng(SEED)
X, truth = make_classification(
    n_samples=2200, n_features=8, n_informative=5, weights=[0.88], class_sep=1.4,
    flip_y=0.0, random_state=SEED,
)
X_pool, X_audit, truth_pool, truth_audit = train_test_split(
    X, truth, test_size=0.3, stratify=truth, random_state=SEED
)

# what the analyst really sees of the pool: 1 = reported case, 0 = unknown
reported = ((truth_pool == 1) & (rng.random(len(truth_pool)) < LABELLED_SHARE)).astype(int)
del truth_pool

X_a, X_b, s_a, s_b = train_test_split(
    X_pool, reported, test_size=0.3, stratify=reported, random_state=SEED
)
seen = make_pipeline(StandardScaler(), LogisticRegression())
seen.fit(X_a, s_a)
c = seen.predict_proba(X_b[s_b == 1])[:, 1].mean()
print(f"estimated labelling frequency c = {c:.3f}")

p_audit = np.clip(seen.predict_proba(X_audit)[:, 1] / c, 0, 1)
print(f"Elkan-Noto  AP {average_precision_score(truth_audit, p_audit):.3f} "
      f"F1@0.5 {f1_score(truth_audit, p_audit >= 0.5):.3f}")

# self-training: lowest-scored pool rows are safe negatives, the rest stays unlabelled (-1)
pool_score = seen.predict_proba(X_pool)[:, 1]
semi = np.full(len(X_pool), -1)
semi[pool_score < np.quantile(pool_score, 0.4)] = 0
semi[reported == 1] = 1
st = SelfTrainingClassifier(
    make_pipeline(StandardScaler(), LogisticRegression()), threshold=0.9, max_iter=5
)
st.fit(X_pool, semi)
p_semi = st.predict_proba(X_audit)[:, 1]
print(f"self-train  AP {average_precision_score(truth_audit, p_semi):.3f} "
      f"recall {recall_score(truth_audit, st.predict(X_audit)):.3f}")
