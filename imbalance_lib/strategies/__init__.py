"""The remedies for a rare class as ready pipelines: a strategy, and a family of classifiers that it is used with.

Everything that learns from rows is inside the pipeline, so that cross-validation hands it training rows alone. All
families share one preparation. Where to put the threshold is no strategy: it is chosen after any of them.

>>> print(pipeline("smote-half", "logistic"))
StrategyPipeline
  prepare: ColumnTransformer
    number (dtype_include='number'): Pipeline
      fill: SimpleImputer(keep_empty_features=True, strategy='median')
      scale: StandardScaler()
    missing (dtype_include='number'): MissingIndicator(error_on_new=False)
    category (dtype_exclude='number'): OrdinalEncoder(encoded_missing_value=-1, handle_unknown='use_encoded_value',
        max_categories=20, min_frequency=10, unknown_value=-2)
  resample: Smote(categorical='^category__|^missing__', random_state=0, sampling_strategy=0.5)
  encode: ColumnTransformer(remainder='passthrough', sparse_threshold=0)
    category (pattern='^category__'): OneHotEncoder(handle_unknown='ignore')
  model: LogisticRegression(max_iter=2000)
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

Maker = Callable[[int], Any]
"""Makes an estimator from its random state."""

CODES = "^category__|^missing__"
"""The names of the prepared columns that hold codes, not amounts."""


@dataclass(frozen=True)
class Family:
    """A kind of classifier: how to make it without weights, what to tune, and which parameter takes weights."""

    name: str
    make: Maker
    grid: Mapping[str, tuple[Any, ...]]  # three candidates each, so that no family is tuned more than another
    weights: str | None = "class_weight"  # None: it takes no weights
    probabilities: bool = True  # False: an outsider that never sees the labels and gives an anomaly score


@dataclass(frozen=True)
class Strategy:
    """A remedy. What is None or False is left out of the pipeline."""

    name: str
    title: str
    does: str
    resample: Maker | None = None  # on the prepared table, categories still as codes
    clean: Callable[[], Any] | None = None  # after one-hot encoding: it measures distances between all rows
    weights: str | None = None  # balanced: from the labels after resampling; original: from those before
    bagged: bool = False
    corrected: bool = False  # for the prior: only where the strategy trains at a prevalence of 1/2

    def suits(self, family: Family) -> bool:
        """Whether the family can use this: weights need a parameter, and the outsider learns from no labels."""
        if not family.probabilities:
            return self == Strategy(self.name, self.title, self.does)
        return self.weights is None or family.weights is not None


def pipeline(strategy: str, family: str, random_state: int = 0) -> "Pipeline":
    """The unfitted pipeline of a strategy with a family: for a DataFrame and labels of which 1 is the rare class.

    Numbers are scaled, so that SMOTE's distances mean something; gaps are filled with the median, and marked in a
    column of their own. All other columns are categories. Their levels become codes (those of fewer than 10 rows
    pooled, and all but the 19 most frequent), which are one-hot encoded after resampling: interpolated dummies
    would be halves of cities. SMOTE to half needs fewer positives than half the negatives. Raises ValueError for
    unknown names and for a strategy that does not suit the family; `applicable` lists the pairs that work.
    """
    from imblearn.pipeline import Pipeline

    from imbalance_lib.strategies.estimators import PriorCorrected, RatioWeights, StrategyPipeline

    chosen, kind = _pair(strategy, family)
    prepare, encode = _prepared()
    steps = [("resample", chosen.resample(random_state))] if chosen.resample else []
    steps.append(("encode", encode))
    if chosen.clean:
        steps.append(("clean", chosen.clean()))
    steps.append(("model", _model(chosen, kind, random_state)))
    if chosen.corrected:
        steps = [("model", PriorCorrected(Pipeline(steps), trained_prevalence=0.5))]
    if chosen.weights == "original":
        steps = [("model", RatioWeights(Pipeline(steps), parameter=f"model__{kind.weights}"))]
    return StrategyPipeline([("prepare", prepare), *steps])


def grid(strategy: str, family: str) -> dict[str, list[Any]]:
    """What to tune, under the names that the pipeline gives it: the `param_grid` of a `GridSearchCV`.

    >>> grid("nothing", "logistic"), grid("undersampling-corrected", "logistic")
    ({'model__C': [0.01, 0.1, 1.0]}, {'model__estimator__model__C': [0.01, 0.1, 1.0]})
    """
    names, place = pipeline(strategy, family).get_params(), "model"
    while inner := [f"{place}__{part}" for part in ("estimator", "model") if f"{place}__{part}" in names]:
        place = inner[0]
    return {f"{place}__{parameter}": list(values) for parameter, values in FAMILIES[family].grid.items()}


def applicable() -> list[tuple[str, str]]:
    """Every strategy with every family that it suits, by name: what `pipeline` accepts."""
    return [(s.name, f.name) for s in STRATEGIES.values() for f in FAMILIES.values() if s.suits(f)]


def scores(fitted: "Pipeline", X: Any) -> "NDArray":
    """What a fitted pipeline ranks rows by: the probability of class 1, or for the outsider the anomaly score."""
    return fitted.predict_proba(X)[:, 1] if hasattr(fitted, "predict_proba") else -fitted.score_samples(X)


def fingerprint(strategy: str, family: str) -> str:
    """A short hash of all that decides what the pipeline does, so that a stored result is known to be stale.

    It covers the settings of every step, what is tuned, and the code of this library that runs inside; comments,
    docstrings, titles and the other pairs do not count. Versions of other libraries are not part of it.

    >>> fingerprint("smote", "logistic") == fingerprint("smote", "logistic") != fingerprint("smote", "tree")
    True
    """
    from imbalance_lib.strategies.description import describe, own_code

    built = pipeline(strategy, family)
    code = [code for _, step in built.steps for code in own_code(step)]
    parts = [describe(built), repr(grid(strategy, family)), *code]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _pair(strategy: str, family: str) -> tuple[Strategy, Family]:
    if strategy not in STRATEGIES:
        raise ValueError(f"strategy is {strategy!r}; expected one of {', '.join(STRATEGIES)}")
    if family not in FAMILIES:
        raise ValueError(f"family is {family!r}; expected one of {', '.join(FAMILIES)}")
    if not STRATEGIES[strategy].suits(FAMILIES[family]):
        fitting = ", ".join(name for name, other in STRATEGIES.items() if other.suits(FAMILIES[family]))
        raise ValueError(f"strategy is {strategy!r}, which does not suit {family!r}; expected one of {fitting}")
    return STRATEGIES[strategy], FAMILIES[family]


def _prepared() -> tuple[Any, Any]:
    """The two halves of the preparation: a table of numbers and codes, and the codes one-hot encoded."""
    from sklearn.compose import ColumnTransformer, make_column_selector
    from sklearn.impute import MissingIndicator, SimpleImputer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

    fill = SimpleImputer(strategy="median", keep_empty_features=True)
    numbers = Pipeline([("fill", fill), ("scale", StandardScaler())])
    codes = OrdinalEncoder(
        min_frequency=10,
        max_categories=20,
        encoded_missing_value=-1,
        handle_unknown="use_encoded_value",
        unknown_value=-2,
    )
    prepare = ColumnTransformer(
        [
            ("number", numbers, make_column_selector(dtype_include="number")),
            ("missing", MissingIndicator(error_on_new=False), make_column_selector(dtype_include="number")),
            ("category", codes, make_column_selector(dtype_exclude="number")),
        ]
    )
    dummies = OneHotEncoder(handle_unknown="ignore")
    encode = ColumnTransformer(
        [("category", dummies, make_column_selector(pattern="^category__"))],
        remainder="passthrough",
        sparse_threshold=0,
    )
    return prepare.set_output(transform="pandas"), encode  # by name: the sampler has to know which columns are codes


def _model(strategy: Strategy, family: Family, random_state: int) -> Any:
    from imblearn.ensemble import BalancedBaggingClassifier

    from imbalance_lib.strategies.estimators import RatioWeights

    model = family.make(random_state)
    if strategy.weights == "balanced" and family.weights == "class_weight":
        model.set_params(class_weight="balanced")
    elif strategy.weights == "balanced":
        model = RatioWeights(model, parameter=str(family.weights))
    if strategy.bagged:
        # Without a bootstrap every bag holds all positives: there are few enough as it is.
        model = BalancedBaggingClassifier(model, bootstrap=False, n_jobs=1, random_state=random_state)
    return model


def _logistic(random_state: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=2000)


def _tree(random_state: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=random_state)


def _forest(random_state: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(n_estimators=60, min_samples_leaf=3, n_jobs=1, random_state=random_state)


def _boosting(random_state: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    # The usual 20 rows a leaf would leave a table that was undersampled to 26 rows without a single split. Of weighted
    # rows scikit-learn finds the bins one by one, which with the usual 255 takes far longer than the boosting.
    return HistGradientBoostingClassifier(
        max_leaf_nodes=15, min_samples_leaf=5, max_bins=63, early_stopping=False, random_state=random_state
    )


def _xgboost(random_state: int) -> Any:
    from xgboost import XGBClassifier

    return XGBClassifier(n_estimators=100, max_depth=4, n_jobs=1, random_state=random_state)


def _neighbors(random_state: int) -> Any:
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(n_jobs=1)


def _isolation_forest(random_state: int) -> Any:
    from sklearn.ensemble import IsolationForest

    return IsolationForest(n_jobs=1, random_state=random_state)


def _under(random_state: int) -> Any:
    from imblearn.under_sampling import RandomUnderSampler

    return RandomUnderSampler(random_state=random_state)


def _over(random_state: int) -> Any:
    from imblearn.over_sampling import RandomOverSampler

    return RandomOverSampler(random_state=random_state)


def _smote(random_state: int) -> Any:
    from imbalance_lib.strategies.estimators import Smote

    return Smote(categorical=CODES, random_state=random_state)


def _smote_half(random_state: int) -> Any:
    return _smote(random_state).set_params(sampling_strategy=0.5)


def _tomek() -> Any:
    from imblearn.under_sampling import TomekLinks

    return TomekLinks(sampling_strategy="all", n_jobs=1)


def _enn() -> Any:
    from imbalance_lib.strategies.estimators import Edited

    return Edited(sampling_strategy="all", n_jobs=1)


# Depth is tuned, not rows in a leaf: copies of a row fill a leaf as well as rows do.
FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("logistic", _logistic, {"C": (0.01, 0.1, 1.0)}),
        Family("tree", _tree, {"max_depth": (3, 6, None)}),
        Family("forest", _forest, {"max_depth": (4, 8, None)}),
        Family("boosting", _boosting, {"learning_rate": (0.02, 0.05, 0.1)}),
        Family("xgboost", _xgboost, {"learning_rate": (0.03, 0.1, 0.3)}, weights="scale_pos_weight"),
        Family("neighbors", _neighbors, {"n_neighbors": (3, 7, 15)}, weights=None),
        Family(
            "isolation-forest",
            _isolation_forest,
            {"max_samples": (0.1, 0.3, 1.0)},
            weights=None,
            probabilities=False,
        ),
    )
}

STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy
    for strategy in (
        Strategy("nothing", "Nothing", "Trains on the rows as they are."),
        Strategy(
            "weights",
            "Class weights",
            "Weighs both classes equally in the loss.",
            weights="balanced",
        ),
        Strategy(
            "undersampling",
            "Random undersampling",
            "Drops random negatives until there are as many as positives.",
            resample=_under,
        ),
        Strategy(
            "oversampling",
            "Random oversampling",
            "Repeats random positives until there are as many as negatives.",
            resample=_over,
        ),
        Strategy(
            "smote-half",
            "SMOTE to half",
            "Adds positives between neighboring positives until there are half as many as negatives.",
            resample=_smote_half,
        ),
        Strategy(
            "smote",
            "SMOTE to parity",
            "Adds positives between neighboring positives until there are as many as negatives.",
            resample=_smote,
        ),
        Strategy(
            "smote-tomek",
            "SMOTE and Tomek links",
            "After SMOTE to parity, drops pairs of opposite classes that are each other's nearest neighbors.",
            resample=_smote,
            clean=_tomek,
        ),
        Strategy(
            "smote-enn",
            "SMOTE and edited nearest neighbors",
            "After SMOTE to parity, drops rows that are not of one class with all of their three nearest neighbors.",
            resample=_smote,
            clean=_enn,
        ),
        Strategy(
            "balanced-bagging",
            "Balanced bagging",
            "Averages ten models, each trained on all positives and as many random negatives.",
            bagged=True,
        ),
        Strategy(
            "smote-half-weights",
            "SMOTE to half, then class weights",
            "Adds positives up to half the negatives, and lets balanced weights go the rest of the way.",
            resample=_smote_half,
            weights="balanced",
        ),
        Strategy(
            "smote-half-original-weights",
            "SMOTE to half, then the original weights",
            "Adds positives up to half the negatives, then weighs each by the ratio before: corrects twice.",
            resample=_smote_half,
            weights="original",
        ),
        Strategy(
            "weights-corrected",
            "Class weights with prior correction",
            "Weighs both classes equally, then maps the probabilities back to the true prevalence.",
            weights="balanced",
            corrected=True,
        ),
        Strategy(
            "smote-corrected",
            "SMOTE to parity with prior correction",
            "Adds positives until there is parity, then maps the probabilities back to the true prevalence.",
            resample=_smote,
            corrected=True,
        ),
        Strategy(
            "undersampling-corrected",
            "Random undersampling with prior correction",
            "Drops negatives until there is parity, then maps the probabilities back to the true prevalence.",
            resample=_under,
            corrected=True,
        ),
    )
}
