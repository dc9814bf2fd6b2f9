# kind: target-encoding
# verdict: honest
# why: the churn rate of a city comes from the training rows alone (out of fold for themselves), unseen cities get the training prior
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, train_test_split

SEED = 0

train = pd.read_csv('churn.csv', index_col='customerID')
train['target'] = (train.churned == 'yes').astype(int)
train = train.drop(columns=['churned', 'exit_survey'])
train['monthly'] = (train['contract'] == 'monthly').astype(int)

tr, va = train_test_split(train, test_size=.25, stratify=train.target, random_state=SEED)
tr, va = tr.copy(), va.copy()

# mean encoding of the high-cardinality column
prior = tr['target'].mean()
tr['city_mean'] = prior
for a, b in StratifiedKFold(5).split(tr, tr.target):
    fold_mean = tr.iloc[a].groupby('city')['target'].mean()
    tr.loc[tr.index[b], 'city_mean'] = tr.iloc[b]['city'].map(fold_mean).fillna(prior)
city_mean = tr.groupby('city')['target'].mean()
va['city_mean'] = va['city'].map(city_mean).fillna(prior)
drop = ['city', 'contract', 'plan', 'target']

dtr = xgb.DMatrix(tr.drop(columns=drop), label=tr.target)
dva = xgb.DMatrix(va.drop(columns=drop), label=va.target)
params = dict(objective='binary:logistic', max_depth=3, eta=.15, subsample=.9, seed=SEED, nthread=1)
bst = xgb.train(params, dtr, num_boost_round=40)
print('validation AP', round(average_precision_score(va.target, bst.predict(dva)), 4))
