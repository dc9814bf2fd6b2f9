"""The first call of every lesson: the course's colors and its seed."""

import os
import warnings

BLUE, VERMILLION, GRAY = "#0072B2", "#D55E00", "#8A8A8A"
"""The majority, the rare class, and what is only context (Okabe and Ito, 2008)."""


def start(lesson: str) -> None:
    """Set the look of every picture and say which seeds are in force, when they are not the usual ones.

    With IMBALANCE_STRICT=1 (the tests set it) a FutureWarning or DeprecationWarning is an error.
    """
    import matplotlib as mpl
    import seaborn as sns

    from imbalance_lib.seeds import shift

    if os.environ.get("IMBALANCE_STRICT") == "1":
        for kind in (FutureWarning, DeprecationWarning):
            warnings.simplefilter("error", kind)

    sns.set_theme(style="whitegrid", context="notebook", palette=[BLUE, VERMILLION, "#009E73", "#CC79A7"])
    mpl.rcParams.update(
        {
            "figure.figsize": (7, 4),
            "figure.dpi": 90,
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "savefig.bbox": "tight",
        }
    )
    moved = f" All random draws are moved by a shift of {shift()}." if shift() else ""
    print(f"Lesson {lesson} is ready.{moved}")
