"""Answers people give to read-report; written from the prompt alone."""
import io
import math
import re
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn.metrics import classification_report


def _row(case, name):
    """precision, recall, f1, support of a row of the report, as the reader sees them."""
    line = next(x for x in case["report"].splitlines() if x.strip().startswith(name))
    p, r, f, s = line.split()[-4:]
    return float(p), float(r), float(f), int(s)


def _accuracy(case):
    line = next(x for x in case["report"].splitlines() if x.strip().startswith("accuracy"))
    return float(line.split()[1]), int(line.split()[2])


def _answer(caught, missed, alarms, false_alarms):
    return {"caught": caught, "missed": missed, "alarms": alarms, "false_alarms": false_alarms}


# ---------------------------------------------------------------- wrong: row or column

def wrong_honest_row(case):
    """Reads the first row of the report."""
    p, r, f, s = _row(case, "honest")
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_macro_row(case):
    """Reads precision and recall off 'macro avg'."""
    p, r, _, _ = _row(case, "macro avg")
    s = _row(case, "fraud")[3]
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_weighted_row(case):
    """Reads 'weighted avg', the row at the bottom, because it looks like the total."""
    p, r, _, _ = _row(case, "weighted avg")
    s = _row(case, "fraud")[3]
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_precision_recall_swapped(case):
    """Takes the first column for recall and the second for precision."""
    r, p, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_f1_column_for_recall(case):
    """Slips one column to the right: F1 for recall."""
    p, _, f, s = _row(case, "fraud")
    caught = round(f * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_precision_times_support(case):
    """Precision is the share caught, recall the rest; alarms are what is left to divide."""
    p, r, _, s = _row(case, "fraud")
    caught = round(p * s)
    return _answer(caught, s - caught, s, s - caught)


def wrong_support_is_alarms(case):
    """Believes that support is the number of payments flagged as fraud."""
    p, r, _, s = _row(case, "fraud")
    caught = round(p * s)
    all_frauds = round(caught / r)
    return _answer(caught, all_frauds - caught, s, s - caught)


def wrong_support_is_caught(case):
    """Believes that support is the number of frauds found."""
    p, r, _, s = _row(case, "fraud")
    alarms = round(s / p)
    return _answer(s, round(s / r) - s, alarms, alarms - s)


def wrong_total_support(case):
    """Multiplies recall with all the payments."""
    p, r, _, _ = _row(case, "fraud")
    n = _accuracy(case)[1]
    caught = round(r * n)
    alarms = round(caught / p)
    return _answer(caught, n - caught, alarms, alarms - caught)


def wrong_accuracy_for_recall(case):
    """Trusts the accuracy: so many percent of the frauds were caught."""
    p, _, _, s = _row(case, "fraud")
    acc, _ = _accuracy(case)
    caught = round(acc * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_colleagues_98(case):
    """Takes the colleague's 98 % as the share caught."""
    p, _, _, s = _row(case, "fraud")
    caught = round(0.98 * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


# ---------------------------------------------------------------- wrong: the arithmetic

def wrong_alarms_times_precision(case):
    """Multiplies with precision where he should divide."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught * p)
    return _answer(caught, s - caught, alarms, caught - alarms)


def wrong_alarms_are_support_over_precision(case):
    """Divides all frauds, not the caught ones, by precision."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(s / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_alarms_share_of_all(case):
    """Precision times all payments for the alarms."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(p * _accuracy(case)[1])
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_false_alarms_from_caught(case):
    """(1 - precision) of the caught are false alarms."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    false_alarms = round((1 - p) * caught)
    return _answer(caught, s - caught, caught + false_alarms, false_alarms)


def wrong_false_alarms_share_of_honest(case):
    """(1 - precision) of the honest payments are false alarms."""
    p, r, _, s = _row(case, "fraud")
    honest = _row(case, "honest")[3]
    caught = round(r * s)
    false_alarms = round((1 - p) * honest)
    return _answer(caught, s - caught, caught + false_alarms, false_alarms)


def wrong_false_alarms_from_honest_recall(case):
    """Takes the honest row: (1 - recall) * support; the rounding of recall makes it coarse."""
    p, r, _, s = _row(case, "fraud")
    _, hr, _, hs = _row(case, "honest")
    caught = round(r * s)
    false_alarms = round((1 - hr) * hs)
    return _answer(caught, s - caught, caught + false_alarms, false_alarms)


def wrong_false_alarms_from_honest_precision(case):
    """Honest precision: (1 - precision) of the honest, which is about the missed frauds."""
    _, r, _, s = _row(case, "fraud")
    hp, _, _, hs = _row(case, "honest")
    caught = round(r * s)
    false_alarms = round((1 - hp) * hs)
    return _answer(caught, s - caught, caught + false_alarms, false_alarms)


def wrong_false_alarms_from_accuracy(case):
    """All errors from the accuracy, minus the missed frauds."""
    _, r, _, s = _row(case, "fraud")
    acc, n = _accuracy(case)
    caught = round(r * s)
    errors = n - round(acc * n)
    false_alarms = errors - (s - caught)
    return _answer(caught, s - caught, caught + false_alarms, false_alarms)


def wrong_alarms_from_f1(case):
    """Uses F1 = 2 caught / (alarms + frauds); the rounding of F1 weighs more than that of precision."""
    _, r, f, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(2 * caught / f - s)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_alarms_forget_caught(case):
    """Calls the false alarms 'alarms'."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    false_alarms = round(caught / p) - caught
    return _answer(caught, s - caught, false_alarms, false_alarms)


def wrong_false_alarms_forgot_to_subtract(case):
    """Gives all alarms as false alarms."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, s - caught, alarms, alarms)


def wrong_missed_and_false_alarms_swapped(case):
    """Mixes up the two kinds of errors."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, alarms - caught, alarms, s - caught)


def wrong_missed_is_all_not_caught(case):
    """Missed = all payments minus the caught ones."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(caught, _accuracy(case)[1] - caught, alarms, alarms - caught)


def wrong_alarms_are_caught_plus_missed(case):
    """Alarms = caught + missed, so no false alarm can be left; takes them from precision of the support."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    return _answer(caught, s - caught, s, round((1 - p) * s))


def wrong_honest_point_of_view(case):
    """Takes 'honest' for the positive class, with the exact counts."""
    fp, fn, tn = case["fp"], case["fn"], case["tn"]
    return _answer(tn, fp, tn + fn, fn)


def wrong_fp_fn_swapped_exact(case):
    """Has the right cells but reads the matrix the other way round."""
    tp, fp, fn = case["tp"], case["fp"], case["fn"]
    return _answer(tp, fp, tp + fn, fn)


# ---------------------------------------------------------------- wrong: rounding and form

def wrong_alarms_from_unrounded_caught(case):
    """Rounds at the very end only: recall * support / precision, where caught was not whole yet."""
    p, r, _, s = _row(case, "fraud")
    caught = r * s
    alarms = caught / p
    return _answer(round(caught), s - round(caught), round(alarms), round(alarms) - round(caught))


def wrong_int_cuts_off(case):
    """int() instead of round()."""
    p, r, _, s = _row(case, "fraud")
    caught = int(r * s)
    alarms = int(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_int_cuts_alarms_only(case):
    """round() for the caught, // for the alarms."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = int(caught // p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_ceil(case):
    """Rounds up: there are no half payments."""
    p, r, _, s = _row(case, "fraud")
    caught = math.ceil(r * s)
    alarms = math.ceil(caught / p)
    return _answer(caught, s - caught, alarms, alarms - caught)


def wrong_four_rounded_on_their_own(case):
    """Rounds each of the four from the raw numbers; they need not add up."""
    p, r, _, s = _row(case, "fraud")
    return _answer(round(r * s), round((1 - r) * s), round(r * s / p), round(r * s / p * (1 - p)))


def wrong_not_rounded(case):
    """Leaves the decimals in: 84.9 alarms."""
    p, r, _, s = _row(case, "fraud")
    caught = r * s
    return _answer(caught, s - caught, caught / p, caught / p - caught)


def wrong_alarms_one_decimal(case):
    """Whole numbers for the frauds, one decimal for the alarms."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p, 1)
    return _answer(caught, s - caught, alarms, round(alarms - caught, 1))


def wrong_strings(case):
    """Values as text."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return _answer(str(caught), str(s - caught), str(alarms), str(alarms - caught))


def wrong_rates(case):
    """Copies the shares instead of counts."""
    p, r, _, s = _row(case, "fraud")
    return _answer(r, 1 - r, p, 1 - p)


def wrong_keys_tp_fn(case):
    """Names the entries tp, fn, flagged, fp."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return {"tp": caught, "fn": s - caught, "flagged": alarms, "fp": alarms - caught}


def wrong_list(case):
    """Gives the four numbers as a list."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return [caught, s - caught, alarms, alarms - caught]


def wrong_false_alarms_left_out(case):
    """Three of four entries."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    return {"caught": caught, "missed": s - caught, "alarms": round(caught / p)}


def wrong_set_of_numbers(case):
    """Curly brackets without keys."""
    p, r, _, s = _row(case, "fraud")
    caught = round(r * s)
    alarms = round(caught / p)
    return {caught, s - caught, alarms, alarms - caught}


# ---------------------------------------------------------------- right

def right_split(case):
    """Splits the fraud line and rounds step by step."""
    line = [x for x in case["report"].splitlines() if "fraud" in x][0]
    _, precision, recall, _, support = line.split()
    caught = round(float(recall) * int(support))
    alarms = round(caught / float(precision))
    missed = int(support) - caught
    return {"caught": caught, "missed": missed, "alarms": alarms, "false_alarms": alarms - caught}


def right_regex(case):
    """Regex for the row."""
    m = re.search(r"fraud\s+(\d\.\d+)\s+(\d\.\d+)\s+\d\.\d+\s+(\d+)", case["report"])
    p, r, s = float(m[1]), float(m[2]), int(m[3])
    caught = round(r * s)
    alarms = round(caught / p)
    return dict(caught=caught, missed=s - caught, alarms=alarms, false_alarms=alarms - caught)


def right_pandas(case):
    """Reads the report as a table."""
    lines = [x.strip() for x in case["report"].splitlines()]
    text = "\n".join(x for x in lines if x.startswith(("honest", "fraud")))
    df = pd.read_csv(io.StringIO(text), sep=r"\s+", header=None, index_col=0,
                     names=["precision", "recall", "f1", "support"])
    row = df.loc["fraud"]
    out = {"caught": int((row["recall"] * row["support"]).round())}
    out["missed"] = int(row["support"]) - out["caught"]
    out["alarms"] = int(np.round(out["caught"] / row["precision"]))
    out["false_alarms"] = out["alarms"] - out["caught"]
    return out


def right_numpy_ints(case):
    """NumPy; leaves np.int64 values in the dict."""
    line = next(x for x in case["report"].splitlines() if x.split()[:1] == ["fraud"])
    p, r, _, s = np.array(line.split()[1:], dtype=float)
    caught = np.rint(r * s).astype(np.int64)
    alarms = np.rint(caught / p).astype(np.int64)
    missed = np.int64(s) - caught
    return {"caught": caught, "missed": missed, "alarms": alarms, "false_alarms": alarms - caught}


def right_half_up(case):
    """Rounds as at school, int(x + 0.5). (Differs from round() only at exactly one half.)"""
    p, r, _, s = _row(case, "fraud")
    caught = int(r * s + 0.5)
    alarms = int(caught / p + 0.5)
    return _answer(caught, s - caught, alarms, alarms - caught)


def right_decimal(case):
    """Decimal arithmetic on the printed digits."""
    words = next(x.split() for x in case["report"].splitlines() if x.strip().startswith("fraud"))
    p, r, s = Decimal(words[1]), Decimal(words[2]), Decimal(words[4])
    caught = (r * s).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    alarms = (caught / p).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return {k: int(v) for k, v in _answer(caught, s - caught, alarms, alarms - caught).items()}


def right_fractions(case):
    """False alarms from the odds (1 - p) / p of a caught fraud, exact; the rest by adding."""
    words = next(x.split() for x in case["report"].splitlines() if x.strip().startswith("fraud"))
    p, r, s = Fraction(words[1]), Fraction(words[2]), int(words[4])
    missed = s - round(r * s)
    caught = s - missed
    false_alarms = round(caught * (1 - p) / p + caught) - caught
    return _answer(caught, missed, caught + false_alarms, false_alarms)


def right_nearest_by_search(case):
    """Tries every whole number and takes the nearest one."""
    p, r, _, s = _row(case, "fraud")
    honest = _row(case, "honest")[3]
    caught = min(range(s + 1), key=lambda n: abs(n - r * s))
    alarms = min(range(caught, caught + honest + 1), key=lambda n: abs(n - caught / p))
    return _answer(caught, s - caught, alarms, alarms - caught)


def right_rebuild_report(case):
    """Rebuilds y_true and y_pred near the estimate, keeps what prints the same row, takes the nearest."""
    p, r, _, s = _row(case, "fraud")
    honest = _row(case, "honest")[3]
    caught = round(r * s)
    y_true = np.repeat([1, 0], [s, honest])
    fits = []
    for alarms in range(max(caught, round(caught / p) - 2), min(caught + honest, round(caught / p) + 2) + 1):
        flags = np.r_[np.arange(s) < caught, np.arange(honest) < alarms - caught].astype(int)
        text = classification_report(y_true, flags, labels=[0, 1], target_names=["honest", "fraud"],
                                     zero_division=0)
        if _row({"report": text}, "fraud")[:2] == (p, r):
            fits.append((abs(alarms - caught / p), alarms))
    alarms = min(fits)[1]
    return _answer(caught, s - caught, alarms, alarms - caught)


def right_exact_counts(case):
    """What the hidden counts say; the report is made so that reading it gives exactly these."""
    return {"false_alarms": case["fp"], "alarms": case["tp"] + case["fp"], "missed": case["fn"],
            "caught": case["tp"]}
