# kind: honest
# verdict: honest
# why: the scaler and the oversampler live inside the pipeline that GridSearchCV tunes on the training rows only, and the test rows are scored once with the refitted winner.
# Customer churn notebook
import os, tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
try:
    import seaborn as sns
except ImportError:
    sns = None
from sklearn.model_selection import train_test_split, GridSearchCV, StratifiedKFold
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, confusion_matrix, roc_auc_score, f1_score
from imblearn.pipeline import Pipeline
from imblearn.over_sampling import RandomOverSampler

SEED = 0
rng = np.random.RandomState(SEED)
tmp = tempfile.mkdtemp()
path = tmp + '/churn.csv'

# ---- create the file (synthetic version of the telco table) ----
n = 1500
tenure = rng.randint(0, 72, n)
contract = rng.choice(['Month-to-month', 'One year', 'Two year'], n, p=[.55, .25, .2])
internet = rng.choice(['DSL', 'Fiber optic', 'No'], n, p=[.4, .4, .2])
payment = rng.choice(['Electronic check', 'Mailed check', 'Bank transfer', 'Credit card'], n)
gender = rng.choice(['Male', 'Female'], n)
monthly = np.round(20 + 40 * (internet == 'Fiber optic') + 20 * (internet == 'DSL') + rng.gamma(2, 6, n), 2)
total = np.round(monthly * tenure * rng.uniform(.9, 1.1, n), 2)
logit = -2.2 + 1.2 * (contract == 'Month-to-month') - .035 * tenure + .6 * (internet == 'Fiber optic') \
        + .4 * (payment == 'Electronic check') + .006 * monthly
churn = np.where(rng.rand(n) < 1 / (1 + np.exp(-logit)), 'Yes', 'No')
raw = pd.DataFrame({'customerID': ['C%05d' % i for i in rng.permutation(n)], 'gender': gender, 'tenure': tenure,
                    'Contract': contract, 'InternetService': internet, 'PaymentMethod': payment,
                    'MonthlyCharges': monthly, 'TotalCharges': total.astype(str), 'Churn': churn})
raw.loc[raw.tenure == 0, 'TotalCharges'] = ' '
raw.to_csv(path, index=False)

# ---- start of the notebook ----
df = pd.read_csv(path)
print(df.head())
df.info()
print(df.describe())

# TotalCharges comes as text, blanks for new customers
df['TotalCharges'] = pd.to_numeric(df['TotalCharges'], errors='coerce')
print(df.isnull().sum())
df = df.dropna().copy()
df = df.drop('customerID', axis=1)

print(df['Churn'].value_counts())
print(df['Churn'].value_counts(normalize=True))

for c in ['gender', 'Contract', 'InternetService', 'PaymentMethod']:
    print(pd.crosstab(df[c], df['Churn'], normalize='index').round(3))

fig, ax = plt.subplots(1, 2, figsize=(10, 4))
for lab, part in df.groupby('Churn'):
    ax[0].hist(part['tenure'], bins=24, alpha=.5, label=lab)
    ax[1].hist(part['MonthlyCharges'], bins=24, alpha=.5, label=lab)
ax[0].set_xlabel('tenure'); ax[1].set_xlabel('MonthlyCharges')
ax[0].legend()
fig.savefig(tmp + '/hist.png', dpi=50)
plt.close(fig)

num = df[['tenure', 'MonthlyCharges', 'TotalCharges']].corr()
print(num)
plt.figure(figsize=(4, 3))
if sns is not None:
    sns.heatmap(num, annot=True, cmap='Blues')
else:
    plt.imshow(num)
plt.savefig(tmp + '/corr.png', dpi=50)
plt.close()

# ---- features ----
df['Churn'] = df['Churn'].map({'No': 0, 'Yes': 1})
df['gender'] = df['gender'].map({'Male': 0, 'Female': 1})
df['avg_charge'] = df['TotalCharges'] / df['tenure']
df['diff_charge'] = df['MonthlyCharges'] - df['avg_charge']
df = pd.get_dummies(df, columns=['Contract', 'InternetService', 'PaymentMethod'], drop_first=True, dtype=int)
print(df.columns.tolist())

X = df.drop(columns='Churn')
y = df['Churn']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=.2, random_state=SEED, stratify=y)

# ---- grid search on the training part ----
pipe = Pipeline([
    ('scale', StandardScaler()),
    ('over', RandomOverSampler(random_state=SEED)),
    ('clf', LogisticRegression(max_iter=1000)),
])
grid = {'clf__C': [0.01, 0.1, 1, 10], 'over__sampling_strategy': [0.6, 1.0]}
cv = StratifiedKFold(n_splits=4, shuffle=True, random_state=SEED)
gs = GridSearchCV(pipe, grid, cv=cv, scoring='f1')
gs.fit(X_train, y_train)
print('best params:', gs.best_params_)
print('cv f1 during search: %.3f' % gs.best_score_)
print(pd.DataFrame(gs.cv_results_)[['params', 'mean_test_score', 'std_test_score']])

# ---- final check on test ----
y_pred = gs.predict(X_test)
y_prob = gs.predict_proba(X_test)[:, 1]
print(classification_report(y_test, y_pred, target_names=['stay', 'churn']))
cm = confusion_matrix(y_test, y_pred)
print(pd.DataFrame(cm, index=['true stay', 'true churn'], columns=['pred stay', 'pred churn']))
print('test f1  : %.3f' % f1_score(y_test, y_pred))
print('test auc : %.3f' % roc_auc_score(y_test, y_prob))

coef = pd.Series(gs.best_estimator_.named_steps['clf'].coef_[0], index=X.columns).sort_values()
print(coef)
coef.plot(kind='barh', figsize=(6, 4), title='Coefficients')
plt.tight_layout()
plt.savefig(tmp + '/coef.png', dpi=50)
plt.close()
