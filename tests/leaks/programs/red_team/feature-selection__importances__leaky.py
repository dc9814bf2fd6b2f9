# kind: feature-selection
# verdict: leak
# why: the forest whose importances pick the columns is fitted on all samples, the test samples included.
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

SEED = 0


def rank_columns(X, y, n):
    et = ExtraTreesClassifier(60, max_features=0.3, random_state=SEED).fit(X, y)
    return pd.Series(et.feature_importances_, X.columns).sort_values(ascending=False).index[:n]


def main():
    genes = pd.read_csv("genes.csv")
    X, y = genes.drop(columns="relapse"), genes["relapse"]
    tr, te = train_test_split(genes.index, test_size=0.4, stratify=y, random_state=SEED)
    cols = rank_columns(X, y, 15)  # <- leak
    lr = LogisticRegressionCV(Cs=3, cv=3, class_weight="balanced", use_legacy_attributes=False, l1_ratios=(0,))
    lr.fit(X.loc[tr, cols], y[tr])
    print("balanced accuracy", round(balanced_accuracy_score(y[te], lr.predict(X.loc[te, cols])), 3))


if __name__ == "__main__":
    main()
