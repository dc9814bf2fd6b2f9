# kind: honest
# verdict: honest
# why: the random search works with group folds inside the training patients; the test patients are used once
import pandas as pd
from scipy.stats import loguniform, randint
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold, GroupShuffleSplit, RandomizedSearchCV

SEED = 0
DROP = ["visit_id", "patient_id", "treatment_days", "disease", "sex", "ward"]


class Experiment:
    def __init__(self, path):
        self.table = pd.read_csv(path)
        self.who = self.table["patient_id"]
        self.y = self.table["disease"]
        self.X = self.table.drop(columns=DROP).assign(female=self.table["sex"].eq("f").astype(int))

    def split(self):
        a, b = next(GroupShuffleSplit(1, test_size=0.3, random_state=SEED).split(self.X, self.y, self.who))
        return a, b

    def run(self):
        a, b = self.split()
        search = RandomizedSearchCV(
            HistGradientBoostingClassifier(max_iter=40, random_state=SEED),
            {"learning_rate": loguniform(0.03, 0.3), "max_leaf_nodes": randint(4, 16), "l2_regularization": loguniform(1e-2, 10)},
            n_iter=5,
            cv=GroupKFold(3),
            scoring="roc_auc",
            random_state=SEED,
        )
        search.fit(self.X.iloc[a], self.y.iloc[a], groups=self.who.iloc[a])
        return search.best_params_, search.score(self.X.iloc[b], self.y.iloc[b])


params, auc = Experiment("patients.csv").run()
print({k: round(float(v), 3) for k, v in params.items()})
print(f"AUC on unseen patients: {auc:.3f}")
