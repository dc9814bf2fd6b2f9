"""What scikit-learn and imbalanced-learn lack for the remedies: samplers, wrappers, a pipeline that prints well."""

import re
from typing import Any, Self

import numpy as np
from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC
from imblearn.over_sampling.base import BaseOverSampler
from imblearn.pipeline import Pipeline
from imblearn.under_sampling import EditedNearestNeighbours
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils import check_array, column_or_1d, get_tags
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted

from imbalance_lib.priors import corrected_probability
from imbalance_lib.strategies.description import describe


class Smote(BaseOverSampler):
    """imbalanced-learn's SMOTE for numbers, SMOTENC for a mixed table and SMOTEN for categories alone.

    Columns whose names match the regular expression `categorical` hold codes, which must be copied from a neighbor
    and not averaged: between two cities there is no city. `k_neighbors` shrinks where a fold has too few rows of a
    class for it. Raises ValueError if a class that needs more rows has only one.
    """

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        categorical: str | None = None,
        k_neighbors: int = 5,
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.categorical = categorical
        self.k_neighbors = k_neighbors
        self.random_state = random_state

    def _fit_resample(self, X: Any, y: NDArray) -> tuple[Any, NDArray]:
        wanted = {label: extra for label, extra in self.sampling_strategy_.items() if extra > 0}
        fewest = min((np.sum(y == label) for label in wanted), default=self.k_neighbors + 1)
        if fewest < 2:
            raise ValueError("y has a class of 1 row; SMOTE needs at least 2 rows of it, to place new ones between")
        settings = {
            # Counts, not a share: nothing is left to decide again.
            "sampling_strategy": {label: int(np.sum(y == label)) + extra for label, extra in wanted.items()},
            "k_neighbors": int(min(self.k_neighbors, fewest - 1)),
            "random_state": self.random_state,
        }
        codes = np.flatnonzero([self._is_categorical(name) for name in getattr(self, "feature_names_in_", [])]).tolist()
        if not codes:
            return SMOTE(**settings).fit_resample(X, y)
        if len(codes) == X.shape[1]:
            return SMOTEN(**settings).fit_resample(X, y)
        return SMOTENC(codes, categorical_encoder=_Dense(handle_unknown="ignore"), **settings).fit_resample(X, y)

    def _is_categorical(self, name: str) -> bool:
        return self.categorical is not None and re.search(self.categorical, name) is not None


class _Dense(OneHotEncoder):
    """scikit-learn's encoder, which decodes a sparse table row by row; for a dense one this is far quicker."""

    def inverse_transform(self, X: Any) -> NDArray:
        return super().inverse_transform(X.toarray())


class Edited(EditedNearestNeighbours):
    """imbalanced-learn's edited nearest neighbors, which drop nothing where they would leave a class under 10 rows.

    Among categories alone most rows have a twin of the other class, and editing can take a whole class away.
    """

    def _fit_resample(self, X: Any, y: NDArray) -> tuple[Any, NDArray]:
        rows, labels = super()._fit_resample(X, y)
        if all(np.sum(labels == label) >= 10 for label in np.unique(y)):
            return rows, labels
        self.sample_indices_ = np.arange(len(y))
        return X, y


class _Wrapper(MetaEstimatorMixin, ClassifierMixin, BaseEstimator):
    """What both wrappers share: they take two classes, and hand on the table as it is."""

    estimator: Any

    def _fitted_on(self, estimator: Any, X: Any, y: NDArray) -> Self:
        self.estimator_ = estimator.fit(X, y)
        self.classes_ = estimator.classes_
        for name in ("n_features_in_", "feature_names_in_"):
            if hasattr(estimator, name):
                setattr(self, name, getattr(estimator, name))
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """The probabilities of both classes, a column each."""
        check_is_fitted(self)
        return self.estimator_.predict_proba(X)

    def predict(self, X: Any) -> NDArray:
        """The class whose probability is above 0.5."""
        positive = self.predict_proba(X)[:, 1] > 0.5
        return self.classes_[positive.astype(int)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags = get_tags(self.estimator).input_tags
        return tags


class PriorCorrected(_Wrapper):
    """Probabilities of a classifier that learned from a changed mix of classes, corrected for the true mix.

    `estimator` holds the resampling or the weights as well as the classifier, `trained_prevalence` is the share of
    positives that it gives the classifier, 1/2 if it balances. The true prevalence is that of the labels in `fit`.
    See `priors.corrected_probability`. The positive class is the second one in sorted order.
    """

    def __init__(self, estimator: Any, *, trained_prevalence: float) -> None:
        self.estimator = estimator
        self.trained_prevalence = trained_prevalence

    def fit(self, X: Any, y: ArrayLike) -> Self:
        """Fits the estimator and notes the prevalence. Raises ValueError if there are more than two classes."""
        labels = _two_classes(y)
        self._fitted_on(clone(self.estimator), X, labels)
        self.prevalence_ = float(np.mean(labels == self.classes_[1]))
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """The corrected probabilities of both classes, a column each."""
        check_is_fitted(self)
        positive = corrected_probability(super().predict_proba(X)[:, 1], self.trained_prevalence, self.prevalence_)
        return np.column_stack([1 - positive, positive])


class RatioWeights(_Wrapper):
    """Weighs positives by the number of negatives per positive in the labels of `fit`.

    The weight is written into `parameter` of the estimator: a `scale_pos_weight` gets the number, a `class_weight`
    gets {0: 1, 1: number}. Around a classifier this balances. Around a pipeline that resamples, the ratio is that
    of the labels *before* resampling, which corrects twice.
    """

    def __init__(self, estimator: Any, *, parameter: str) -> None:
        self.estimator = estimator
        self.parameter = parameter

    def fit(self, X: Any, y: ArrayLike) -> Self:
        """Sets the weight, then fits. Raises ValueError if there are more than two classes."""
        labels = _two_classes(y)
        classes, counts = np.unique(labels, return_counts=True)
        ratio = float(counts[0] / counts[-1])
        weight = dict(zip(classes.tolist(), (1.0, ratio), strict=False))  # of one class, the estimator may complain
        estimator = clone(self.estimator)
        estimator.set_params(**{self.parameter: weight if self.parameter.endswith("class_weight") else ratio})
        return self._fitted_on(estimator, X, labels)


class StrategyPipeline(Pipeline):
    """imbalanced-learn's pipeline, printed one step a line with the settings that are not defaults."""

    def __repr__(self) -> str:
        return describe(self)


def _two_classes(y: ArrayLike) -> NDArray:
    if y is None:
        raise ValueError("fit requires y to be passed, but the target y is None")
    labels = column_or_1d(check_array(y, ensure_2d=False, dtype=None), warn=True)
    kind = type_of_target(labels, input_name="y", raise_unknown=True)
    if kind != "binary":
        raise ValueError(f"Only binary classification is supported. The type of the target is {kind}.")
    return labels
