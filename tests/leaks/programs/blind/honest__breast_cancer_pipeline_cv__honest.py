# kind: honest
# verdict: honest
# why: every sampler and the scaler are steps of imblearn pipelines, so cross_val_score refits them in each fold, and all combinations are reported without choosing one.
# Breast cancer: which resampling method helps? A comparison with cross validation

import warnings
warnings.filterwarnings('ignore')

import tempfile
import numpy as np
import pandas as pd
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import cross_val_score, cross_validate, StratifiedKFold
from imblearn.pipeline import make_pipeline
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler, NearMiss

SEED = 0

# %% load
data = load_breast_cancer()
df = pd.DataFrame(data.data, columns=data.feature_names)
df['malignant'] = (data.target == 0).astype(int)
print(df.shape)
print(df.describe().T.head(10))

# %% make it a rare event problem: thin out the malignant rows at random
rare = df[df.malignant == 1].sample(60, random_state=SEED)
df = pd.concat([df[df.malignant == 0], rare]).sample(frac=1, random_state=SEED).reset_index(drop=True)
print(df['malignant'].value_counts())

# %% look at the data
mean_cols = [c for c in df.columns if c.startswith('mean')]
print(df.groupby('malignant')[mean_cols].mean().T.round(3))

plt.figure(figsize=(6, 5))
plt.imshow(df[mean_cols + ['malignant']].corr(), cmap='viridis')
plt.xticks(range(len(mean_cols) + 1), mean_cols + ['malignant'], rotation=90)
plt.colorbar()
plt.tight_layout()
plt.savefig(tempfile.mkdtemp() + '/heatmap.png', dpi=50)
plt.close()

# We keep only the ten "mean" measurements, as in the original course exercise.
X = df[mean_cols]
y = df['malignant']

# %% the pipelines
samplers = {
    'none': None,
    'random over': RandomOverSampler(random_state=SEED),
    'smote': SMOTE(random_state=SEED, k_neighbors=5),
    'random under': RandomUnderSampler(random_state=SEED),
    'near miss': NearMiss(version=1),
}
classifiers = {
    'logreg': lambda: LogisticRegression(max_iter=1000),
    'tree': lambda: DecisionTreeClassifier(max_depth=4, random_state=SEED),
}

skf = StratifiedKFold(n_splits=4, shuffle=True, random_state=SEED)

table = []
for cname, build in classifiers.items():
    for sname, sampler in samplers.items():
        if sampler is None:
            model = make_pipeline(StandardScaler(), build())
        else:
            model = make_pipeline(StandardScaler(), sampler, build())
        scores = cross_val_score(model, X, y, cv=skf, scoring='f1')
        aps = cross_val_score(model, X, y, cv=skf, scoring='average_precision')
        print('%-8s %-14s F1 %.3f +/- %.3f   AP %.3f +/- %.3f' % (
            cname, sname, scores.mean(), scores.std(), aps.mean(), aps.std()))
        table.append({'classifier': cname, 'sampler': sname, 'f1': scores.mean(),
                      'f1_std': scores.std(), 'ap': aps.mean()})

table = pd.DataFrame(table)
print(table.pivot(index='sampler', columns='classifier', values='f1').round(3))
print(table.pivot(index='sampler', columns='classifier', values='ap').round(3))

# %% class weights instead of sampling
weighted = make_pipeline(StandardScaler(), LogisticRegression(class_weight='balanced', max_iter=1000))
res = cross_validate(weighted, X, y, cv=skf, scoring=['precision', 'recall', 'f1', 'average_precision'])
for key in ['test_precision', 'test_recall', 'test_f1', 'test_average_precision']:
    print(key, np.round(res[key], 3), 'mean', round(res[key].mean(), 3))

# %% plot
ax = table.pivot(index='sampler', columns='classifier', values='f1').plot(kind='bar', figsize=(6, 4))
ax.set_ylabel('mean F1 over 4 folds')
plt.tight_layout()
plt.savefig(tempfile.mkdtemp() + '/f1.png', dpi=50)
plt.close()

print('Conclusion: the table above is the result, differences smaller than the fold std should not be over-read.')
