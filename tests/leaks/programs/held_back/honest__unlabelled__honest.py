# kind: honest
# verdict: honest
# why: PCA and k-means learn from a pool of early payments whose labels are not used and which is neither trained on nor scored
import numpy as np
import imbalance_lib as il
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler

SEED = 0

s = il.load_fraud(n_rows=4000, prevalence=0.02, random_state=SEED)
X = s.X.select_dtypes("number").fillna(0.0).to_numpy(float)
order = np.argsort(s.time, kind="stable")
pool, fit_rows, test_rows = np.split(order, [1000, 2800])
fit_rows = fit_rows[s.label_time[fit_rows] < s.time[test_rows].min()]

scaler = StandardScaler().fit(X[pool])
pca = PCA(n_components=4, random_state=SEED).fit(scaler.transform(X[pool]))
km = KMeans(n_clusters=6, n_init=2, random_state=SEED).fit(pca.transform(scaler.transform(X[pool])))
print("variance kept:", pca.explained_variance_ratio_.sum().round(2), "cluster sizes:", np.bincount(km.labels_))


def embed(rows):
    Z = scaler.transform(X[rows])
    low = pca.transform(Z)
    return np.hstack([Z, low, km.transform(low)])


clf = LogisticRegression(C=0.1, max_iter=500).fit(embed(fit_rows), s.y[fit_rows])
p = clf.predict_proba(embed(test_rows))[:, 1]
print("rows:", len(pool), len(fit_rows), len(test_rows))
print("average precision:", round(average_precision_score(s.y[test_rows], p), 3), "(base rate", round(s.y[test_rows].mean(), 3), ")")
