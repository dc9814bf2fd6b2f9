"""Answers people give to metrics-from-counts; written from the prompt alone."""
from collections import namedtuple
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score, precision_recall_fscore_support, precision_score, recall_score

# ---------------------------------------------------------------- wrong: crashes

def wrong_no_guards(tp, fp, fn, tn):
    """Wrote down the textbook formulas; ZeroDivisionError as soon as a denominator is 0."""
    precision = tp / (tp + fp)
    recall = tp / (tp + fn)
    f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1


def wrong_guards_p_and_r_but_not_f1(tp, fp, fn, tn):
    """Guarded the first two, forgot that F1 can be 0/0 as well."""
    precision = tp / (tp + fp) if tp + fp > 0 else float("nan")
    recall = tp / (tp + fn) if tp + fn > 0 else float("nan")
    f1 = 2 * tp / (2 * tp + fp + fn)
    return precision, recall, f1


def wrong_f1_guard_counts_all_four(tp, fp, fn, tn):
    """Guards F1 with the sum of all four counts, so only true negatives still divide by 0."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = nan if tp + fp + fn + tn == 0 else 2 * tp / (2 * tp + fp + fn)
    return precision, recall, f1


def wrong_f1_harmonic_crashes_when_both_zero(tp, fp, fn, tn):
    """Uses 2pr/(p+r); nothing caught but alarms raised (p = r = 0) is a ZeroDivisionError."""
    p = tp / (tp + fp) if tp + fp else float("nan")
    r = tp / (tp + fn) if tp + fn else float("nan")
    if tp + fp + fn == 0:
        return p, r, float("nan")
    if tp + fp == 0 or tp + fn == 0:
        return p, r, 0.0
    return p, r, 2 * p * r / (p + r)


def wrong_sklearn_rows_empty(tp, fp, fn, tn):
    """Rebuilds the rows for scikit-learn; the four zeros give empty arrays, which it does not take."""
    y_true = [1] * tp + [0] * fp + [1] * fn + [0] * tn
    y_pred = [1] * tp + [1] * fp + [0] * fn + [0] * tn
    return (precision_score(y_true, y_pred, zero_division=np.nan),
            recall_score(y_true, y_pred, zero_division=np.nan),
            f1_score(y_true, y_pred, zero_division=np.nan))


# ---------------------------------------------------------------- wrong: the value of the empty cases

def wrong_zero_when_undefined(tp, fp, fn, tn):
    """Returns 0 wherever a denominator is 0, as most tutorials do."""
    precision = tp / (tp + fp) if (tp + fp) > 0 else 0.0
    recall = tp / (tp + fn) if (tp + fn) > 0 else 0.0
    f1 = 2 * tp / (2 * tp + fp + fn) if (2 * tp + fp + fn) > 0 else 0.0
    return precision, recall, f1


def wrong_one_when_undefined(tp, fp, fn, tn):
    """Believes that no alarms means no mistakes: precision 1; no positives: recall 1."""
    precision = tp / (tp + fp) if tp + fp else 1.0
    recall = tp / (tp + fn) if tp + fn else 1.0
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else float("nan")
    return precision, recall, f1


def wrong_f1_nan_when_precision_nan(tp, fp, fn, tn):
    """Computes F1 from precision and recall, so nan spreads into F1."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def wrong_f1_nan_when_nothing_caught(tp, fp, fn, tn):
    """Harmonic mean with NumPy: p = r = 0 is 0/0 and turns into nan."""
    with np.errstate(all="ignore"):
        p = np.float64(tp) / (tp + fp)
        r = np.float64(tp) / (tp + fn)
        f1 = 2 * p * r / (p + r)
        if np.isnan(p) and not np.isnan(r):
            f1 = 0.0
    return float(p), float(r), float(f1)


def wrong_f1_zero_when_empty(tp, fp, fn, tn):
    """Right except that F1 of three zeros is 0 and not nan."""
    nan = float("nan")
    precision = nan if tp + fp == 0 else tp / (tp + fp)
    recall = nan if tp + fn == 0 else tp / (tp + fn)
    f1 = 0.0 if tp + fp + fn == 0 else 2 * tp / (2 * tp + fp + fn)
    return precision, recall, f1


