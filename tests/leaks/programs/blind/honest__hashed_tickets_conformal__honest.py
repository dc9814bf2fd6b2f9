# kind: honest
# verdict: honest
# why: The whole corpus is vectorised before the split and doubtful tickets are handed to people, but hashing learns nothing, the conformal quantiles come from a calibration part that fits no model, and all test tickets count in the reported coverage and precision.
# options:
"""Escalation of support tickets: hashed n-grams, class-wise conformal sets, hand-over of the undecided."""
import json
import tempfile
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import average_precision_score

SEED = 0
ALPHA = 0.10
rng = np.random.default_rng(SEED)


def write_corpus(folder, n=6000, shard=1500):
    """Word soup with a Zipf vocabulary; escalated tickets lean towards a few angry words."""
    syll = ["ka", "lo", "mi", "ter", "sun", "bra", "vel", "no", "rix", "pa", "dun", "eo"]
    vocab = np.array(["".join(rng.choice(syll, 3)) + str(i % 7) for i in range(1200)])
    zipf = 1 / np.arange(3, 1203)
    calm = zipf / zipf.sum()
    angry = calm * np.exp(rng.normal(0, 0.55, 1200))
    angry /= angry.sum()
    seen, rows = set(), []
    while len(rows) < n:
        bad = rng.random() < 0.08
        text = " ".join(rng.choice(vocab, rng.integers(15, 45), p=angry if bad else calm))
        if text not in seen:
            seen.add(text)
            rows.append({"text": text, "escalated": int(bad)})
    for k in range(0, n, shard):
        lines = "\n".join(json.dumps(r) for r in rows[k:k + shard])
        (folder / f"tickets_{k // shard:02d}.jsonl").write_text(lines)


def hash_shards(folder):
    hasher = HashingVectorizer(n_features=2**14, ngram_range=(1, 2), norm="l2", alternate_sign=False)
    labels = []
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        sp.save_npz(path.with_suffix(".npz"), hasher.transform(r["text"] for r in rows))
        labels += [r["escalated"] for r in rows]
    X = sp.vstack([sp.load_npz(p) for p in sorted(folder.glob("*.npz"))], format="csr")
    return X, np.array(labels)


with tempfile.TemporaryDirectory() as tmp:
    write_corpus(Path(tmp))
    X, y = hash_shards(Path(tmp))

order = rng.permutation(len(y))
fit, cal, new = np.split(order, [3000, 4500])

clf = SGDClassifier(loss="log_loss", alpha=2e-5, class_weight="balanced", average=True, max_iter=30,
                    random_state=SEED)
clf.fit(X[fit], y[fit])

s_cal, s_new = clf.decision_function(X[cal]), clf.decision_function(X[new])


def p_value(scores, reference):
    """Share of calibration tickets of the class that look at least as strange."""
    ref = np.sort(reference)
    return (1 + len(ref) - np.searchsorted(ref, scores, side="left")) / (1 + len(ref))


in_yes = p_value(-s_new, -s_cal[y[cal] == 1]) > ALPHA
in_no = p_value(s_new, s_cal[y[cal] == 0]) > ALPHA
truth = y[new]
covered = np.where(truth == 1, in_yes, in_no)
size = in_yes.astype(int) + in_no

print(f"{X.shape[0]} tickets, {X.nnz / X.shape[0]:.0f} hashed terms each, {len(new)} new ones, {truth.mean():.2%} escalated")
print(f"average precision on all new tickets: {average_precision_score(truth, s_new):.3f}")
for c, name in enumerate(("routine", "escalated")):
    m = truth == c
    print(f"{name:>9}: coverage {covered[m].mean():.3f} (aim {1 - ALPHA:.2f}), "
          f"sets of 0/1/2 labels: {np.bincount(size[m], minlength=3) / m.sum()}")
sure = size == 1
print(f"handed to a person: {(~sure).mean():.1%}; escalations among them: {truth[~sure].sum()} of {truth.sum()}")
print(f"error among the {sure.sum()} decided automatically: {(~covered[sure]).mean():.3f}")
