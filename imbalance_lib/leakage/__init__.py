"""Is this protocol honest? Leak tests for functions, a watch for running code, and the audit of a program.

`noise_test` and `swap_test` give a verdict on a function, `trace` says which line let a held-out row in, and `audit`
runs a whole script or notebook and joins the two.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "noise_test": "noise",
    "swap_test": "swap",
    "Fitted": "swap",
    "trace": "trace",
    "audit": "audit",
    "Audit": "audit",
    "Finding": "findings",
    "KINDS": "findings",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"imbalance_lib.leakage.{_HOMES[name]}"), name)
    raise AttributeError(f"imbalance_lib.leakage has no {name!r}; it has {', '.join(__all__)}")
