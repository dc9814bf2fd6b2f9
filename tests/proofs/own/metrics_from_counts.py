"""Answers to metrics-from-counts by people who knew the slips."""

import math


def wrong_epsilon_in_the_denominator(tp, fp, fn, tn):
    """Adds a tiny number so that nothing divides by zero."""
    e = 1e-12
    p, r = tp / (tp + fp + e), tp / (tp + fn + e)
    return p, r, 2 * p * r / (p + r + e)


def wrong_try_except_zero(tp, fp, fn, tn):
    """One try around everything: where one share has no value, all three become nan."""
    try:
        return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)
    except ZeroDivisionError:
        return math.nan, math.nan, math.nan


def wrong_dict_instead_of_three_numbers(tp, fp, fn, tn):
    """Right numbers under names."""
    share = lambda a, b: a / b if b else math.nan  # noqa: E731
    return {"precision": share(tp, tp + fp), "recall": share(tp, tp + fn), "f1": share(2 * tp, 2 * tp + fp + fn)}


def wrong_counts_the_quiet_rows_as_right(tp, fp, fn, tn):
    """Takes the true negatives into F1, as accuracy does."""
    share = lambda a, b: a / b if b else math.nan  # noqa: E731
    f1 = share(2 * (tp + tn), 2 * (tp + tn) + fp + fn)
    return share(tp, tp + fp), share(tp, tp + fn), f1


def right_fractions(tp, fp, fn, tn):
    from fractions import Fraction

    def share(part, whole):
        return Fraction(part, whole) if whole else float("nan")

    return share(tp, tp + fp), share(tp, tp + fn), share(2 * tp, 2 * tp + fp + fn)
