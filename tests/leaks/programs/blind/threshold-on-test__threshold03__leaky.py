# kind: threshold-on-test
# verdict: leak
# why: the operating point minimises the cost curve of the test rows and the cost of those same rows is reported.
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

SEED = 0
COST_MISS, COST_ALARM = 12.0, 1.0


class CheapestCut:
    """Operating point with the lowest total cost along the ranked scores."""

    def fit(self, score, label):
        order = np.argsort(-score, kind="stable")
        s, t = score[order], label[order]
        caught = np.concatenate([[0], np.cumsum(t)])
        alarms = np.concatenate([[0], np.cumsum(1 - t)])
        cost = COST_MISS * (t.sum() - caught) + COST_ALARM * alarms
        last = np.r_[True, s[:-1] != s[1:], True]
        cost = np.where(last, cost, np.inf)
        k = int(cost.argmin())
        self.cut_ = np.inf if k == 0 else s[k - 1]
        return self

    def predict(self, score):
        return (score >= self.cut_).astype(int)


def cost_per_row(label, pred):
    miss = np.sum((label == 1) & (pred == 0))
    alarm = np.sum((label == 0) & (pred == 1))
    return (COST_MISS * miss + COST_ALARM * alarm) / len(label)


X, digit = load_digits(return_X_y=True)
y = (digit == 8).astype(int)
idx_tr, idx_hold = train_test_split(np.arange(len(y)), test_size=0.6, stratify=y, random_state=SEED)
idx_va, idx_te = train_test_split(idx_hold, test_size=0.5, stratify=y[idx_hold], random_state=SEED)

nb = GaussianNB(var_smoothing=0.05).fit(X[idx_tr], y[idx_tr])
margin = np.diff(nb.predict_joint_log_proba(X), axis=1).ravel()

chooser = CheapestCut().fit(margin[idx_te], y[idx_te])  # <- leak
pred = chooser.predict(margin[idx_te])
print(f"log-odds cut {chooser.cut_:.2f}, cost per row {cost_per_row(y[idx_te], pred):.4f}")
