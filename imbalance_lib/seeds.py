"""Every random number of the course starts here.

`seed(3)` is the number that a lesson hands to `random_state`. The environment variable
IMBALANCE_SEED_SHIFT moves all of them together, so that a whole lesson can be rerun on other draws.
"""

import os

import numpy as np

SHIFT_VARIABLE = "IMBALANCE_SEED_SHIFT"


def shift() -> int:
    """The shift that is in force: a whole number, 0 when the variable is not set."""
    text = os.environ.get(SHIFT_VARIABLE, "0")
    if not text.strip().isdecimal():
        raise ValueError(f"{SHIFT_VARIABLE} is {text!r}; it must be a whole number, 0 or above")
    return int(text)


def seed(k: int = 0) -> int:
    """The `k`-th seed of the course under the shift in force, for any `random_state`.

    Neighboring `k` and neighboring shifts give unrelated seeds.

    >>> seed(1) == seed(1), seed(1) == seed(2)
    (True, False)
    """
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or k < 0:
        raise ValueError(f"k is {k!r}; it must be a whole number, 0 or above")
    state = np.random.SeedSequence([shift(), int(k)]).generate_state(1)
    return int(state[0]) & 0x7FFFFFFF


def rng(k: int = 0) -> np.random.Generator:
    """A NumPy generator that starts at `seed(k)`."""
    return np.random.default_rng(seed(k))