def wrong_f1_nan_without_positives(tp, fp, fn, tn):
    """Saw the case 'no alarms', missed the case 'no positives but alarms', where F1 is 0."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    if tp + fn == 0:
        return precision, nan, nan
    return precision, tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def wrong_nan_when_tp_zero(tp, fp, fn, tn):
    """Checks tp instead of the denominator: no true alarm among 5 alarms is nan, not 0."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp else nan
    recall = tp / (tp + fn) if tp else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_or_nan(tp, fp, fn, tn):
    """Shortens with `or`: a precision of 0.0 is falsy and becomes nan."""
    nan = float("nan")
    precision = tp / max(tp + fp, 1) or nan
    recall = tp / max(tp + fn, 1) or nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_one_try_for_all(tp, fp, fn, tn):
    """One try around everything: one undefined share makes all three nan."""
    try:
        return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)
    except ZeroDivisionError:
        return float("nan"), float("nan"), float("nan")


def wrong_early_return(tp, fp, fn, tn):
    """Returns early when nothing was flagged and forgets that recall has a value then."""
    if tp + fp == 0:
        return float("nan"), float("nan"), 0.0 if fn else float("nan")
    precision = tp / (tp + fp)
    recall = tp / (tp + fn) if tp + fn else float("nan")
    return precision, recall, 2 * tp / (2 * tp + fp + fn)


def wrong_guards_swapped(tp, fp, fn, tn):
    """Copied the guards one line off: precision checks the positives, recall checks the alarms."""
    nan = float("nan")
    precision = tp / max(tp + fp, 1) if tp + fn else nan
    recall = tp / max(tp + fn, 1) if tp + fp else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_compares_with_nan(tp, fp, fn, tn):
    """Tests `precision == float('nan')`, which is never true, to set F1 to 0."""
    precision = tp / (tp + fp) if tp + fp else float("nan")
    recall = tp / (tp + fn) if tp + fn else float("nan")
    if precision == float("nan") or recall == float("nan") or precision + recall == 0:
        f1 = 0.0
    else:
        f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1


def wrong_epsilon(tp, fp, fn, tn):
    """Adds a tiny epsilon to every denominator (deep learning habit)."""
    eps = 1e-7
    precision = tp / (tp + fp + eps)
    recall = tp / (tp + fn + eps)
    f1 = 2 * precision * recall / (precision + recall + eps)
    return precision, recall, f1


def wrong_nan_to_num(tp, fp, fn, tn):
    """Vectorizes with NumPy, then tidies the nan away."""
    with np.errstate(all="ignore"):
        out = np.array([tp, tp, 2 * tp]) / np.array([tp + fp, tp + fn, 2 * tp + fp + fn])
    return tuple(np.nan_to_num(out))


def wrong_f1_filled_for_any_nan(tp, fp, fn, tn):
    """Pandas: harmonic mean, then fillna(0) on F1, so three zeros give 0 too."""
    s = pd.Series({"p": tp / (tp + fp) if tp + fp else np.nan, "r": tp / (tp + fn) if tp + fn else np.nan})
    with np.errstate(all="ignore"):
        f1 = pd.Series([2 * s.prod(skipna=False) / s.sum(skipna=False)]).fillna(0).iloc[0]
    return s["p"], s["r"], f1


def wrong_none_when_undefined(tp, fp, fn, tn):
    """Returns None for 'has no value'."""
    precision = tp / (tp + fp) if tp + fp else None
    recall = tp / (tp + fn) if tp + fn else None
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None
    return precision, recall, f1


def wrong_nan_string(tp, fp, fn, tn):
    """Returns the text 'nan'."""
    precision = tp / (tp + fp) if tp + fp else "nan"
    recall = tp / (tp + fn) if tp + fn else "nan"
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else "nan"
    return precision, recall, f1


# ---------------------------------------------------------------- wrong: the formula

def wrong_f1_as_plain_mean(tp, fp, fn, tn):
    """Takes the plain mean of precision and recall for F1."""
    precision = tp / (tp + fp) if tp + fp else float("nan")
    recall = tp / (tp + fn) if tp + fn else float("nan")
    return precision, recall, (precision + recall) / 2


def wrong_f1_without_the_two(tp, fp, fn, tn):
    """Forgets the factor 2 of tp in the denominator and the numerator (that is Jaccard)."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = tp / (tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_f1_operator_precedence(tp, fp, fn, tn):
    """Types the prompt's F1 without brackets: 2 * tp / 2 * tp + fp + fn."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / 2 * tp + fp + fn if tp + fp + fn else nan
    return precision, recall, f1


