"""Answers to useless-model by people who knew the slips."""


def wrong_thinks_auc_of_constant_is_its_average_precision(y_true):
    """Knows that a constant score has ROC-AUC 0.5 and takes that for average precision, balanced accuracy too."""
    ones = sum(y_true) / len(y_true)
    return {"accuracy": 1 - ones, "balanced_accuracy": 1 - ones, "recall": 0, "f1": 0, "average_precision": 0.5}


def wrong_predicts_all_positive_in_sklearn(y_true):
    """Flags everybody by mistake."""
    from sklearn import metrics

    p = [1] * len(y_true)
    return {
        "accuracy": metrics.accuracy_score(y_true, p),
        "balanced_accuracy": metrics.balanced_accuracy_score(y_true, p),
        "recall": metrics.recall_score(y_true, p),
        "f1": metrics.f1_score(y_true, p),
        "average_precision": metrics.average_precision_score(y_true, p),
    }


def wrong_key_names(y_true):
    """Right numbers; one key misspelled."""
    ones = sum(y_true) / len(y_true)
    return {"accuracy": 1 - ones, "balanced": 0.5, "recall": 0, "f1": 0, "average_precision": ones}


def right_by_definition(y_true):
    tn, fn = y_true.count(0), y_true.count(1)
    return {
        "accuracy": tn / (tn + fn),
        "balanced_accuracy": (tn / tn + 0 / fn) / 2,
        "recall": 0 / fn,
        "f1": 2 * 0 / (2 * 0 + 0 + fn),
        "average_precision": fn / (tn + fn),
    }
