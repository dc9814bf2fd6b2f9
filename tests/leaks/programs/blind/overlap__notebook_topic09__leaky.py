# kind: overlap
# verdict: leak
# why: train and test are two independent samples of the same table, so most test rows are also training rows
# Spam accounts - quick baseline with Extra Trees
import os
import tempfile

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import (accuracy_score, average_precision_score, confusion_matrix,
                             f1_score, roc_auc_score)
from sklearn.preprocessing import StandardScaler

SEED = 0
TARGET = "is_spam"
save_to = tempfile.mkdtemp()


def get_data():
    X, y = make_classification(n_samples=1800, n_features=12, n_informative=6, n_redundant=2,
                               weights=[0.88], class_sep=0.6, flip_y=0.06, random_state=SEED)
    names = ["posts_day", "followers", "following", "age_days", "links", "caps", "hashtags",
             "mentions", "bio_len", "name_digits", "night_share", "reply_share"]
    frame = pd.DataFrame(X, columns=names)
    frame[TARGET] = y
    return frame


def show(y_true, y_pred, y_score):
    print("accuracy :", round(accuracy_score(y_true, y_pred), 4))
    print("f1       :", round(f1_score(y_true, y_pred), 4))
    print("roc auc  :", round(roc_auc_score(y_true, y_score), 4))
    print("avg prec :", round(average_precision_score(y_true, y_score), 4))
    print("confusion matrix:\n", confusion_matrix(y_true, y_pred))


df = get_data()
print(df.head())
print(df.shape)
print(df[TARGET].value_counts())
df.drop(columns=TARGET).plot(kind="box", figsize=(10, 3), rot=45)
plt.tight_layout()
plt.savefig(os.path.join(save_to, "box.png"))
plt.close()

# 30 % for testing, 70 % for training
test = df.sample(frac=0.3, random_state=SEED)
train = df.sample(frac=0.7, random_state=SEED + 1)  # <- leak
print("train rows: %d  test rows: %d" % (len(train), len(test)))

feature_cols = [c for c in df.columns if c != TARGET]
scaler = StandardScaler()
X_train = pd.DataFrame(scaler.fit_transform(train[feature_cols]), columns=feature_cols)
X_test = pd.DataFrame(scaler.transform(test[feature_cols]), columns=feature_cols)
y_train = train[TARGET].reset_index(drop=True)
y_test = test[TARGET].reset_index(drop=True)

# spam is rare, so help the model a bit
X_train, y_train = SMOTE(random_state=SEED).fit_resample(X_train, y_train)
print("class counts after SMOTE (train):", y_train.value_counts().to_dict())

model = ExtraTreesClassifier(n_estimators=100, random_state=SEED, n_jobs=1)
model.fit(X_train, y_train)

pred = model.predict(X_test)
score = model.predict_proba(X_test)[:, 1]
print("\n--- Extra Trees, test set ---")
show(y_test, pred, score)

importances = pd.Series(model.feature_importances_, index=feature_cols).sort_values()
plt.figure(figsize=(5, 4))
importances.plot(kind="barh", color="darkorange")
plt.title("Which features give a spammer away?")
plt.tight_layout()
plt.savefig(os.path.join(save_to, "imp.png"))
plt.close()
print(importances.tail(5))