def wrong_missing_brackets(tp, fp, fn, tn):
    """tp / tp + fp instead of tp / (tp + fp)."""
    nan = float("nan")
    precision = tp / tp + fp if tp else nan
    recall = tp / tp + fn if tp else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_precision_and_recall_swapped(tp, fp, fn, tn):
    """Mixes up fp and fn; F1 is symmetric, so it looks fine."""
    nan = float("nan")
    precision = tp / (tp + fn) if tp + fn else nan
    recall = tp / (tp + fp) if tp + fp else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_precision_over_all_predictions(tp, fp, fn, tn):
    """Takes accuracy for precision ('how often is the model right')."""
    nan = float("nan")
    n = tp + fp + fn + tn
    precision = (tp + tn) / n if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_recall_is_specificity(tp, fp, fn, tn):
    """A medic who mixes up sensitivity and specificity."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tn / (tn + fp) if tn + fp else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_ravel_order(tp, fp, fn, tn):
    """Believes the arguments come in the order of confusion_matrix(...).ravel(): tn, fp, fn, tp."""
    tn, fp, fn, tp = tp, fp, fn, tn
    nan = float("nan")
    return (tp / (tp + fp) if tp + fp else nan, tp / (tp + fn) if tp + fn else nan,
            2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan)


def wrong_sklearn_weighted(tp, fp, fn, tn):
    """Blog post: average='weighted' is for imbalanced data."""
    y_true = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    y_pred = np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
    if len(y_true) == 0:
        return np.nan, np.nan, np.nan
    return precision_recall_fscore_support(y_true, y_pred, average="weighted", zero_division=np.nan)[:3]


def wrong_sklearn_default_zero_division(tp, fp, fn, tn):
    """Rebuilds the rows, leaves zero_division alone but silences the warning with 0."""
    y_true = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    y_pred = np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
    if len(y_true) == 0:
        return np.nan, np.nan, np.nan
    return tuple(f(y_true, y_pred, zero_division=0) for f in (precision_score, recall_score, f1_score))


def wrong_sklearn_arguments_swapped(tp, fp, fn, tn):
    """Calls the metrics with (y_pred, y_true)."""
    y_true = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    y_pred = np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
    if len(y_true) == 0:
        return np.nan, np.nan, np.nan
    return tuple(f(y_pred, y_true, zero_division=np.nan) for f in (precision_score, recall_score, f1_score))


# ---------------------------------------------------------------- wrong: the form

def wrong_percent(tp, fp, fn, tn):
    """Gives percent."""
    nan = float("nan")
    precision = 100 * tp / (tp + fp) if tp + fp else nan
    recall = 100 * tp / (tp + fn) if tp + fn else nan
    f1 = 200 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_rounded_to_two(tp, fp, fn, tn):
    """Rounds like the report does."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return round(precision, 2), round(recall, 2), round(f1, 2)


def wrong_rounded_to_four(tp, fp, fn, tn):
    """Rounds to four decimals, 'enough for anybody'."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return round(precision, 4), round(recall, 4), round(f1, 4)


def wrong_integer_division(tp, fp, fn, tn):
    """Uses // because the counts are whole numbers."""
    nan = float("nan")
    precision = tp // (tp + fp) if tp + fp else nan
    recall = tp // (tp + fn) if tp + fn else nan
    f1 = 2 * tp // (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1


def wrong_order_recall_first(tp, fp, fn, tn):
    """Returns recall, precision, F1."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return recall, precision, f1


def wrong_only_f1(tp, fp, fn, tn):
    """Returns the last number only."""
    precision = tp / (tp + fp) if tp + fp else float("nan")  # noqa: F841
    recall = tp / (tp + fn) if tp + fn else float("nan")  # noqa: F841
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else float("nan")


def wrong_dict(tp, fp, fn, tn):
    """Returns a dict with names."""
    nan = float("nan")
    return {"precision": tp / (tp + fp) if tp + fp else nan, "recall": tp / (tp + fn) if tp + fn else nan,
            "f1": 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan}


def wrong_printed(tp, fp, fn, tn):
    """Prints and returns nothing."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    print(precision, recall, f1)


def wrong_strings(tp, fp, fn, tn):
    """Formats the numbers for reading."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def wrong_four_values_like_sklearn(tp, fp, fn, tn):
    """Returns the support as a fourth value, as precision_recall_fscore_support does."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp else nan
    recall = tp / (tp + fn) if tp + fn else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan
    return precision, recall, f1, tp + fn


# ---------------------------------------------------------------- right

def right_plain(tp, fp, fn, tn):
    """Three guarded divisions."""
    nan = float("nan")
    precision = tp / (tp + fp) if tp + fp > 0 else nan
    recall = tp / (tp + fn) if tp + fn > 0 else nan
    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn > 0 else nan
    return precision, recall, f1


