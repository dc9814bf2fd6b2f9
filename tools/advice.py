"""The table of advice that circulates, row by row against the stored comparison, for docs/evidence.md."""

import pandas as pd

from imbalance_lib.comparison.differences import BASELINE, Gain
from imbalance_lib.strategies import STRATEGIES
from tools.evidence_cells import markdown, shown, told

TREES = ("tree", "forest", "boosting", "xgboost")


def advice(table: pd.DataFrame) -> str:
    """Each row of the table that circulates, against the figures."""
    trees = [name for name in TREES if name in set(table["family"])]
    tree, linear, mild = table["family"].isin(trees), table["family"] == "logistic", table["prevalence"] > 0.06
    entries: list[tuple[str, str, pd.DataFrame]] = [
        (f"Tree-based model ({', '.join(trees)}), mild imbalance (over 6 %)", "weights", table[tree & mild]),
        ("Linear model (logistic), mild imbalance (over 6 %)", "weights", table[linear & mild]),
        ("Linear model (logistic), mild imbalance (over 6 %)", "smote", table[linear & mild]),
        ("Severe imbalance (under 2 %), moderate set", "smote-half-weights", table[table["prevalence"] < 0.02]),
        ("Large set (here 3,000 to 4,000 rows, which is not large)", "undersampling", table[table["rows"] >= 3000]),
    ]
    rows = []
    for situation, strategy, part in entries:
        if part.empty:
            continue
        known = [told(part, strategy, measure) for measure in ("average_precision", "cost_10_tuned", "cost_50_tuned")]
        known_half = told(part, strategy, "cost_10_half")
        rows.append(
            [situation, f"{STRATEGIES[strategy].title} (`{strategy}`)", _verdict(*known)]
            + [shown(one) if one else "" for one in (*known, known_half)]
            + [str(part["source"].nunique())]
        )
    half, theory = (told(table, BASELINE, "cost_10_tuned", f"cost_10_{at}") for at in ("half", "theory"))
    if half is not None and theory is not None:
        shares = f"{shown(half)} over 0.5, {shown(theory)} over 1/11"
        rows.append(["A target (here: a cost), any model", "move the threshold", _verdict(half), "", shares, "", "",
                     str(half.sources)])  # fmt: skip
    rows.append(["Deep learning, extreme imbalance", "focal loss", "not measured here", "", "", "", "", ""])
    heads = ["situation", "usual advice", "the evidence", "gain in average precision", "in cost 1:10, both tuned",
             "in cost 1:50, both tuned", "in cost 1:10, both at 0.5", "sources"]  # fmt: skip
    note = (
        "*Agrees*: clearly better than nothing, in ranking or at a tuned threshold, and in none of these clearly "
        "worse. *Disagrees*: clearly worse in one of them and clearly better in none. *Mixed*: both. Else "
        "*undecided*. The last gain is what those see who never move the threshold.\n\n"
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
    words = {g.verdict for g in gains if g is not None} - {"undecided"}
    return {"better": "agrees", "worse": "disagrees", "": "undecided"}.get("".join(words), "mixed")
