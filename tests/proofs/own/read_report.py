"""Answers to read-report by people who knew the slips."""


def wrong_missed_are_false_alarms(case):
    """The two errors have changed places."""
    return {"caught": case["tp"], "missed": case["fp"], "alarms": case["tp"] + case["fp"], "false_alarms": case["fn"]}


def right_from_counts_as_floats(case):
    tp = float(case["tp"])
    return {"caught": tp, "missed": case["fn"] + 0.0, "alarms": tp + case["fp"], "false_alarms": float(case["fp"])}
