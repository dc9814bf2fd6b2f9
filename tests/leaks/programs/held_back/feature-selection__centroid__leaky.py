# kind: feature-selection
# verdict: leak
# why: read_matrix() keeps the genes most correlated with the label over all samples, among them those of the later test folds
import numpy as np

SEED = 0
KEEP = 15


def correlation(X, y):
    Xc, yc = X - X.mean(0), y - y.mean()
    return (Xc * yc[:, None]).sum(0) / np.sqrt((Xc**2).sum(0) * (yc**2).sum())


def read_matrix(path):
    with open(path) as f:
        names = np.array(f.readline().strip().split(","))
    D = np.loadtxt(path, delimiter=",", skiprows=1)
    X, y = D[:, :-1], D[:, -1].astype(int)
    best = np.argsort(-np.abs(correlation(X, y)))[:KEEP]  # <- leak
    print("genes:", " ".join(names[best][:6]), "...")
    return X[:, best], y


def auc(y, s):
    pos, neg = s[y == 1], s[y == 0]
    return ((pos[:, None] > neg).mean() + 0.5 * (pos[:, None] == neg).mean()).item()


def centroid_score(Xa, ya, Xb):
    c1, c0 = Xa[ya == 1].mean(0), Xa[ya == 0].mean(0)
    return ((Xb - c0) ** 2).sum(1) - ((Xb - c1) ** 2).sum(1)


X, y = read_matrix("genes.csv")
rng = np.random.RandomState(SEED)
fold = np.empty(len(y), dtype=int)
for label in (0, 1):
    rows = rng.permutation(np.where(y == label)[0])
    fold[rows] = np.arange(len(rows)) % 5

result = []
for k in range(5):
    a, b = fold != k, fold == k
    result.append(auc(y[b], centroid_score(X[a], y[a], X[b])))
print("AUC per fold", np.round(result, 3))
print("mean AUC %.3f" % np.mean(result))
