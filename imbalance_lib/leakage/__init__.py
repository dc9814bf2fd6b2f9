"""Is this protocol honest? Leak tests for functions, a watch for running code, and the audit of a program.

`noise_test` and `swap_test` give a verdict on a function, `trace` says which line let a held-out row in, and `audit`
runs a whole script or notebook and joins the two.
"""

from imbalance_lib.leakage.audit import Audit, audit
from imbalance_lib.leakage.findings import KINDS, Finding
from imbalance_lib.leakage.noise import NoiseResult, noise_test
from imbalance_lib.leakage.swap import Fitted, SwapResult, swap_test
from imbalance_lib.leakage.trace import trace

__all__ = [
    "KINDS",
    "Audit",
    "Finding",
    "Fitted",
    "NoiseResult",
    "SwapResult",
    "audit",
    "noise_test",
    "swap_test",
    "trace",
]