def right_helper_with_try(tp, fp, fn, tn):
    """An inner helper catches the ZeroDivisionError, share by share."""
    def share(part, whole):
        try:
            return part / whole
        except ZeroDivisionError:
            return float("nan")
    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)


def right_numpy(tp, fp, fn, tn):
    """0/0 is nan in NumPy, which is just what is asked for."""
    with np.errstate(invalid="ignore"):
        p, r, f = np.array([tp, tp, 2 * tp], float) / np.array([tp + fp, tp + fn, 2 * tp + fp + fn], float)
    return float(p), float(r), float(f)


def right_numpy_scalars(tp, fp, fn, tn):
    """Returns np.float64 values in a tuple."""
    out = np.full(3, np.nan)
    top, bottom = np.array([tp, tp, 2 * tp], float), np.array([tp + fp, tp + fn, 2 * tp + fp + fn], float)
    np.divide(top, bottom, out=out, where=bottom > 0)
    return tuple(out)


def right_numpy_array(tp, fp, fn, tn):
    """Returns the three numbers as one array (the prompt does not ask for a tuple)."""
    with np.errstate(invalid="ignore"):
        return np.float64([tp, tp, tp]) / np.float64([tp + fp, tp + fn, tp + (fp + fn) / 2])


def right_list(tp, fp, fn, tn):
    """Returns a list."""
    out = []
    for part, whole in [(tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn)]:
        out.append(float("nan") if whole == 0 else part / whole)
    return out


def right_namedtuple(tp, fp, fn, tn):
    """Returns a namedtuple, which is a tuple."""
    Scores = namedtuple("Scores", "precision recall f1")
    nan = float("nan")
    return Scores(tp / (tp + fp) if tp + fp else nan, tp / (tp + fn) if tp + fn else nan,
                  2 * tp / (2 * tp + fp + fn) if tp + fp + fn else nan)


def right_fractions(tp, fp, fn, tn):
    """Exact fractions, turned into float at the end."""
    def share(a, b):
        return float(Fraction(int(a), int(b))) if b else float("nan")
    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)


def right_pandas(tp, fp, fn, tn):
    """Pandas divides 0 by 0 to NaN."""
    top = pd.Series({"precision": tp, "recall": tp, "f1": 2 * tp}, dtype=float)
    bottom = pd.Series({"precision": tp + fp, "recall": tp + fn, "f1": 2 * tp + fp + fn}, dtype=float)
    return tuple((top / bottom).tolist())


def right_harmonic_with_cases(tp, fp, fn, tn):
    """F1 from precision and recall, with every special case by hand."""
    alarms, positives = tp + fp, tp + fn
    if alarms == 0 and positives == 0:
        return float("nan"), float("nan"), float("nan")
    if alarms == 0:
        return float("nan"), 0.0, 0.0
    if positives == 0:
        return 0.0, float("nan"), 0.0
    if tp == 0:
        return 0.0, 0.0, 0.0
    p, r = tp / alarms, tp / positives
    return p, r, 2 / (1 / p + 1 / r)


def right_sklearn_on_rows(tp, fp, fn, tn):
    """Rebuilds the rows and asks scikit-learn, with zero_division=nan; no rows is a case of its own."""
    if tp + fp + fn + tn == 0:
        return float("nan"), float("nan"), float("nan")
    y_true = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    y_pred = np.repeat([1, 1, 0, 0], [tp, fp, fn, tn])
    return (precision_score(y_true, y_pred, zero_division=np.nan),
            recall_score(y_true, y_pred, zero_division=np.nan),
            f1_score(y_true, y_pred, zero_division=np.nan))


def right_sklearn_weights(tp, fp, fn, tn):
    """Four rows, the counts as sample weights."""
    if tp + fp + fn == 0:
        return np.nan, np.nan, np.nan
    p, r, f, _ = precision_recall_fscore_support(
        [1, 0, 1, 0], [1, 1, 0, 0], sample_weight=[tp, fp, fn, tn], average="binary", zero_division=np.nan)
    return p, r, f


def right_brute_force_rows(tp, fp, fn, tn):
    """Builds (truth, flag) pairs and averages over the selected ones."""
    rows = [(1, 1)] * tp + [(0, 1)] * fp + [(1, 0)] * fn + [(0, 0)] * tn
    among_alarms = [t for t, flag in rows if flag]
    among_positives = [flag for t, flag in rows if t]
    both = sum(t and flag for t, flag in rows)
    size = len(among_alarms) + len(among_positives)

    def mean(values):
        return sum(values) / len(values) if values else float("nan")
    return mean(among_alarms), mean(among_positives), 2 * both / size if size else float("nan")
