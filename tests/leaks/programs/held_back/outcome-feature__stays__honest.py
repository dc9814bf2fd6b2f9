# kind: outcome-feature
# verdict: honest
# options: --groups patient_id --not-at-prediction treatment_days
# why: the stay is cut from treatment_days for a printed table only and taken off before the model sees the visits
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0


def read_visits():
    visits = pd.read_csv("patients.csv")
    visits["stay"] = pd.cut(visits.pop("treatment_days"), [-1, 0, 2, 7, 99], labels=["none", "short", "week", "long"]).astype(str)
    visits["age_band"] = (visits["age"] // 10 * 10).astype(str)
    return visits


def main():
    visits = read_visits()
    print(visits.groupby("stay")["age"].agg(["size", "mean"]).round(1))
    y, who = visits.pop("disease"), visits.pop("patient_id")
    visits = visits.drop(columns=["visit_id", "age", "stay"])

    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
    )
    model = make_pipeline(columns, LogisticRegression(class_weight="balanced", max_iter=500))
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=SEED)
    out = cross_validate(model, visits, y, groups=who, cv=folds, scoring=["average_precision", "roc_auc"])
    for name in ("average_precision", "roc_auc"):
        print(f"{name:>18}: {out['test_' + name].mean():.3f} +- {out['test_' + name].std():.3f}")


if __name__ == "__main__":
    main()
