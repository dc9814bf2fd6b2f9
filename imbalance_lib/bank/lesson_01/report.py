"""Reading counts off a classification report."""

import numpy as np

from imbalance_lib.checks import Case, Milestone, Question, Slip, close_numbers, each

CELLS = ("tp", "fp", "fn", "tn")


SHEETS = (
    (67, 58, 77, 1200), (70, 55, 73, 2300), (74, 47, 65, 2600), (76, 40, 49, 1100), (76, 46, 50, 2200),
    (77, 52, 69, 1900), (78, 55, 73, 2500), (80, 62, 70, 1900), (80, 62, 86, 1500), (81, 58, 63, 1300),
    (81, 62, 73, 2500), (82, 48, 64, 1500), (82, 57, 70, 1600), (82, 62, 79, 2500), (82, 71, 74, 2200),
    (83, 47, 49, 1100), (83, 47, 60, 2100), (83, 52, 75, 2000), (83, 66, 81, 2500), (83, 71, 77, 1500),
    (84, 45, 65, 2400), (84, 61, 88, 2500), (85, 54, 52, 2400), (85, 54, 52, 2500), (85, 71, 87, 1300),
    (85, 77, 111, 1500), (86, 71, 74, 1800), (87, 44, 54, 1900), (87, 71, 77, 2400), (87, 71, 77, 2900),
    (89, 45, 60, 1700), (89, 45, 60, 1900), (89, 53, 49, 1500), (89, 53, 60, 2100), (89, 53, 60, 2600),
    (89, 61, 78, 2400), (89, 69, 78, 1200), (89, 69, 78, 2300), (89, 70, 93, 2100), (89, 77, 111, 1700),
)  # fmt: skip
"""Positives, TP, FP, negatives: readable from two decimals, and every known mistake gives other numbers."""


def draw_report(rng: np.random.Generator, size: int) -> Case:
    """One of the sheets, and the report that scikit-learn prints of it."""
    return sheet(*SHEETS[int(rng.integers(len(SHEETS)))])


def sheet(positives: int, tp: int, fp: int, negatives: int) -> Case:
    """Four counts, and their report as scikit-learn prints it."""
    from sklearn.metrics import classification_report

    fn, tn = positives - tp, negatives - fp
    y_true = [1] * (tp + fn) + [0] * (fp + tn)
    y_pred = [1] * tp + [0] * fn + [1] * fp + [0] * tn
    report = classification_report(y_true, y_pred, target_names=["honest", "fraud"])
    accuracy = (tp + tn) / (positives + negatives)
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn, "accuracy": accuracy, "report": report.strip("\n")}


def read_report(caught: float, positives: int, alarms: float) -> dict[str, int]:
    whole, flagged = round(caught), round(alarms)
    return {"caught": whole, "missed": positives - whole, "alarms": flagged, "false_alarms": flagged - whole}


def right_report(case: Case) -> dict[str, int]:
    return {"caught": case["tp"], "missed": case["fn"], "alarms": case["tp"] + case["fp"], "false_alarms": case["fp"]}


def _fraud_row(case: Case) -> tuple[float, float, int]:
    tp, positives = case["tp"], case["tp"] + case["fn"]
    return round(tp / (tp + case["fp"]), 2), round(tp / positives, 2), positives


def _with_rates(precision: float, recall: float, positives: int) -> dict[str, int]:
    caught = round(recall * positives)
    return read_report(caught, positives, caught / precision)


def _honest_row(case: Case) -> dict[str, int]:
    tn, negatives = case["tn"], case["tn"] + case["fp"]
    return _with_rates(round(tn / (tn + case["fn"]), 2), round(tn / negatives, 2), negatives)


def _average_row(case: Case, weighted: bool) -> dict[str, int]:
    tp, fp, fn, tn = (case[cell] for cell in CELLS)
    share = (tp + fn) / (tp + fp + fn + tn) if weighted else 0.5
    precision = share * tp / (tp + fp) + (1 - share) * tn / (tn + fn)
    recall = share * tp / (tp + fn) + (1 - share) * tn / (tn + fp)
    return _with_rates(round(precision, 2), round(recall, 2), tp + fn)


