# kind: refit-on-test
# verdict: leak
# why: fit_transform is called again on the test part
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import LinearSVC
from sklearn.metrics import f1_score, balanced_accuracy_score

SEED = 0
d = pd.read_csv("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(d.drop(columns="relapse"), d["relapse"], test_size=0.3, random_state=SEED)
mm, pca = MinMaxScaler(), PCA(20, random_state=SEED)
X_train = pca.fit_transform(mm.fit_transform(X_train))
X_test = pca.transform(mm.fit_transform(X_test))  # <- leak
pred = LinearSVC(class_weight="balanced", random_state=SEED).fit(X_train, y_train).predict(X_test)
print(f1_score(y_test, pred), balanced_accuracy_score(y_test, pred))
