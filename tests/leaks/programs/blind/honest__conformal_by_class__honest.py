# kind: honest
# verdict: honest
# why: conformal quantiles come from a calibration part that is apart from the fitting rows and from the test rows
"""Class-conditional split conformal prediction for a rare defect."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

SEED = 0


@dataclass
class ClassConditionalConformal:
    model: object
    alpha: float = 0.1
    quantile_: dict[int, float] = field(default_factory=dict)

    def calibrate(self, X, y) -> "ClassConditionalConformal":
        p = self.model.predict_proba(X)
        for c in (0, 1):
            s = np.sort(1 - p[y == c, c])
            rank = int(np.ceil((len(s) + 1) * (1 - self.alpha)))
            self.quantile_[c] = s[rank - 1] if rank <= len(s) else np.inf
        return self

    def predict_sets(self, X) -> np.ndarray:
        p = self.model.predict_proba(X)
        return np.column_stack([1 - p[:, c] <= self.quantile_[c] for c in (0, 1)])


def simulate(n: int, rng: np.random.Generator):
    y = (rng.random(n) < 0.09).astype(int)
    X = rng.normal(size=(n, 7))
    X[:, 0] += 1.2 * y
    X[:, 1] -= 0.9 * y
    X[:, 2] *= 1 + 0.8 * y
    X[:, 3] += 0.5 * y * X[:, 0]
    return X, y


def describe(name: str, sets: np.ndarray, y: np.ndarray) -> None:
    covered = sets[np.arange(len(y)), y]
    size = sets.sum(axis=1)
    print(f"{name}: coverage {covered.mean():.3f}"
          f" | class 0 {covered[y == 0].mean():.3f} | class 1 {covered[y == 1].mean():.3f}"
          f" | single {np.mean(size == 1):.3f} both {np.mean(size == 2):.3f} empty {np.mean(size == 0):.3f}")


def main() -> None:
    rng = np.random.default_rng(SEED)
    X, y = simulate(2500, rng)
    X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=SEED)
    X_fit, X_cal, y_fit, y_cal = train_test_split(X_rest, y_rest, test_size=0.4, stratify=y_rest, random_state=SEED)

    forest = RandomForestClassifier(80, min_samples_leaf=5, class_weight="balanced_subsample", random_state=SEED)
    forest.fit(X_fit, y_fit)

    for alpha in (0.05, 0.1, 0.2):      # all levels reported, none selected
        conf = ClassConditionalConformal(forest, alpha).calibrate(X_cal, y_cal)
        describe(f"alpha={alpha:.2f}", conf.predict_sets(X_test), y_test)


if __name__ == "__main__":
    main()
