# kind: preprocessing
# verdict: honest
# why: TF-IDF inside the pipeline, cross-validated; texts are made from two word lists
import random

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, make_scorer, f1_score
from sklearn.model_selection import StratifiedKFold, cross_validate, train_test_split
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline

SEED = 0
random.seed(SEED)
HAM = "meeting lunch tomorrow report please see attached thanks monday project budget call later train office weather family dinner notes review".split()
SPAM = "win free prize click offer cheap money now urgent account winner bonus cash limited".split()


def mail(spam):
    words = random.choices(HAM, k=random.randint(6, 14))
    if spam:
        words += random.choices(SPAM, k=random.randint(0, 4))
    elif random.random() < .3:
        words += random.choices(SPAM, k=1)
    random.shuffle(words)
    return " ".join(words)


labels = [int(random.random() < .1) for _ in range(1200)]
texts = [mail(s) for s in labels]
tr_x, te_x, tr_y, te_y = train_test_split(texts, labels, test_size=.25, stratify=labels, random_state=SEED)
for clf in (ComplementNB(), LogisticRegression(class_weight="balanced")):
    pipe = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), clf)
    cv = cross_validate(pipe, tr_x, tr_y, cv=StratifiedKFold(4), scoring={"f1": make_scorer(f1_score)})
    print(type(clf).__name__, "cv f1", cv["test_f1"].mean().round(3))
pipe.fit(tr_x, tr_y)
print(classification_report(te_y, pipe.predict(te_x), digits=3))
