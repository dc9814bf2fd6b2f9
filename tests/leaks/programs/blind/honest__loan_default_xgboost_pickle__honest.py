# kind: honest
# verdict: honest
# why: loans are sorted by application date and cut in time, early stopping watches a validation slice, encodings are learned on train, and the pickled model scores test once.
import os
import pickle
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
import xgboost as xgb
from sklearn.preprocessing import OrdinalEncoder
from sklearn.metrics import roc_auc_score, average_precision_score, classification_report, confusion_matrix, roc_curve

SEED = 0
np.random.seed(SEED)
tmp_dir = tempfile.mkdtemp()

# ----------------------------------------------------------
# Simulated loan book
# ----------------------------------------------------------
N = 2400
book = pd.DataFrame()
book['loan_id'] = ['L%06d' % k for k in np.random.choice(10 ** 6, N, replace=False)]
book['application_date'] = (pd.Timestamp('2019-01-01') + pd.to_timedelta(np.random.randint(0, 1000, N), unit='D')).strftime('%d/%m/%Y')
book['income'] = np.exp(np.random.normal(10.4, .5, N)).round(0)
book['loan_amount'] = np.exp(np.random.normal(9.2, .6, N)).round(0)
book['term_months'] = np.random.choice([12, 24, 36, 60], N)
book['purpose'] = np.random.choice(['car', 'house', 'education', 'debt', 'other'], N, p=[.3, .2, .1, .3, .1])
book['employment_length'] = np.random.choice(['<1 year', '1-3 years', '4-9 years', '10+ years'], N)
book['previous_late'] = np.random.poisson(.5, N)
book['credit_lines'] = np.random.poisson(5, N)
emp = book['employment_length'].map({'<1 year': .5, '1-3 years': .2, '4-9 years': 0, '10+ years': -.3})
z = -3.2 + 1.1 * np.log(book.loan_amount / book.income * 3.3) + .6 * book.previous_late + emp + .5 * (book.purpose == 'debt') + .01 * book.term_months
book['default'] = np.where(np.random.rand(N) < 1 / (1 + np.exp(-z)), 'Y', 'N')
book.loc[np.random.rand(N) < .04, 'income'] = np.nan
book.to_csv(os.path.join(tmp_dir, 'loans.csv'), index=False)

# ----------------------------------------------------------
# Reading and EDA
# ----------------------------------------------------------
loans = pd.read_csv(os.path.join(tmp_dir, 'loans.csv'))
print(loans.shape)
print(loans.head(3).T)
print(loans.describe())
print(loans['default'].value_counts())
print('null share\n', loans.isnull().mean())
for col in ['purpose', 'employment_length', 'term_months']:
    print(loans.groupby(col)['default'].apply(lambda s: (s == 'Y').mean()).round(3))

loans['application_date'] = pd.to_datetime(loans['application_date'], format='%d/%m/%Y')
loans['month'] = loans['application_date'].dt.month
loans['quarter'] = loans['application_date'].dt.quarter
loans['default'] = loans['default'].map({'N': 0, 'Y': 1})
loans['employment_length'] = loans['employment_length'].map({'<1 year': 0, '1-3 years': 1, '4-9 years': 2, '10+ years': 3})
loans['loan_to_income'] = loans['loan_amount'] / loans['income']
loans['installment'] = loans['loan_amount'] / loans['term_months']
loans['log_amount'] = np.log(loans['loan_amount'])

fig, ax = plt.subplots(1, 2, figsize=(9, 3))
loans.boxplot(column='loan_to_income', by='default', ax=ax[0])
loans['month'].value_counts().sort_index().plot(kind='bar', ax=ax[1])
fig.savefig(os.path.join(tmp_dir, 'eda.png'), dpi=50)
plt.close(fig)

# ----------------------------------------------------------
# Oldest loans for training, then validation, newest for test
# ----------------------------------------------------------
loans = loans.sort_values(['application_date', 'loan_id']).reset_index(drop=True)
a, b = int(.6 * N), int(.8 * N)
train, valid, test = loans[:a].copy(), loans[a:b].copy(), loans[b:].copy()
for nm, p in zip(['train', 'valid', 'test'], [train, valid, test]):
    print(nm, len(p), p['application_date'].min().date(), p['application_date'].max().date(), p['default'].mean().round(3))

oe = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1)
train[['purpose']] = oe.fit_transform(train[['purpose']])
valid[['purpose']] = oe.transform(valid[['purpose']])
test[['purpose']] = oe.transform(test[['purpose']])

cols = ['income', 'log_amount', 'term_months', 'purpose', 'employment_length', 'previous_late', 'credit_lines',
        'month', 'quarter', 'loan_to_income', 'installment']
# xgboost deals with the missing incomes itself

spw = (train['default'] == 0).sum() / (train['default'] == 1).sum()
print('scale_pos_weight', round(spw, 2))

clf = xgb.XGBClassifier(n_estimators=150, learning_rate=.1, max_depth=3, subsample=.8, colsample_bytree=.8,
                        scale_pos_weight=spw, eval_metric='aucpr', early_stopping_rounds=20,
                        n_jobs=1, random_state=SEED)
clf.fit(train[cols], train['default'], eval_set=[(valid[cols], valid['default'])], verbose=False)
print('stopped at', clf.best_iteration)

# ----------------------------------------------------------
# Save, load, score
# ----------------------------------------------------------
model_file = os.path.join(tmp_dir, 'model.pkl')
with open(model_file, 'wb') as fh:
    pickle.dump({'model': clf, 'encoder': oe, 'columns': cols}, fh)
with open(model_file, 'rb') as fh:
    bundle = pickle.load(fh)

proba = bundle['model'].predict_proba(test[bundle['columns']])[:, 1]
pred = (proba >= .5).astype(int)
print('TEST AUC %.3f' % roc_auc_score(test['default'], proba))
print('TEST AP  %.3f' % average_precision_score(test['default'], proba))
print('Gini     %.3f' % (2 * roc_auc_score(test['default'], proba) - 1))
print(confusion_matrix(test['default'], pred))
print(classification_report(test['default'], pred, target_names=['paid', 'default']))

fpr, tpr, _ = roc_curve(test['default'], proba)
plt.plot(fpr, tpr)
plt.plot([0, 1], [0, 1], '--')
plt.title('ROC on the newest loans')
plt.savefig(os.path.join(tmp_dir, 'roc.png'), dpi=50)
plt.close()

print(pd.Series(clf.feature_importances_, cols).sort_values(ascending=False).round(3))
test['score'] = proba
print(test[['loan_id', 'application_date', 'default', 'score']].sort_values('score', ascending=False).head(10))
