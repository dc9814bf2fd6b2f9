"""What an estimator is for, what it was set to, and what its table gives away."""

from typing import Any

import numpy as np

META = (
    "Pipeline", "GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV",
    "ColumnTransformer",
    "FeatureUnion", "CalibratedClassifierCV", "StackingClassifier", "VotingClassifier", "TunedThresholdClassifierCV",
    "FixedThresholdClassifier", "OneVsRestClassifier", "MultiOutputClassifier", "TransformedTargetRegressor",
    "FrozenEstimator",
)  # fmt: skip


SEARCHES = ("GridSearchCV", "RandomizedSearchCV", "HalvingGridSearchCV", "HalvingRandomSearchCV")


STATELESS = (
    "FunctionTransformer", "Normalizer", "Binarizer", "PolynomialFeatures", "HashingVectorizer", "FeatureHasher",
    "AdditiveChi2Sampler", "DictVectorizer",
)  # fmt: skip


ENCODERS = ("OneHotEncoder", "OrdinalEncoder", "LabelEncoder", "LabelBinarizer", "MultiLabelBinarizer")


def copies_of(array: Any, labels: Any, names: list[str] | None) -> list[str]:
    """The columns of a table that have two values, one for each label, in every row."""
    if (
        len(array.shape) != 2
        or hasattr(array, "tocsr")
        or array.shape[1] > 2_000
        or len(array) != len(labels)
        or len(array) < 30
    ):
        return []
    classes, which = np.unique(labels, return_inverse=True)
    if len(classes) != 2 or np.bincount(which).min() < 5:
        return []
    ones, zeros = array[which == 1], array[which == 0]
    same = (ones == ones[0]).all(axis=0) & (zeros == zeros[0]).all(axis=0) & (ones[0] != zeros[0])
    return [names[k] if names else f"column {k}" for k in np.flatnonzero(same)]


def parameters(tool: Any) -> str:
    """What an estimator was set to, as text; settings that hold no choice (jobs, verbosity) left out."""
    try:
        found = tool.get_params(deep=True)
    except Exception:  # not a scikit-learn estimator
        return ""
    plain = (bool, int, float, str, type(None), np.generic, tuple)
    kept = {k: v for k, v in found.items() if isinstance(v, plain) and not k.endswith(("n_jobs", "verbose"))}
    return repr(sorted(kept.items()))


def continues(tool: Any, method: str) -> bool:
    """Does this fit go on from an earlier one? A linear model that is solved anew only starts elsewhere."""
    family = type(tool).__module__.split(".")[:2]
    keeps = hasattr(tool, "partial_fit") or family == ["sklearn", "ensemble"]
    return method == "partial_fit" or (keeps and getattr(tool, "warm_start", False) is True)


def role_of(tool: Any, method: str, y: Any) -> str:
    """What an estimator is for."""
    name = type(tool).__name__
    if method in ("fit_resample", "fit_sample") or hasattr(tool, "fit_resample"):
        return "resampler" if name != "Pipeline" or method.startswith("fit_re") else "model"
    if name in SEARCHES:
        return "search"
    if hasattr(tool, "get_support") or hasattr(tool, "support_"):
        return "selector"
    predicts = any(hasattr(type(tool), k) for k in ("predict", "predict_proba", "decision_function"))
    if name in ("Pipeline", "ColumnTransformer", "FeatureUnion"):
        whole = name == "Pipeline" and predicts and method == "fit" and _ends_in_model(tool)
        return "model" if whole else "transformer"
    if name in ENCODERS:
        return "encoder"
    if name in STATELESS:
        return "stateless"
    if name == "TargetEncoder" or ("targetencoder" in name.lower()):
        return "target encoder"
    if hasattr(tool, "transform") and not (predicts and hasattr(tool, "classes_")) and not _is_classifier(tool):
        return "transformer"
    if predicts and y is None:
        return "outlier"
    return "model"


def _ends_in_model(tool: Any) -> bool:
    last = tool.steps[-1][1]
    return last not in (None, "passthrough") and hasattr(last, "predict")


def _is_classifier(tool: Any) -> bool:
    return getattr(tool, "_estimator_type", None) in ("classifier", "regressor") or any(
        base.__name__ in ("ClassifierMixin", "RegressorMixin", "Module") for base in type(tool).__mro__
    )
