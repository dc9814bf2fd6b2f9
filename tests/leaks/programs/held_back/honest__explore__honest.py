# kind: honest
# verdict: honest
# why: means, correlations and the test of all rows are only printed; the columns of the model are a fixed list and its preprocessing is fitted on the training rows
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from scipy import stats
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer

SEED = 0

# %% look at the data
df = pd.read_csv("churn.csv")
df["y"] = df.churned.eq("yes") * 1
print(df.describe().T[["mean", "std", "min", "max"]].round(2))
print(df.groupby("contract").y.mean().round(3).to_dict())
print(df.groupby("city").y.mean().nlargest(3).round(2).to_dict())
corr = df.select_dtypes("number").corr()["y"].drop("y").sort_values()
print(corr.round(2).to_string())
print("Mann-Whitney, calls: p = %.2g" % stats.mannwhitneyu(df.calls[df.y == 1], df.calls[df.y == 0]).pvalue)
z = (df.monthly_charges - df.monthly_charges.mean()) / df.monthly_charges.std()
print("unusual bills:", int((z.abs() > 3).sum()))
sns.boxplot(data=df, x="churned", y="tenure")
plt.savefig("tenure.png", dpi=50)

# %% model
cols = ["tenure", "monthly_charges", "calls", "minutes"]
train, test = train_test_split(df, test_size=0.3, random_state=SEED, stratify=df.y)
m = make_pipeline(SimpleImputer(), QuantileTransformer(n_quantiles=100, output_distribution="normal"), LogisticRegression())
m.fit(train[cols], train.y)
p = m.predict_proba(test[cols])[:, 1]
print("AUC %.3f, Brier %.4f" % (roc_auc_score(test.y, p), brier_score_loss(test.y, p)))
