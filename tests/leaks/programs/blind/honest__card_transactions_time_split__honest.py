# kind: honest
# verdict: honest
# why: rows are sorted by time and cut with df[:n], history features only look at earlier transactions of the same card, and tuning uses TimeSeriesSplit inside the training period.
# -*- coding: utf-8 -*-
# Fraud in card transactions, with a proper "past -> future" evaluation
import os
import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import average_precision_score, roc_auc_score, confusion_matrix, classification_report

SEED = 0
r = np.random.RandomState(SEED)
home = tempfile.mkdtemp()

# ===== write transactions.csv =====
n = 2300
card = r.randint(1000, 1150, n)
seconds = r.randint(0, 90 * 86400, n)
when = pd.Timestamp('2023-01-01') + pd.to_timedelta(seconds, unit='s')
night = (when.hour < 6).astype(int)
amt = np.round(np.exp(r.normal(3.5, .9, n)), 2)
online = r.randint(0, 2, n)
dist = np.round(r.exponential(8, n), 2)
lo = -4.4 + 1.2 * night + .9 * (np.log(amt) - 3.5) + .8 * online + .05 * dist
fraud = (r.rand(n) < 1 / (1 + np.exp(-lo))).astype(int)
pd.DataFrame({'trans_date_trans_time': when.strftime('%Y-%m-%d %H:%M:%S'), 'cc_num': card, 'amt': amt,
              'online': online, 'distance_km': dist, 'is_fraud': fraud}).to_csv(
    os.path.join(home, 'transactions.csv'), index=False)

# ===== read =====
df = pd.read_csv(os.path.join(home, 'transactions.csv'), parse_dates=['trans_date_trans_time'])
print(df.dtypes)
print(df.describe())
print('fraud share', df['is_fraud'].mean())

# ===== time features =====
t = df['trans_date_trans_time']
df['hour'] = t.dt.hour
df['dayofweek'] = t.dt.day_of_week
df['weekend'] = (df['dayofweek'] >= 5).astype(int)
df['is_night'] = (df['hour'] < 6).astype(int)
df['hour_sin'] = np.sin(2 * np.pi * df['hour'] / 24)
df['hour_cos'] = np.cos(2 * np.pi * df['hour'] / 24)
df['log_amt'] = np.log1p(df['amt'])

fig, ax = plt.subplots(1, 2, figsize=(10, 3.5))
df.groupby('hour')['is_fraud'].mean().plot(kind='bar', ax=ax[0], title='fraud rate per hour')
df.groupby(t.dt.to_period('W').astype(str))['is_fraud'].sum().plot(ax=ax[1], title='frauds per week')
fig.tight_layout()
fig.savefig(os.path.join(home, 'time.png'), dpi=50)
plt.close(fig)

# ===== history of the card: only what happened BEFORE the row =====
df = df.sort_values(['trans_date_trans_time', 'cc_num'], kind='stable').reset_index(drop=True)
g = df.groupby('cc_num')
df['n_before'] = g.cumcount()
prev_sum = g['amt'].cumsum() - df['amt']
df['mean_before'] = np.where(df['n_before'] > 0, prev_sum / df['n_before'].clip(lower=1), df['amt'])
df['amt_vs_mean'] = df['amt'] / df['mean_before']
gap = g['trans_date_trans_time'].diff().dt.total_seconds() / 3600
df['hours_since_last'] = gap.fillna(-1)

features = ['log_amt', 'online', 'distance_km', 'dayofweek', 'weekend', 'is_night', 'hour_sin', 'hour_cos',
            'n_before', 'amt_vs_mean', 'hours_since_last']
target = 'is_fraud'

# ===== first 75% of the time line = train, rest = test =====
n_train = int(len(df) * 0.75)
train = df[:n_train]
test = df[n_train:]
print('train', train['trans_date_trans_time'].min(), '->', train['trans_date_trans_time'].max())
print('test ', test['trans_date_trans_time'].min(), '->', test['trans_date_trans_time'].max())
print('fraud rate train %.3f test %.3f' % (train[target].mean(), test[target].mean()))

# ===== models =====
tscv = TimeSeriesSplit(n_splits=3)
logit = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression(class_weight='balanced', max_iter=500)),
                     {'logisticregression__C': [.01, .1, 1]}, scoring='average_precision', cv=tscv)
hgb = HistGradientBoostingClassifier(max_iter=40, max_depth=3, learning_rate=.1, early_stopping=False,
                                     class_weight='balanced', random_state=SEED)
forest = RandomForestClassifier(n_estimators=60, min_samples_leaf=4, class_weight='balanced_subsample',
                                random_state=SEED)

out = []
for name, m in [('logit', logit), ('hist gradient boosting', hgb), ('random forest', forest)]:
    m.fit(train[features], train[target])
    if name == 'logit':
        print('chosen C', m.best_params_)
    p = m.predict_proba(test[features])[:, 1]
    yhat = (p > .5).astype(int)
    print('\n' + name)
    print(confusion_matrix(test[target], yhat))
    print(classification_report(test[target], yhat, zero_division=0))
    # how many frauds would be caught by looking at the 50 most suspicious payments
    top50 = test[target].to_numpy()[np.argsort(-p)[:50]].sum()
    out.append((name, roc_auc_score(test[target], p), average_precision_score(test[target], p), top50))

print(pd.DataFrame(out, columns=['model', 'roc_auc', 'avg_precision', 'hits_in_top_50']).round(3))

imp = pd.Series(forest.feature_importances_, features).sort_values()
imp.plot(kind='barh', figsize=(6, 4))
plt.tight_layout()
plt.savefig(os.path.join(home, 'importance.png'), dpi=50)
plt.close()
