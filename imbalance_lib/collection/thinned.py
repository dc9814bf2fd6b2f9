"""Sets from scikit-learn, with the rare class thinned."""

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.collection.dataset import Entry, Table, tidy

SEED = 20_261  # fixed: the collection does not move with the seed shift of a lesson


def _digit(digit: int, kept: int) -> Table:
    from sklearn.datasets import load_digits

    digits = load_digits(as_frame=True)
    return _thinned(digits.data, (digits.target == digit).to_numpy(), kept)


def _tumor(kept: int) -> Table:
    from sklearn.datasets import load_breast_cancer

    cancer = load_breast_cancer(as_frame=True)
    return _thinned(cancer.data, (cancer.target == 0).to_numpy(), kept)


def _thinned(X: pd.DataFrame, rare: NDArray[np.bool_], kept: int) -> Table:
    """All rows of the common class, and `kept` of the rare one, drawn once and for all."""
    drawn = np.random.default_rng(SEED).permutation(np.flatnonzero(rare))[:kept]
    rows = np.sort(np.concatenate([np.flatnonzero(~rare), drawn]))
    return tidy(X.iloc[rows], pd.Series(rare[rows]))


def _entry(name: str, source: str, item: str, positive: str, row: str, note: str, table: partial[Table]) -> Entry:
    license = "not stated (scikit-learn: BSD; origin UCI)"
    return Entry(name, source, "scikit-learn", item, positive, row, True, license, note, table)


ENTRIES = (
    _entry(
        "digit-8", "digits", "load_digits", "an 8", "one image of 8 by 8 pixels",
        "Thinned: 60 of 174 eights stay (a fixed draw). Who wrote which, the file does not say.",
        partial(_digit, 8, 60),
    ),
    _entry(
        "digit-9", "digits", "load_digits", "a 9", "one image of 8 by 8 pixels",
        "Thinned: 40 of 180 nines stay (a fixed draw). Who wrote which, the file does not say.",
        partial(_digit, 9, 40),
    ),
    _entry(
        "breast-tumor", "wisconsin", "load_breast_cancer", "malignant", "one sample of cells",
        "Thinned: 30 of 212 malignant ones stay (a fixed draw).",
        partial(_tumor, 30),
    ),
)  # fmt: skip
