"""The library behind the course on imbalanced classification: `import imbalance_lib as il`.

Rooms are loaded when they are touched, so that importing the package is quick and pulls in
neither torch nor ipywidgets nor matplotlib.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Name in a lesson: the room it lives in. A room itself is found by its own name.
_HOMES = {
    "rng": "seeds",
    "seed": "seeds",
    "start": "style",
    "claim": "claims",
    "check": "practice",
    "quick": "practice",
    "Picture": "plots",
    "load_fraud": "scenarios",
    "load_medical": "scenarios",
    "load_churn": "scenarios",
    "load_covid_tests": "scenarios",
    "load_road_crashes": "scenarios",
    "show_progress": "practice",
    "evidence": "comparison",
    "recommend": "comparison",
}
_ROOMS = (
    "lines", "seeds", "scenarios", "metrics", "models", "priors", "claims", "plots", "explorers", "style",
    "leakage", "collection", "strategies", "comparison", "thresholds", "checks", "bank", "practice", "doctor",
    "cli",
)  # fmt: skip

__all__ = [*_HOMES, *_ROOMS]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"imbalance_lib.{name}")
    if name in _HOMES:
        return getattr(import_module(f"imbalance_lib.{_HOMES[name]}"), name)
    raise AttributeError(f"imbalance_lib has no {name!r}; it has {', '.join(sorted(__all__))}")


def __dir__() -> list[str]:
    return sorted(__all__)
