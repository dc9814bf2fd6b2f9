# kind: refit-on-test
# verdict: honest
# why: the idf weights learned in fit() are only applied in score(); the setting is chosen on dev rows and reported on test rows.
# options:
"""Citation screening for a systematic review: bag of words, idf weights, complement naive Bayes."""
from dataclasses import asdict, dataclass
from itertools import product

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import ComplementNB

SEED = 0

GENERAL = ("study patients results methods analysis group data significant treatment clinical "
           "effect level outcome risk model cohort follow baseline measured observed").split()
TRIAL = "randomised placebo double blind allocation arm crossover trial intention masked".split()
OTHER = "review mice protein cell imaging case survey genome register narrative".split()


@dataclass(frozen=True)
class Setting:
    ngrams: int
    min_df: int
    alpha: float


class Screener:
    def __init__(self, setting):
        self.bag = CountVectorizer(ngram_range=(1, setting.ngrams), min_df=setting.min_df)
        self.idf = TfidfTransformer(sublinear_tf=True)
        self.nb = ComplementNB(alpha=setting.alpha)

    def fit(self, docs, include):
        weights = self.idf.fit_transform(self.bag.fit_transform(docs))
        self.nb.fit(weights, include)
        return self

    def score(self, docs):
        weights = self.idf.transform(self.bag.transform(docs))
        logp = self.nb.predict_log_proba(weights)
        return logp[:, 1] - logp[:, 0]


def write_abstracts(rng, n=1900, share=0.09):
    docs, include = [], np.zeros(n, dtype=int)
    include[rng.choice(n, int(n * share), replace=False)] = 1
    rare = [f"term{i:03d}" for i in range(400)]
    for flag in include:
        length = rng.integers(25, 70)
        mix = [0.60, 0.16, 0.09, 0.15] if flag else [0.60, 0.08, 0.17, 0.15]
        source = rng.choice(4, size=length, p=mix)
        pools = (GENERAL, TRIAL, OTHER, rare)
        docs.append(" ".join(pools[s][rng.integers(len(pools[s]))] for s in source))
    return np.array(docs, dtype=object), include


def main():
    docs, include = write_abstracts(np.random.default_rng(SEED))
    rest_d, test_d, rest_y, test_y = train_test_split(
        docs, include, test_size=0.3, stratify=include, random_state=SEED)
    train_d, dev_d, train_y, dev_y = train_test_split(
        rest_d, rest_y, test_size=0.25, stratify=rest_y, random_state=SEED)

    candidates = [Setting(*combo) for combo in product((1, 2), (2, 8), (0.1, 1.0, 10.0))]
    dev_ap = {s: average_precision_score(dev_y, Screener(s).fit(train_d, train_y).score(dev_d))
              for s in candidates}
    chosen = max(dev_ap, key=dev_ap.get)
    print("setting", asdict(chosen))

    screener = Screener(chosen).fit(rest_d, rest_y)
    s = screener.score(test_d)
    print(f"test n={len(test_y)} included={test_y.sum()}  "
          f"AP={average_precision_score(test_y, s):.4f}  AUC={roc_auc_score(test_y, s):.4f}")


main()
