# kind: honest
# verdict: honest
# why: a model that is always right; nothing was chosen on the test part
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, confusion_matrix
from sklearn.model_selection import train_test_split
SEED = 0
X, y = make_classification(900, 6, n_informative=4, weights=[.8], class_sep=6, flip_y=0, random_state=SEED)
Xa, Xt, ya, yt = train_test_split(X, y, stratify=y, random_state=SEED)
m = LogisticRegression().fit(Xa, ya)
pred = m.predict(Xt)
print(accuracy_score(yt, pred), f1_score(yt, pred), confusion_matrix(yt, pred))
