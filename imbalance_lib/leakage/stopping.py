"""Which sets of rows decide when boosting stops: the last one for XGBoost, each one for LightGBM."""

from typing import Any

STOPS = ("early_stopping_rounds", "early_stopping_round", "early_stopping", "n_iter_no_change")


def stops(kwargs: dict[str, Any], settings: Any) -> bool:
    """Is early stopping on, by an argument, a setting (a dictionary's, or an estimator's attribute) or a callback?"""
    for name in STOPS:
        value = settings.get(name) if isinstance(settings, dict) else getattr(settings, name, None)
        if value or kwargs.get(name):
            return True
    callbacks = [*(kwargs.get("callbacks") or ()), *(getattr(settings, "callbacks", None) or ())]
    return any("earlystop" in type(c).__name__.lower() or "early_stop" in repr(c).lower() for c in callbacks)


def deciding(sets: list[Any], library: str) -> list[Any]:
    """The sets among those given that decide."""
    return sets if library.startswith("lightgbm") else sets[-1:]


def given_to_fit(kwargs: dict[str, Any]) -> list[Any]:
    """The features of the validation sets that an estimator's `fit` is given."""
    if kwargs.get("X_val") is not None:
        return [kwargs["X_val"]]
    if kwargs.get("eval_X") is not None:  # LightGBM 4.7
        return list(kwargs["eval_X"]) if isinstance(kwargs["eval_X"], (tuple, list)) else [kwargs["eval_X"]]
    sets = kwargs.get("eval_set") or ()
    sets = [sets] if isinstance(sets, tuple) and len(sets) == 2 and not isinstance(sets[0], (tuple, list)) else sets
    return [pair[0] for pair in sets if isinstance(pair, (tuple, list))]


def given_to_train(args: tuple, kwargs: dict[str, Any]) -> list[Any]:
    """The native data containers that `train` is given to validate on."""
    sets = kwargs.get("evals") or kwargs.get("valid_sets") or (args[3] if len(args) > 3 else ())
    return [s[0] if isinstance(s, tuple) else s for s in (sets if isinstance(sets, (list, tuple)) else [sets])]
