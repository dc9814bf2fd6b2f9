"""Which sets of rows decide when boosting stops: the last one for XGBoost, each one for LightGBM."""

from typing import Any

STOPS = ("early_stopping_rounds", "early_stopping_round", "early_stopping", "n_iter_no_change")


def stops(kwargs: dict[str, Any], settings: Any) -> bool:
    """Is early stopping on, by an argument, a setting (a dictionary's, or an estimator's attribute) or a callback?"""
    for name in STOPS:
        value = settings.get(name) if isinstance(settings, dict) else getattr(settings, name, None)
        if value or kwargs.get(name):
            return True
    return any(
        "earlystop" in type(c).__name__.lower() or "early_stop" in repr(c).lower() for c in _callbacks(kwargs, settings)
    )


def _callbacks(kwargs: dict[str, Any], settings: Any) -> list[Any]:
    return [*(kwargs.get("callbacks") or ()), *(getattr(settings, "callbacks", None) or ())]


def deciding(sets: list[Any], library: str) -> list[Any]:
    """The sets among those given that decide."""
    return sets if library.startswith("lightgbm") else sets[-1:]


def _asked_for(sets: dict[str, Any], kwargs: dict[str, Any], settings: Any) -> list[Any]:
    """Of sets by name, the one that a callback of XGBoost names; else all."""
    names = [getattr(c, "data", None) for c in _callbacks(kwargs, settings)]
    return [sets[name] for name in names if isinstance(name, str) and name in sets] or list(sets.values())


def given_to_fit(kwargs: dict[str, Any], settings: Any = None) -> list[Any]:
    """The features of the validation sets that an estimator's `fit` is given and that may decide."""
    if kwargs.get("X_val") is not None:
        return [kwargs["X_val"]]
    if kwargs.get("eval_X") is not None:  # LightGBM 4.7
        return list(kwargs["eval_X"]) if isinstance(kwargs["eval_X"], (tuple, list)) else [kwargs["eval_X"]]
    sets = kwargs.get("eval_set") or ()
    sets = [sets] if isinstance(sets, tuple) and len(sets) == 2 and not isinstance(sets[0], (tuple, list)) else sets
    given = [pair[0] for pair in sets if isinstance(pair, (tuple, list))]
    return _asked_for({f"validation_{k}": X for k, X in enumerate(given)}, kwargs, settings)


def given_to_train(args: tuple, kwargs: dict[str, Any]) -> list[Any]:
    """The native data containers that `train` is given to validate on and that may decide."""
    sets = kwargs.get("evals") or kwargs.get("valid_sets") or (args[3] if len(args) > 3 else ())
    pairs = [
        s if isinstance(s, tuple) else (s, str(k))
        for k, s in enumerate(sets if isinstance(sets, (list, tuple)) else [sets])
    ]
    return _asked_for({name: data for data, name in pairs}, kwargs, None)
