"""Answers to true-alarms by people who knew the slips."""


def wrong_per_thousand(case):
    """Takes the ill per 10,000 for ill per 1,000."""
    ill = case["ill_per_10_000"] / 1_000
    true, false = ill * case["recall"], (1 - ill) * case["false_positive_rate"]
    return true / (true + false)


def wrong_two_decimals(case):
    """Right, but rounded to two decimals."""
    ill = case["ill_per_10_000"]
    true, false = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return round(true / (true + false), 2)


def right_bayes_odds(case):
    ill = case["ill_per_10_000"] / 10_000
    odds = ill / (1 - ill) * case["recall"] / case["false_positive_rate"]
    return odds / (1 + odds)


def right_text_is_not_needed(case):
    from decimal import Decimal

    ill = Decimal(case["ill_per_10_000"])
    true = ill * Decimal(str(case["recall"]))
    false = (10_000 - ill) * Decimal(str(case["false_positive_rate"]))
    return true / (true + false)