def _swapped_columns(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    return _with_rates(recall, precision, positives)


def _alarms_of_support(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    return read_report(recall * positives, positives, positives / precision)


def _alarms_times_precision(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    return read_report(recall * positives, positives, precision * positives)


def _alarms_are_caught(case: Case) -> dict[str, int]:
    return {**right_report(case), "alarms": case["tp"], "false_alarms": 0}


def _false_alarms_of_caught(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    false = round((1 - precision) * case["tp"])
    return {**right_report(case), "false_alarms": false, "alarms": case["tp"] + false}


def _cut_off(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    caught, alarms = int(recall * positives), int(int(recall * positives) / precision)
    return {"caught": caught, "missed": positives - caught, "alarms": alarms, "false_alarms": alarms - caught}


def _rounded_at_the_end(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    return read_report(recall * positives, positives, recall * positives / precision)


def _f1_for_recall(case: Case) -> dict[str, int]:
    precision, _, positives = _fraud_row(case)
    f1 = round(2 * case["tp"] / (2 * case["tp"] + case["fp"] + case["fn"]), 2)
    return _with_rates(precision, f1, positives)


def _accuracy_for_recall(case: Case) -> dict[str, int]:
    precision, _, positives = _fraud_row(case)
    return _with_rates(precision, round(case["accuracy"], 2), positives)


def _not_whole(case: Case) -> dict[str, float]:
    precision, recall, positives = _fraud_row(case)
    caught = recall * positives
    alarms = caught / precision
    return {"caught": caught, "missed": positives - caught, "alarms": alarms, "false_alarms": alarms - caught}


def _shares(case: Case) -> dict[str, float]:
    precision, recall, _ = _fraud_row(case)
    return {"caught": recall, "missed": 1 - recall, "alarms": precision, "false_alarms": 1 - precision}


def _whole_table(case: Case) -> dict[str, int]:
    precision, recall, positives = _fraud_row(case)
    everyone = sum(case[cell] for cell in CELLS)
    return _with_rates(precision, recall, everyone)


REPORT = Question(
    id="read-report",
    version=1,
    lesson="01",
    skill="reading a report",
    level="junior",
    kind="numeric",
    minutes=5,
    points=2,
    source="own",
    prompt="""\
A colleague sends you this report and says "{accuracy:.0%} accurate":

```
{report}
```

Set `from_report` to a dict with four whole numbers: `"caught"` (frauds that were flagged), `"missed"` (frauds that
were not), `"alarms"` (payments flagged in all), `"false_alarms"` (honest payments flagged). The report is rounded to
two decimals. Work out the nearest whole numbers, from precision and recall of the fraud row: first the caught frauds,
rounded, then alarms = caught / precision, rounded.""",
    entry="from_report",
    right=right_report,
    draw=draw_report,
    judge=each(close_numbers(1e-9)),
    slips=(
        Slip(
            "reads-honest-row",
            "You read the row of the honest payments. The rare class has a row of its own.",
            _honest_row,
        ),
        Slip(
            "reads-macro-average",
            "You read the row `macro avg`, the mean of both classes. Read the fraud row.",
            lambda case: _average_row(case, weighted=False),
        ),
        Slip(
            "reads-weighted-average",
            "You read the row `weighted avg`, in which the honest payments drown the frauds. Read the fraud row.",
            lambda case: _average_row(case, weighted=True),
        ),
        Slip(
            "precision-recall-swapped",
            "Precision and recall have changed places: caught = recall x frauds, and alarms = caught / precision.",
            _swapped_columns,
        ),
        Slip(
            "alarms-from-support",
            "You divide the number of frauds by precision. Only the frauds that were caught are among "
            "the alarms: alarms = caught / precision.",
            _alarms_of_support,
        ),
        Slip(
            "alarms-times-precision",
            "You multiply the frauds by precision. Precision is a share of the alarms: alarms = caught / precision.",
            _alarms_times_precision,
        ),
        Slip(
            "alarms-are-caught", "You count only the true alarms. The false ones were raised too.", _alarms_are_caught
        ),
        Slip(
            "false-alarms-of-caught",
            "You take the false alarms as a share of the frauds that were caught. They are a share of "
            "all alarms: alarms = caught / precision.",
            _false_alarms_of_caught,
        ),
        Slip("cut-off-not-rounded", "You cut the decimals off. Go to the nearest whole number: `round(...)`.", _cut_off),
        Slip(
            "rounded-elsewhere",
            "Close: the alarms are off by rounding. Work from precision and recall of the fraud row, round the caught frauds "
            "first (frauds are whole), divide by precision, and round again.",
            _rounded_at_the_end,
        ),
        Slip(
            "errors-swapped",
            "The two errors have changed places: `missed` are frauds, `false_alarms` are honest payments.",
            lambda case: {**right_report(case), "missed": case["fp"], "false_alarms": case["fn"]},
        ),
        Slip(
            "matrix-transposed",
            "You read the matrix the other way round: alarms are the payments flagged, not the frauds.",
            lambda case: {"caught": case["tp"], "missed": case["fp"], "alarms": case["tp"] + case["fn"], "false_alarms": case["fn"]},
        ),
        Slip("f1-for-recall", "You read the column `f1-score` for recall. Recall is the second column.", _f1_for_recall),
        Slip(
            "accuracy-for-recall",
            "You take the accuracy for the share of frauds that were caught. Recall says that.",
            _accuracy_for_recall,
        ),
        Slip(
            "all-alarms-are-false",
            "You give all alarms as false alarms. Take away those that caught a fraud.",
            lambda case: {**right_report(case), "false_alarms": case["tp"] + case["fp"]},
        ),
        Slip(
            "alarms-without-caught",
            "You count only the false alarms as alarms. The true ones were raised too.",
            lambda case: {**right_report(case), "alarms": case["fp"]},
        ),
        Slip("not-whole", "You leave the decimals in. Frauds are whole: go to the nearest whole number.", _not_whole),
        Slip("shares-for-counts", "You copy the shares of the report. Counts were asked for: recall x support.", _shares),
        Slip(
            "support-of-everything",
            "You take all payments for frauds. The support of the fraud row says how many frauds there are.",
            _whole_table,
        ),
    ),  # fmt: skip
    milestones=(Milestone("caught and missed", 1, keys=("caught", "missed")),),
    hints=(
        "Which row is about fraud, and what does its last number, the support, count?",
        "Recall is a share of the frauds: caught = recall x support. Round to a whole number.",
        "Precision is a share of the alarms: caught = precision x alarms. Solve for the alarms.",
    ),
    read="Lesson 01, Reading a report",
)
