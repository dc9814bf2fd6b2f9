# kind: honest
# verdict: honest
# why: the holdout is taken with df.sample and df.drop(index) after dropping duplicates, undersampling touches only the remaining rows, and the post-call duration column is removed.
# Bank marketing: who subscribes the term deposit?
import os, tempfile
import numpy as np, pandas as pd
import matplotlib; matplotlib.use('Agg')
import matplotlib.pyplot as plt
from sklearn.tree import DecisionTreeClassifier, export_text
from sklearn.ensemble import RandomForestClassifier, AdaBoostClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import accuracy_score, recall_score, precision_score, f1_score, roc_auc_score, confusion_matrix

SEED = 0
rg = np.random.default_rng(SEED)
tdir = tempfile.mkdtemp()

# --- generate bank.csv ---
m = 2000
bank = pd.DataFrame({
    'age': rg.integers(19, 85, m),
    'job': rg.choice(['admin', 'blue-collar', 'technician', 'retired', 'student', 'services'], m, p=[.25, .25, .2, .1, .05, .15]),
    'marital': rg.choice(['married', 'single', 'divorced'], m, p=[.6, .28, .12]),
    'education': rg.choice(['primary', 'secondary', 'tertiary', 'unknown'], m, p=[.15, .5, .3, .05]),
    'balance': rg.normal(1300, 1800, m).round(0),
    'housing': rg.choice(['yes', 'no'], m),
    'loan': rg.choice(['yes', 'no'], m, p=[.16, .84]),
    'campaign': rg.geometric(.4, m),
    'poutcome': rg.choice(['unknown', 'failure', 'success'], m, p=[.8, .14, .06])})
u = (-2.6 + .9 * bank.job.isin(['retired', 'student']) + 2 * (bank.poutcome == 'success') - .5 * (bank.housing == 'yes')
     - .12 * bank.campaign + .0001 * bank.balance + .3 * (bank.education == 'tertiary'))
bank['y'] = np.where(rg.random(m) < 1 / (1 + np.exp(-u)), 'yes', 'no')
bank['duration'] = (rg.gamma(2, 110, m) + 250 * (bank.y == 'yes')).round(0).astype(int)
bank = pd.concat([bank, bank.iloc[:40]])
bank.to_csv(tdir + '/bank.csv', index=False, sep=';')

# --- notebook ---
df = pd.read_csv(tdir + '/bank.csv', sep=';')
print(df.head())
print(df.describe())
print(df.describe(exclude='number'))

# duration is only known after the call -> cannot be used. drop it before looking for duplicates
df = df.drop('duration', axis=1)
print('duplicates:', df.duplicated().sum())
df = df.drop_duplicates().reset_index(drop=True)
# two clients with the very same description but different answer: nothing to do, but keep identical profiles out
profile = [c for c in df.columns if c != 'y']
df = df.drop_duplicates(subset=profile, keep='first').reset_index(drop=True)

print(df['y'].value_counts(normalize=True))
for c in ['job', 'marital', 'education', 'poutcome']:
    print(df.groupby(c)['y'].apply(lambda s: (s == 'yes').mean()).round(3).to_dict())

fig, axs = plt.subplots(1, 3, figsize=(12, 3))
df['age'].plot(kind='hist', bins=30, ax=axs[0], title='age')
df['balance'].plot(kind='hist', bins=30, ax=axs[1], title='balance')
df['job'].value_counts().plot(kind='barh', ax=axs[2], title='job')
fig.savefig(tdir + '/eda.png', dpi=50)
plt.close(fig)

# fixed mappings
df['y'] = df['y'].map({'no': 0, 'yes': 1})
df['housing'] = df['housing'].map({'no': 0, 'yes': 1})
df['loan'] = df['loan'].map({'no': 0, 'yes': 1})
df['education'] = df['education'].map({'unknown': 0, 'primary': 1, 'secondary': 2, 'tertiary': 3})
df['senior'] = (df['age'] >= 60).astype(int)
df['negative_balance'] = (df['balance'] < 0).astype(int)
df = pd.get_dummies(df, columns=['job', 'marital', 'poutcome'], dtype=int)

# hold out 20%
test_df = df.sample(frac=.2, random_state=SEED)
train_df = df.drop(test_df.index)
print('train', train_df.shape, 'holdout', test_df.shape)
print('yes in train', train_df.y.sum(), ' yes in holdout', test_df.y.sum())

# balance the training rows by random undersampling of the no's
yes = train_df[train_df.y == 1]
no = train_df[train_df.y == 0].sample(n=2 * len(yes), random_state=SEED)
train_bal = pd.concat([yes, no]).sample(frac=1, random_state=SEED)
print('balanced training set', train_bal.y.value_counts().to_dict())

feats = [c for c in df.columns if c != 'y']
mm = MinMaxScaler()
Xtr = pd.DataFrame(mm.fit_transform(train_bal[feats]), columns=feats, index=train_bal.index)
Xte = pd.DataFrame(mm.transform(test_df[feats]), columns=feats, index=test_df.index)
ytr, yte = train_bal.y, test_df.y

result = test_df.copy()
lines = []
for nm, clf in (('tree', DecisionTreeClassifier(max_depth=4, random_state=SEED)),
                ('forest', RandomForestClassifier(n_estimators=60, min_samples_leaf=3, random_state=SEED)),
                ('ada', AdaBoostClassifier(n_estimators=25, random_state=SEED)),
                ('logit', LogisticRegression(max_iter=500))):
    clf.fit(Xtr, ytr)
    result['pred_' + nm] = clf.predict(Xte)
    result['prob_' + nm] = clf.predict_proba(Xte)[:, 1]
    lines.append([nm, accuracy_score(yte, result['pred_' + nm]), precision_score(yte, result['pred_' + nm], zero_division=0),
                  recall_score(yte, result['pred_' + nm]), f1_score(yte, result['pred_' + nm]),
                  roc_auc_score(yte, result['prob_' + nm])])
    print(nm)
    print(confusion_matrix(yte, result['pred_' + nm]))
    if nm == 'tree':
        print(export_text(clf, feature_names=feats, max_depth=2))
    if nm == 'forest':
        fi = pd.Series(clf.feature_importances_, feats).sort_values()
        fi.tail(10).plot(kind='barh', figsize=(6, 3)); plt.tight_layout()
        plt.savefig(tdir + '/imp.png', dpi=50); plt.close()

print(pd.DataFrame(lines, columns=['model', 'accuracy', 'precision', 'recall', 'f1', 'auc']).round(3))
print(result[['y'] + [c for c in result.columns if c.startswith('pred_')]].head(10))
print('calls needed if we follow each model:', {c: int(result[c].sum()) for c in result.columns if c.startswith('pred_')})
result.to_csv(tdir + '/holdout_predictions.csv', index=False)
