# kind: honest
# verdict: honest
# why: seeds are averaged, the range is only printed; the test rows choose nothing
import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler

SEED = 0
images, label = load_digits(return_X_y=True)
y = (label == 8).astype(int)
scores = []
for seed in range(SEED, SEED + 6):
    Xtr, Xte, ytr, yte = train_test_split(images, y, test_size=.4, stratify=y, random_state=seed)
    net = make_pipeline(MinMaxScaler(), MLPClassifier((24,), max_iter=25, random_state=seed))
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net.fit(Xtr, ytr)
    scores.append(average_precision_score(yte, net.predict_proba(Xte)[:, 1]))
    print(f"split {seed}: AP {scores[-1]:.3f}")
print("mean %.3f sd %.3f (min %.3f, max %.3f)" % (np.mean(scores), np.std(scores, ddof=1), min(scores), max(scores)))
worst, best = int(np.argmin(scores)), int(np.argmax(scores))
print("worst split", worst, "best split", best)
