# kind: honest
# verdict: honest
# why: identical normalised messages are removed before the split, TfidfVectorizer is fitted inside pipelines on training text only, and all classifiers are reported on test.
import os
import re
import tempfile
import random
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import TfidfVectorizer, CountVectorizer
from sklearn.preprocessing import LabelEncoder
from sklearn.model_selection import train_test_split, cross_val_score
from sklearn.naive_bayes import MultinomialNB, ComplementNB
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.svm import LinearSVC
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix, f1_score
from imblearn.pipeline import make_pipeline
from imblearn.over_sampling import RandomOverSampler

SEED = 0
random.seed(SEED)
np.random.seed(SEED)

# make a spam.csv ----------------------------------------------------------
HAM = ("home late dinner tonight love you work meeting call later ok sorry bus school mum fine sleep tomorrow coffee "
       "weekend film friend car shop lunch rain happy birthday thanks see soon morning class exam book").split()
SPAM = "free win prize claim cash urgent code txt stop guaranteed award mobile offer reply ringtone voucher".split()
BOTH = "now the a to your for please we get is on in and me this text number new week today time phone".split()


def message(spam):
    k = random.randint(6, 16)
    words = []
    for _ in range(k):
        u = random.random()
        if spam:
            src = SPAM if u < .25 else HAM if u < .6 else BOTH
        else:
            src = HAM if u < .55 else SPAM if u < .63 else BOTH
        words.append(random.choice(src))
    if spam and random.random() < .3:
        words.append(str(random.randint(10000, 99999)))
    txt = " ".join(words)
    return txt.capitalize() if random.random() < .5 else txt


rows = []
for i in range(1700):
    s = random.random() < .13
    rows.append(("spam" if s else "ham", message(s)))
rows += [(a, b.upper()) for a, b in random.sample(rows, 70)]      # forwarded in capitals
rows += random.sample(rows, 50)                                    # and exact copies
random.shuffle(rows)
tmp = tempfile.mkdtemp()
pd.DataFrame(rows, columns=["v1", "v2"]).to_csv(os.path.join(tmp, "spam.csv"), index=False, encoding="latin-1")

# 1. Data cleaning --------------------------------------------------------------
df = pd.read_csv(os.path.join(tmp, "spam.csv"), encoding="latin-1")
df = df.rename(columns={"v1": "target", "v2": "text"})
print(df.sample(5, random_state=SEED))
print(df.shape)

enc = LabelEncoder()
df["target"] = enc.fit_transform(df["target"])
print(dict(zip(enc.classes_, enc.transform(enc.classes_))))
print("missing", df.isnull().sum().to_dict())


def clean(s):
    s = s.lower()
    s = re.sub(r"\d+", " NUM ", s)
    s = re.sub(r"[^a-zA-Z ]", " ", s)
    return " ".join(s.split())


df["clean"] = df["text"].apply(clean)
print("duplicates by text:", df.duplicated("text").sum(), " by cleaned text:", df.duplicated("clean").sum())
df = df.drop_duplicates(subset="clean", keep="first").reset_index(drop=True)
print(df.shape)

# 2. EDA --------------------------------------------------------------------------
print(df["target"].value_counts())
df["num_characters"] = df["text"].str.len()
df["num_words"] = df["clean"].str.split().str.len()
print(df[df.target == 0][["num_characters", "num_words"]].describe())
print(df[df.target == 1][["num_characters", "num_words"]].describe())
plt.figure(figsize=(6, 3))
plt.hist(df[df.target == 0].num_characters, bins=30)
plt.hist(df[df.target == 1].num_characters, bins=30, color="red")
plt.savefig(os.path.join(tmp, "len.png"), dpi=50)
plt.close()
spam_words = pd.Series(" ".join(df[df.target == 1].clean).split()).value_counts()
print(spam_words.head(15))

# 3. Split ---------------------------------------------------------------------------
X_train, X_test, y_train, y_test = train_test_split(df["clean"], df["target"], test_size=.2,
                                                    random_state=SEED, stratify=df["target"])

# 4. Models ----------------------------------------------------------------------------
clfs = {
    "MultinomialNB": MultinomialNB(),
    "ComplementNB": ComplementNB(),
    "LogisticRegression": LogisticRegression(max_iter=300, class_weight="balanced"),
    "LinearSVC": LinearSVC(C=.5, class_weight="balanced", random_state=SEED),
    "SGD": SGDClassifier(random_state=SEED),
}
table = []
for name, clf in clfs.items():
    pipe = make_pipeline(TfidfVectorizer(min_df=2, max_features=1000), RandomOverSampler(random_state=SEED), clf)
    cv = cross_val_score(pipe, X_train, y_train, cv=3, scoring="f1")
    pipe.fit(X_train, y_train)
    pred = pipe.predict(X_test)
    print("*" * 10, name)
    print(confusion_matrix(y_test, pred))
    table.append((name, cv.mean(), accuracy_score(y_test, pred), f1_score(y_test, pred)))

# plain counts, no oversampling, for comparison
cv_vec = CountVectorizer(binary=True)
A = cv_vec.fit_transform(X_train)
B = cv_vec.transform(X_test)
nb = MultinomialNB().fit(A, y_train)
pred = nb.predict(B)
print("vocabulary from train:", len(cv_vec.vocabulary_))
print(classification_report(y_test, pred, target_names=enc.classes_))
table.append(("MultinomialNB (counts)", np.nan, accuracy_score(y_test, pred), f1_score(y_test, pred)))

print(pd.DataFrame(table, columns=["model", "cv f1 (train)", "test accuracy", "test f1"]).round(3))

# most spammy words
lp = nb.feature_log_prob_[1] - nb.feature_log_prob_[0]
names = cv_vec.get_feature_names_out()
print([str(names[i]) for i in np.argsort(-lp)[:12]])
