"""Answers people give to true-alarms; written from the prompt alone."""
import math
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn.metrics import precision_score

# ---------------------------------------------------------------- wrong

def wrong_recall(case):
    """The famous one: the test finds 90 % of the ill, so a flagged person is ill with 90 %."""
    return case["recall"]


def wrong_one_minus_fpr(case):
    """7 % false alarms, so 93 % of the alarms are true."""
    return 1 - case["false_positive_rate"]


def wrong_prevalence(case):
    """Answers how common the disease is; leaves the test out."""
    return case["ill_per_10_000"] / 10_000


def wrong_ignores_base_rate(case):
    """recall / (recall + fpr): as if half the people were ill."""
    return case["recall"] / (case["recall"] + case["false_positive_rate"])


def wrong_joint_probability(case):
    """Probability of ill AND flagged, not divided by the flagged."""
    return case["ill_per_10_000"] / 10_000 * case["recall"]


def wrong_share_flagged(case):
    """Share of all people who are flagged."""
    ill = case["ill_per_10_000"]
    return (ill * case["recall"] + (10_000 - ill) * case["false_positive_rate"]) / 10_000


def wrong_odds_instead_of_share(case):
    """True alarms per false alarm (odds), denominator without the true ones."""
    ill = case["ill_per_10_000"]
    return ill * case["recall"] / ((10_000 - ill) * case["false_positive_rate"])


def wrong_fpr_of_all_people(case):
    """Takes the false positives from all 10,000, not from the healthy."""
    tp = case["ill_per_10_000"] * case["recall"]
    fp = 10_000 * case["false_positive_rate"]
    return tp / (tp + fp)


def wrong_all_flagged_are_false_positives(case):
    """Believes that fpr times 10,000 is the number of flagged people."""
    return case["ill_per_10_000"] * case["recall"] / (10_000 * case["false_positive_rate"])


def wrong_all_ill_in_numerator(case):
    """Divides all the ill, not the flagged ill, by the flagged."""
    ill = case["ill_per_10_000"]
    return ill / (ill * case["recall"] + (10_000 - ill) * case["false_positive_rate"])


def wrong_all_ill_counted_as_flagged(case):
    """Forgets recall: all the ill over all the ill and the false alarms."""
    ill = case["ill_per_10_000"]
    return ill / (ill + (10_000 - ill) * case["false_positive_rate"])


def wrong_forgets_healthy_share(case):
    """Bayes without P(healthy) in the second term."""
    p = case["ill_per_10_000"] / 10_000
    return p * case["recall"] / (p * case["recall"] + case["false_positive_rate"])


def wrong_complement(case):
    """Share of the healthy among the flagged (false discovery rate)."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return fp / (tp + fp)


def wrong_negative_predictive_value(case):
    """Computes the share of the healthy among the not flagged."""
    ill = case["ill_per_10_000"]
    fn = ill * (1 - case["recall"])
    tn = (10_000 - ill) * (1 - case["false_positive_rate"])
    return tn / (tn + fn)


def wrong_accuracy(case):
    """Share of people judged rightly."""
    p = case["ill_per_10_000"] / 10_000
    return p * case["recall"] + (1 - p) * (1 - case["false_positive_rate"])


def wrong_fpr_as_specificity(case):
    """A medic plugs the false positive rate in where the formula has specificity."""
    p = case["ill_per_10_000"] / 10_000
    spec = case["false_positive_rate"]
    return p * case["recall"] / (p * case["recall"] + (1 - p) * (1 - spec))


def wrong_miss_rate_as_fpr(case):
    """Uses 1 - recall for the false alarms of the healthy."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * (1 - case["recall"])
    return tp / (tp + fp)


def wrong_misses_in_denominator(case):
    """tp / (tp + fn): computes recall again, the long way."""
    tp = case["ill_per_10_000"] * case["recall"]
    fn = case["ill_per_10_000"] - tp
    return tp / (tp + fn)


def wrong_denominator_has_misses_and_false_alarms(case):
    """tp / (tp + fp + fn)."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return tp / (ill + fp)


def wrong_f1(case):
    """Computes F1, the number with both in it."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return 2 * tp / (tp + fp + ill)


def wrong_prevalence_as_percent(case):
    """Reads 80 of 10,000 as 8 % (a zero lost)."""
    p = case["ill_per_10_000"] / 1_000
    return p * case["recall"] / (p * case["recall"] + (1 - p) * case["false_positive_rate"])


def wrong_healthy_is_10000_plus_ill(case):
    """80 ill and 10,000 healthy."""
    odds = case["ill_per_10_000"] * case["recall"] / (10_000 * case["false_positive_rate"])
    return odds / (1 + odds)


def wrong_likelihood_ratio_times_prevalence(case):
    """LR+ times the probability instead of the odds."""
    return case["ill_per_10_000"] / 10_000 * case["recall"] / case["false_positive_rate"]


def wrong_posterior_odds(case):
    """Right odds by Bayes, forgets to turn them back into a probability."""
    p = case["ill_per_10_000"] / 10_000
    return p / (1 - p) * (case["recall"] / case["false_positive_rate"])


def wrong_recall_minus_fpr(case):
    """Hits minus false alarms (Youden's index)."""
    return case["recall"] - case["false_positive_rate"]


def wrong_recall_times_specificity(case):
    """Multiplies the two percentages of the test."""
    return case["recall"] * (1 - case["false_positive_rate"])


def wrong_percent(case):
    """Gives percent."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return 100 * tp / (tp + fp)


def wrong_rounded_to_two(case):
    """0.09 will do."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return round(tp / (tp + fp), 2)


