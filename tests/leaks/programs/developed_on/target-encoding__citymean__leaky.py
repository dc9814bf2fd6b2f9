# kind: target-encoding
# verdict: leak
# why: city_mean is the churn rate of each city over all rows, the test rows' own labels included (the groupby line)
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SEED = 0

train = pd.read_csv('churn.csv', index_col='customerID')
train['target'] = (train.churned == 'yes').astype(int)
train = train.drop(columns=['churned', 'exit_survey'])

# mean encoding of the high-cardinality column
city_mean = train.groupby('city')['target'].mean()  # <- leak
train['city_mean'] = train['city'].map(city_mean)
train['monthly'] = (train['contract'] == 'monthly').astype(int)
train = train.drop(columns=['city', 'contract', 'plan'])

tr, va = train_test_split(train, test_size=.25, stratify=train.target, random_state=SEED)

dtr = xgb.DMatrix(tr.drop(columns='target'), label=tr.target)
dva = xgb.DMatrix(va.drop(columns='target'), label=va.target)
params = dict(objective='binary:logistic', max_depth=3, eta=.15, subsample=.9, seed=SEED, nthread=1)
bst = xgb.train(params, dtr, num_boost_round=40)
print('validation AP', round(average_precision_score(va.target, bst.predict(dva)), 4))
