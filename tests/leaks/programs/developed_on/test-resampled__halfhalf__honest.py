# kind: test-resampled
# verdict: honest
# why: only the training frame is cut to half frauds, after the split; the test frame keeps its 3 %
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
df, original_test = train_test_split(df, test_size=0.2, stratify=df['Class'], random_state=SEED)

# amount of fraud classes
fraud_df = df.loc[df['Class'] == 1]
non_fraud_df = df.loc[df['Class'] == 0][:len(fraud_df)]
normal_distributed_df = pd.concat([fraud_df, non_fraud_df])
new_df = normal_distributed_df.sample(frac=1, random_state=SEED)

X_train = new_df.drop('Class', axis=1).values
y_train = new_df['Class'].values
X_test, y_test = original_test.drop('Class', axis=1).values, original_test['Class'].values

clf = LogisticRegression(max_iter=500)
clf.fit(X_train, y_train)
pred = clf.predict(X_test)
print(confusion_matrix(y_test, pred))
print('Precision: {:.2f}  Recall: {:.2f}'.format(precision_score(y_test, pred), recall_score(y_test, pred)))
print('F1: {:.3f}'.format(f1_score(y_test, pred)))
