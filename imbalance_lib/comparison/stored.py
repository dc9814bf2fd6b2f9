"""The results that the course ships: what `imbalance compare` found on its own sets."""

from functools import cache
from pathlib import Path

import pandas as pd

from imbalance_lib.comparison.differences import results
from imbalance_lib.comparison.store import newest, read

STORE = Path(__file__).with_name("results.jsonl")


@cache
def stored() -> pd.DataFrame:
    """One line for each set, family and strategy, with the set's source: `differences.results` of the shipped store."""
    from imbalance_lib.collection import ENTRIES

    return results(newest(read(STORE)), {name: entry.source for name, entry in ENTRIES.items()})