def wrong_rounded_to_three(case):
    """Rounds to three decimals."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return round(tp / (tp + fp), 3)


def wrong_percent_with_two_decimals_divided(case):
    """Reads '9.4 %' off the pocket calculator and types 0.094."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return round(100 * tp / (tp + fp), 1) / 100


def wrong_string_percent(case):
    """Types the answer as text."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return f"{tp / (tp + fp):.2%}"


def wrong_count_not_share(case):
    """Gives the number of ill people flagged."""
    return case["ill_per_10_000"] * case["recall"]


def wrong_pair_of_counts(case):
    """Answers the two questions in the text and stops there."""
    ill = case["ill_per_10_000"]
    return ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]


def wrong_counts_cut_to_ints(case):
    """Cuts the people to whole numbers with int(); off in the 4th decimal when they were not whole."""
    ill = case["ill_per_10_000"]
    tp, fp = int(ill * case["recall"]), int((10_000 - ill) * case["false_positive_rate"])
    return tp / (tp + fp)


def wrong_false_alarms_rounded_to_hundreds(case):
    """Head arithmetic: about 700 false alarms."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], round((10_000 - ill) * case["false_positive_rate"], -2)
    return tp / (tp + fp)


def wrong_one_in_n(case):
    """Gives 'one in n' flagged people."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return (tp + fp) / tp


def wrong_small_simulation(case):
    """Simulates 100,000 people with a seed; near, not correct to 4 decimals."""
    rng = np.random.default_rng(42)
    ill = rng.random(100_000) < case["ill_per_10_000"] / 10_000
    flagged = rng.random(100_000) < np.where(ill, case["recall"], case["false_positive_rate"])
    return ill[flagged].mean()


# ---------------------------------------------------------------- right

def right_counting(case):
    """Natural frequencies among 10,000."""
    ill = case["ill_per_10_000"]
    healthy = 10_000 - ill
    ill_flagged = ill * case["recall"]
    healthy_flagged = healthy * case["false_positive_rate"]
    return ill_flagged / (ill_flagged + healthy_flagged)


def right_bayes(case):
    """Bayes' rule with probabilities."""
    p_ill = case["ill_per_10_000"] / 10_000
    p_flag = case["recall"] * p_ill + case["false_positive_rate"] * (1 - p_ill)
    return case["recall"] * p_ill / p_flag


def right_odds(case):
    """Prior odds times likelihood ratio, back to a probability."""
    p = case["ill_per_10_000"] / 10_000
    if p == 1 or case["false_positive_rate"] == 0:
        return 1.0
    odds = p / (1 - p) * case["recall"] / case["false_positive_rate"]
    return odds / (1 + odds)


def right_log_odds(case):
    """Statistics habit: logit of the prior plus log LR, through the logistic function."""
    p, r, f = case["ill_per_10_000"] / 10_000, case["recall"], case["false_positive_rate"]
    if p * r == 0:
        return 0.0
    if (1 - p) * f == 0:
        return 1.0
    return 1 / (1 + math.exp(-(math.log(p) - math.log1p(-p) + math.log(r) - math.log(f))))


def right_fractions(case):
    """Exact with fractions."""
    ill = Fraction(str(case["ill_per_10_000"]))
    tp = ill * Fraction(str(case["recall"]))
    fp = (10_000 - ill) * Fraction(str(case["false_positive_rate"]))
    return float(tp / (tp + fp))


def right_typed_with_four_decimals(case):
    """Works it out and types the number with four decimals."""
    ill = case["ill_per_10_000"]
    tp, fp = ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]
    return round(tp / (tp + fp), 4)


def right_sklearn_weights(case):
    """Four kinds of people as rows, their numbers as weights, precision from scikit-learn."""
    ill, r, f = case["ill_per_10_000"], case["recall"], case["false_positive_rate"]
    weights = [ill * r, ill * (1 - r), (10_000 - ill) * f, (10_000 - ill) * (1 - f)]
    return precision_score([1, 1, 0, 0], [1, 0, 1, 0], sample_weight=weights)


def right_pandas_table(case):
    """A 2x2 table; the ill row over the column sum."""
    ill = case["ill_per_10_000"]
    table = pd.DataFrame({"people": [ill, 10_000 - ill], "rate": [case["recall"], case["false_positive_rate"]]},
                         index=["ill", "healthy"])
    flagged = table["people"] * table["rate"]
    return flagged["ill"] / flagged.sum()


def right_numpy_average(case):
    """Weighted average of 'is ill' (1, 0), with the flagged numbers as weights."""
    ill = case["ill_per_10_000"]
    return np.average([1, 0], weights=[ill * case["recall"], (10_000 - ill) * case["false_positive_rate"]])


def right_one_minus_false_share(case):
    """One minus the share of false alarms among the alarms."""
    sick, well = case["ill_per_10_000"], 10_000 - case["ill_per_10_000"]
    false_alarms = well * case["false_positive_rate"]
    return 1 - false_alarms / (false_alarms + sick - sick * (1 - case["recall"]))


def right_rows(case):
    """A million people per ten thousand, row by row: flags the first share of each group, takes the mean."""
    ill, well = case["ill_per_10_000"] * 1_000, (10_000 - case["ill_per_10_000"]) * 1_000
    y = np.repeat([1, 0], [ill, well]).astype(np.int8)
    flag = np.concatenate([np.arange(ill) < round(ill * case["recall"]),
                           np.arange(well) < round(well * case["false_positive_rate"])])
    return float(y[flag].mean())
