"""The table of advice that circulates, row by row against the stored comparison, for docs/evidence.md."""

import pandas as pd

from imbalance_lib.comparison.differences import BASELINE, Gain
from tools.evidence_cells import markdown, shown, told


def advice(table: pd.DataFrame) -> str:
    """Each row of the table that circulates, against the figures."""
    trees, linear = (
        table[table["family"].isin(["tree", "forest", "boosting", "xgboost"])],
        table["family"] == "logistic",
    )
    severe = table[table["prevalence"] < 0.02]
    large = table[table["rows"] >= 3000]
    mild = table["prevalence"] > 0.06
    entries: list[tuple[str, str, pd.DataFrame, str]] = [
        ("Tree-based model, mild imbalance (1:10)", "weights", trees[trees["prevalence"] > 0.06], "class weights"),
        ("Linear model, mild imbalance", "weights", table[linear & mild], "class weights"),
        ("Linear model, mild imbalance", "smote", table[linear & mild], "SMOTE"),
        ("Severe imbalance (1:50 and rarer), moderate set", "smote-half-weights", severe, "SMOTE and class weights"),
        ("Large set (here 3,000 rows or more)", "undersampling", large, "random undersampling"),
    ]
    rows = []
    for situation, strategy, part, advice in entries:
        if part.empty:
            continue
        tuned, half = (
            told(part, strategy, *pair) for pair in (("cost_10_tuned", None), ("cost_10_half", "cost_10_half"))
        )
        ap = told(part, strategy, "average_precision", None)
        rows.append([situation, advice, _verdict(ap, tuned), *(shown(g) if g else "" for g in (ap, tuned, half)),
                     str(part["source"].nunique())])  # fmt: skip
    half = told(table, "nothing", "cost_10_tuned", "cost_10_half")
    if half is not None:
        word = {"better": "agrees", "worse": "disagrees", "undecided": "undecided"}[half.verdict]
        rows.append(["A target (here: a cost), any model", "move the threshold", word, "", f"{shown(half)} over 0.5",
                     "", str(half.sources)])  # fmt: skip
    rows.append(["Deep learning, extreme imbalance", "focal loss", "not measured here", "", "", "", ""])
    heads = ["situation", "usual advice", "the evidence", "gain in average precision", "in cost 1:10, both tuned",
             "in cost 1:10, both at 0.5", "sources"]  # fmt: skip
    note = (
        "*Agrees*: clearly better than nothing, in ranking or at a tuned threshold, and in neither clearly worse. "
        "*Disagrees*: clearly worse in one of them and clearly better in neither. Else *undecided*. The last column of "
        "gains shows why the advice looks good to those who never move the threshold.\n\n"
    )
    return note + markdown(heads, rows) + "\n\n" + _time(table)


def _time(table: pd.DataFrame) -> str:
    """What undersampling is mostly praised for."""
    wide = table.pivot_table(index=["set", "family"], columns="strategy", values="fit_seconds")
    shares = (wide["undersampling"] / wide[BASELINE]).dropna().groupby("family").median()
    told = ", ".join(f"{family} {share:.2f}" for family, share in shares.items())
    return (
        "What undersampling is praised for is time: its fits took this share of those with nothing done (median): "
        f"{told}."
    )


def _verdict(*gains: Gain | None) -> str:
    words = {g.verdict for g in gains if g is not None}
    if "better" in words and "worse" not in words:
        return "agrees"
    return "disagrees" if "worse" in words and "better" not in words else "undecided"
