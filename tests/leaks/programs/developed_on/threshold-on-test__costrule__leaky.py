# kind: threshold-on-test
# verdict: leak
# options: --target churned
# why: in every fold the cheapest cut is looked for on the held-out customers, and the cost at that cut is what is summed up
import numpy as np
import pandas as pd
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import StratifiedKFold

SEED = 0
OFFER, LOSS = 15.0, 120.0  # euros: a retention offer, a lost customer


class CostRule:
    """Offer to whoever scores at least `cut`; the cut is the cheapest one on the scores given to fit."""

    def fit(self, score, left):
        order = np.argsort(-score)
        lost = left.sum() - np.concatenate([[0], np.cumsum(left[order])])
        bill = OFFER * np.arange(len(score) + 1) + LOSS * lost
        k = bill.argmin()
        self.cut = np.inf if k == 0 else score[order[k - 1]]
        return self

    def bill(self, score, left):
        offer = score >= self.cut
        return OFFER * offer.sum() + LOSS * (left & ~offer).sum()


frame = pd.read_csv("churn.csv")
left = frame["churned"].eq("yes").to_numpy()
Z = np.column_stack([
    frame["contract"] == "monthly", frame["tenure"], frame["monthly_charges"], frame["calls"], frame["score_b"],
]).astype(float)

total = 0.0
for a, b in StratifiedKFold(5, shuffle=True, random_state=SEED).split(Z, left):
    lda = LinearDiscriminantAnalysis()
    score = lda.fit(Z[a], left[a]).predict_proba(Z[b])[:, 1]
    rule = CostRule().fit(score, left[b])  # <- leak
    total += rule.bill(score, left[b])
    print(f"cut {rule.cut:.3f}")
print(f"cost per customer: {total / len(left):.3f} (nobody gets an offer: {LOSS * left.mean():.3f})")
