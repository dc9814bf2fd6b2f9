# kind: honest
# verdict: honest
# why: two models fixed beforehand are compared once on test with McNemar and DeLong tests; the p-values are printed and neither model is picked by them
import numpy as np
from scipy.stats import binomtest, norm
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def mcnemar(truth, first, second):
    only_first = int(((first == truth) & (second != truth)).sum())
    only_second = int(((first != truth) & (second == truth)).sum())
    n = only_first + only_second
    p = binomtest(only_first, n, 0.5).pvalue if n else 1.0
    return only_first, only_second, p


def placements(pos, neg):
    cmp = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    return cmp.mean(axis=1), cmp.mean(axis=0)


def delong(truth, s1, s2):
    v10, v01, auc = [], [], []
    for s in (s1, s2):
        a, b = placements(s[truth], s[~truth])
        v10.append(a)
        v01.append(b)
        auc.append(a.mean())
    cov = np.cov(np.array(v10)) / truth.sum() + np.cov(np.array(v01)) / (~truth).sum()
    var = cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]
    z = (auc[0] - auc[1]) / np.sqrt(var)
    return auc, z, 2 * norm.sf(abs(z))


X, y = make_classification(
    n_samples=1800, n_features=8, n_informative=4, weights=[0.88], flip_y=0.03, random_state=SEED
)
y = y.astype(bool)
X_fit, X_eval, y_fit, y_eval = train_test_split(X, y, test_size=0.4, stratify=y, random_state=SEED)

linear = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_fit, y_fit)
bayes = GaussianNB().fit(X_fit, y_fit)

print("McNemar (linear only right, bayes only right, p):",
      mcnemar(y_eval, linear.predict(X_eval), bayes.predict(X_eval)))
aucs, z, p = delong(
    y_eval, linear.predict_proba(X_eval)[:, 1], bayes.predict_proba(X_eval)[:, 1]
)
print(f"AUC linear {aucs[0]:.3f}, bayes {aucs[1]:.3f}; DeLong z={z:.2f}, p={p:.4f}")
print("The protocol named 'linear' for production before the data were split.")
