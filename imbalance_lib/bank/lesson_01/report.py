"""Reading counts off a classification report."""

import numpy as np

from imbalance_lib.checks import Case, Milestone, Question, Slip, close_numbers, each

CELLS = ("tp", "fp", "fn", "tn")


def draw_report(rng: np.random.Generator, size: int) -> Case:
    """Counts that a reader can get back from the two decimals of the report."""
    from sklearn.metrics import classification_report

    while True:
        positives, negatives = int(rng.integers(30, 90)), int(rng.integers(15, 40)) * 100
        tp = int(positives * rng.uniform(0.5, 0.9))
        fp = int(tp * rng.uniform(0.3, 1.5))
        precision, recall = round(tp / (tp + fp), 2), round(tp / positives, 2)
        clear = min(abs(tp / precision % 1 - 0.5), abs(recall * positives % 1 - 0.5)) > 0.05
        if (
            clear
            and round(recall * positives) == tp
            and round(tp / precision) == tp + fp
            and fp not in (tp, positives - tp)
        ):
            break
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
A colleague sends you this report and says "{accuracy:.1%} accurate":

```
{report}
```

Set `from_report` to a dict with four whole numbers: `"caught"` (frauds that were flagged), `"missed"` (frauds that
were not), `"alarms"` (payments flagged in all), `"false_alarms"` (honest payments flagged). The report is rounded to
two decimals; work out the nearest whole numbers, from the fraud row alone (alarms = caught / precision).""",
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
