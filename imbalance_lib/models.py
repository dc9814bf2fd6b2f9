"""Two plain models for tables with gaps and categories, prepared inside the pipeline so that nothing leaks."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def logistic(**settings: Any) -> "Pipeline":
    """Gaps filled with the median, numbers scaled, categories one-hot; then logistic regression.

    `settings` go to `LogisticRegression`, for example `class_weight="balanced"`.
    """
    from sklearn.linear_model import LogisticRegression

    return _prepared(LogisticRegression(**{"max_iter": 2000, **settings}))


def forest(random_state: int, **settings: Any) -> "Pipeline":
    """The same preparation; then a random forest of 100 trees with at least 3 rows in a leaf."""
    from sklearn.ensemble import RandomForestClassifier

    usual = {"n_estimators": 100, "min_samples_leaf": 3}
    return _prepared(RandomForestClassifier(random_state=random_state, **{**usual, **settings}))


def _prepared(model: Any) -> "Pipeline":
    from sklearn.compose import make_column_selector, make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    prepare = make_column_transformer(
        (numbers, make_column_selector(dtype_include="number")),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude="number")),
    )
    return make_pipeline(prepare, model)
