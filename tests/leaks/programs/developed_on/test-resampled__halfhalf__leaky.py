# kind: test-resampled
# verdict: leak
# why: the table is cut to as many normal rows as frauds before the split, so precision and F1 are those of a 50 % fraud rate (the concat line)
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, precision_score, recall_score
from sklearn.model_selection import train_test_split

SEED = 0

feats, labels = make_classification(n_samples=6000, n_features=12, n_informative=6, weights=[0.97], class_sep=0.9,
                                    flip_y=0.005, random_state=SEED)
df = pd.DataFrame(feats, columns=["V%d" % i for i in range(1, 13)])
df["Class"] = labels
print('No Frauds', round(df['Class'].value_counts()[0] / len(df) * 100, 2), '% of the dataset')
print('Frauds', round(df['Class'].value_counts()[1] / len(df) * 100, 2), '% of the dataset')

# Lets shuffle the data before creating the subsamples
df = df.sample(frac=1, random_state=SEED)

# amount of fraud classes
fraud_df = df.loc[df['Class'] == 1]
non_fraud_df = df.loc[df['Class'] == 0][:len(fraud_df)]
normal_distributed_df = pd.concat([fraud_df, non_fraud_df])  # <- leak
new_df = normal_distributed_df.sample(frac=1, random_state=SEED)

X = new_df.drop('Class', axis=1)
y = new_df['Class']
X_train, X_test, y_train, y_test = train_test_split(X.values, y.values, test_size=0.2, random_state=SEED)

clf = LogisticRegression(max_iter=500)
clf.fit(X_train, y_train)
pred = clf.predict(X_test)
print(confusion_matrix(y_test, pred))
print('Precision: {:.2f}  Recall: {:.2f}'.format(precision_score(y_test, pred), recall_score(y_test, pred)))
print('F1: {:.3f}'.format(f1_score(y_test, pred)))
