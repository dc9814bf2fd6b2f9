"""Answers people give to useless-model; written from the prompt alone."""
import statistics
from collections import Counter
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.metrics import (
    accuracy_score,
    auc,
    average_precision_score,
    balanced_accuracy_score,
    classification_report,
    confusion_matrix,
    f1_score,
    precision_recall_curve,
    precision_score,
    recall_score,
    roc_auc_score,
)

# ---------------------------------------------------------------- wrong: average precision

def wrong_ap_zero(y_true):
    """Believes that a model that finds nothing has average precision 0."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0, "average_precision": 0.0}


def wrong_ap_half(y_true):
    """Takes 0.5 for average precision, the value of ROC AUC for a constant score."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0, "average_precision": 0.5}


def wrong_ap_nan(y_true):
    """No alarms, so no precision, so nan."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": float("nan")}


def wrong_ap_trapezoid(y_true):
    """Area under the precision-recall curve by trapezoids: gives (1 + share) / 2 here."""
    y_pred = [0] * len(y_true)
    precision, recall, _ = precision_recall_curve(y_true, y_pred)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": auc(recall, precision)}


def wrong_ap_roc_auc(y_true):
    """Uses roc_auc_score for the last number."""
    y_pred = np.zeros(len(y_true))
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": roc_auc_score(y_true, y_pred)}


def wrong_ap_of_truth(y_true):
    """Passes y_true twice by mistake: average precision 1."""
    zeros = [0 for _ in y_true]
    return {"accuracy": accuracy_score(y_true, zeros),
            "balanced_accuracy": balanced_accuracy_score(y_true, zeros),
            "recall": recall_score(y_true, zeros), "f1": f1_score(y_true, zeros),
            "average_precision": average_precision_score(y_true, y_true)}


def wrong_ap_random_score(y_true):
    """Thinks 'no information' is a random score; near the share, not equal to it."""
    zeros = np.zeros_like(y_true)
    score = np.random.default_rng(0).random(len(y_true))
    return {"accuracy": accuracy_score(y_true, zeros),
            "balanced_accuracy": balanced_accuracy_score(y_true, zeros),
            "recall": recall_score(y_true, zeros), "f1": f1_score(y_true, zeros),
            "average_precision": average_precision_score(y_true, score)}


def wrong_ap_by_hand_ignores_ties(y_true):
    """Ranks the tied rows in the order they come (information-retrieval formula)."""
    hits, total = 0, 0.0
    for rank, y in enumerate(y_true, start=1):
        if y == 1:
            hits += 1
            total += hits / rank
    n, pos = len(y_true), sum(y_true)
    return {"accuracy": (n - pos) / n, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": total / pos}


def wrong_ap_is_precision(y_true):
    """Takes precision_score for average precision."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": precision_score(y_true, y_pred, zero_division=0)}


def wrong_ap_macro_mean_of_precisions(y_true):
    """Reads 'average precision' as the mean of the two classes' precisions."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": precision_score(y_true, y_pred, average="macro", zero_division=0)}


def wrong_ap_share_of_zeros(y_true):
    """Takes the share of class 0, as accuracy."""
    acc = y_true.count(0) / len(y_true)
    return {"accuracy": acc, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0, "average_precision": acc}


# ---------------------------------------------------------------- wrong: the other numbers

def wrong_accuracy_is_share_of_ones(y_true):
    """Share of 1 for accuracy (as if everybody were flagged)."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0, "average_precision": share}


def wrong_accuracy_zero(y_true):
    """A useless model gets 0 everywhere but where it is a coin toss."""
    return {"accuracy": 0.0, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": sum(y_true) / len(y_true)}


def wrong_accuracy_half(y_true):
    """Useless means a coin: accuracy 0.5."""
    return {"accuracy": 0.5, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": sum(y_true) / len(y_true)}


def wrong_balanced_zero(y_true):
    """Balanced accuracy adjusted for chance: 0 for a useless model."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred, adjusted=True),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": average_precision_score(y_true, y_pred)}


def wrong_balanced_weighted_by_size(y_true):
    """Weights the two recalls with the class sizes, which is accuracy again."""
    n, pos = len(y_true), sum(y_true)
    balanced = 0.0 * pos / n + 1.0 * (n - pos) / n
    return {"accuracy": (n - pos) / n, "balanced_accuracy": balanced, "recall": 0.0, "f1": 0.0,
            "average_precision": pos / n}


def wrong_balanced_mean_of_accuracy_and_recall(y_true):
    """Takes the mean of accuracy and recall of class 1."""
    n, pos = len(y_true), sum(y_true)
    accuracy, recall = (n - pos) / n, 0.0
    return {"accuracy": accuracy, "balanced_accuracy": (accuracy + recall) / 2, "recall": recall, "f1": 0.0,
            "average_precision": pos / n}


def wrong_balanced_sum_of_recalls(y_true):
    """Forgets to divide by two."""
    y_pred = np.zeros(len(y_true), dtype=int)
    tn, fp, fn, tp = confusion_matrix(y_true, y_pred).ravel()
    return {"accuracy": (tp + tn) / len(y_true), "balanced_accuracy": tp / (tp + fn) + tn / (tn + fp),
            "recall": tp / (tp + fn), "f1": 2 * tp / (2 * tp + fp + fn), "average_precision": np.mean(y_true)}


def wrong_recall_of_class_zero(y_true):
    """pos_label=0: recall and F1 of the class that is not looked for."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred, pos_label=0), "f1": f1_score(y_true, y_pred, pos_label=0),
            "average_precision": average_precision_score(y_true, y_pred)}


def wrong_macro_average(y_true):
    """average='macro' for recall and F1."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred, average="macro"),
            "f1": f1_score(y_true, y_pred, average="macro"),
            "average_precision": average_precision_score(y_true, y_pred)}


def wrong_weighted_f1(y_true):
    """average='weighted' for F1 only, 'because the data is imbalanced'."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred, average="weighted"),
            "average_precision": average_precision_score(y_true, y_pred)}


def wrong_report_weighted_row(y_true):
    """Takes recall and F1 from the 'weighted avg' row of the report."""
    y_pred = [0] * len(y_true)
    rep = classification_report(y_true, y_pred, output_dict=True, zero_division=0)
    return {"accuracy": rep["accuracy"], "balanced_accuracy": rep["macro avg"]["recall"],
            "recall": rep["weighted avg"]["recall"], "f1": rep["weighted avg"]["f1-score"],
            "average_precision": sum(y_true) / len(y_true)}


def wrong_f1_nan(y_true):
    """F1 by the harmonic mean, with precision nan: F1 nan."""
    share = sum(y_true) / len(y_true)
    precision, recall = float("nan"), 0.0
    return {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": recall,
            "f1": 2 * precision * recall / (precision + recall), "average_precision": share}


def wrong_precision_zero_division(y_true):
    """Computes precision by hand; nobody is flagged, so ZeroDivisionError."""
    y_pred = [0] * len(y_true)
    tp = sum(1 for t, p in zip(y_true, y_pred, strict=True) if t == 1 and p == 1)
    precision = tp / sum(y_pred)
    recall = tp / sum(y_true)
    return {"accuracy": y_true.count(0) / len(y_true), "balanced_accuracy": 0.5, "recall": recall,
            "f1": 2 * precision * recall / (precision + recall), "average_precision": precision}


# ---------------------------------------------------------------- wrong: another model

def wrong_majority_model(y_true):
    """DummyClassifier most_frequent: the same model only as long as class 1 is not the larger one."""
    X = np.zeros((len(y_true), 1))
    model = DummyClassifier(strategy="most_frequent").fit(X, y_true)
    y_pred, score = model.predict(X), model.predict_proba(X)[:, 1]
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": average_precision_score(y_true, score)}


def wrong_accuracy_of_larger_class(y_true):
    """max(share, 1 - share) for accuracy: wrong when class 1 is the larger one."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": max(share, 1 - share), "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": share}


def wrong_ap_of_rarer_class(y_true):
    """min(share, 1 - share) for average precision: takes the rarer class for the positive one."""
    counts = Counter(y_true)
    n = len(y_true)
    return {"accuracy": counts[0] / n, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": min(counts.values()) / n}


def wrong_flags_everybody(y_true):
    """Scores the model that answers 1 for every row."""
    y_pred = [1] * len(y_true)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": average_precision_score(y_true, y_pred)}


def wrong_stratified_dummy(y_true):
    """Uses the dummy that guesses at random by class share."""
    X = np.zeros((len(y_true), 1))
    y_pred = DummyClassifier(strategy="stratified", random_state=0).fit(X, y_true).predict(X)
    return {"accuracy": accuracy_score(y_true, y_pred),
            "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
            "recall": recall_score(y_true, y_pred), "f1": f1_score(y_true, y_pred),
            "average_precision": average_precision_score(y_true, y_pred)}


# ---------------------------------------------------------------- wrong: Python traps and form

def wrong_list_compared_with_zero(y_true):
    """NumPy habit: `y_true == 0` on a list is one False, so accuracy comes out as 0."""
    return {"accuracy": float(np.mean(y_true == 0)), "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": float(np.mean(y_true))}


def wrong_list_has_no_mean(y_true):
    """Calls y_true.mean() on a list: AttributeError."""
    return {"accuracy": 1 - y_true.mean(), "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": y_true.mean()}


def wrong_sklearn_arguments_swapped(y_true):
    """Metrics called as (y_pred, y_true): recall becomes precision, balanced accuracy changes."""
    y_pred = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_pred, y_true),
            "balanced_accuracy": float((np.array(y_true) == 0).mean()),
            "recall": recall_score(y_pred, y_true, zero_division=0),
            "f1": f1_score(y_pred, y_true, zero_division=0),
            "average_precision": 0.0}


def wrong_constants_from_the_lesson(y_true):
    """Memorized 'the useless model has 99 % accuracy' and does not look at y_true."""
    return {"accuracy": 0.99, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0, "average_precision": 0.01}


def wrong_percent(y_true):
    """Gives percent."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": 100 * (1 - share), "balanced_accuracy": 50.0, "recall": 0.0, "f1": 0.0,
            "average_precision": 100 * share}


def wrong_rounded(y_true):
    """Rounds to two decimals; a rare class disappears."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": round(1 - share, 2), "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": round(share, 2)}


def wrong_keys_like_sklearn(y_true):
    """Other key names: balanced, ap."""
    share = sum(y_true) / len(y_true)
    return {"acc": 1 - share, "balanced": 0.5, "recall": 0.0, "f1": 0.0, "ap": share}


def wrong_tuple(y_true):
    """Returns the five numbers without names."""
    share = sum(y_true) / len(y_true)
    return 1 - share, 0.5, 0.0, 0.0, share


def wrong_misses_a_key(y_true):
    """Leaves average_precision out because the model has no probabilities."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0}


def wrong_forgot_return(y_true):
    """Builds the dict, forgets return."""
    share = sum(y_true) / len(y_true)
    scores = {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,  # noqa: F841
              "average_precision": share}


def wrong_strings(y_true):
    """Formats the numbers."""
    share = sum(y_true) / len(y_true)
    scores = {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
              "average_precision": share}
    return {name: f"{value:.3f}" for name, value in scores.items()}


# ---------------------------------------------------------------- right

def right_arithmetic(y_true):
    """All five follow from the share of ones."""
    share = sum(y_true) / len(y_true)
    return {"accuracy": 1 - share, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
            "average_precision": share}


def right_sklearn(y_true):
    """Five metric calls on a column of zeros."""
    zeros = [0] * len(y_true)
    return {"accuracy": accuracy_score(y_true, zeros),
            "balanced_accuracy": balanced_accuracy_score(y_true, zeros),
            "recall": recall_score(y_true, zeros),
            "f1": f1_score(y_true, zeros),
            "average_precision": average_precision_score(y_true, zeros)}


def right_dummy_constant(y_true):
    """DummyClassifier(constant=0), scored with its own probabilities."""
    X = [[0]] * len(y_true)
    model = DummyClassifier(strategy="constant", constant=0).fit(X, y_true)
    pred, score = model.predict(X), model.predict_proba(X)[:, 1]
    by_label = {"accuracy": accuracy_score, "balanced_accuracy": balanced_accuracy_score,
                "recall": recall_score, "f1": f1_score}
    out = {name: float(f(y_true, pred)) for name, f in by_label.items()}
    out["average_precision"] = float(average_precision_score(y_true, score))
    return out


def right_counting_loop(y_true):
    """Counts the four cells in a loop and uses the formulas."""
    tp = fp = fn = tn = 0
    for y in y_true:
        if y == 1:
            fn += 1
        else:
            tn += 1
    recall1, recall0 = tp / (tp + fn), tn / (tn + fp)
    return {"accuracy": (tp + tn) / (tp + fp + fn + tn), "balanced_accuracy": (recall1 + recall0) / 2,
            "recall": recall1, "f1": 2 * tp / (2 * tp + fp + fn),
            "average_precision": (tp + fn) / len(y_true)}


def right_numpy(y_true):
    """NumPy with masks; np.float64 values."""
    y = np.asarray(y_true)
    flagged = np.zeros(y.size, dtype=bool)
    hit = flagged == (y == 1)
    return {"accuracy": hit.mean(), "balanced_accuracy": np.mean([hit[y == 0].mean(), hit[y == 1].mean()]),
            "recall": flagged[y == 1].mean(), "f1": 2 * (flagged & (y == 1)).sum() / (flagged.sum() + y.sum()),
            "average_precision": y.mean()}


def right_pandas(y_true):
    """value_counts with shares."""
    share = pd.Series(y_true).value_counts(normalize=True)
    return pd.Series({"accuracy": share.loc[0], "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0,
                      "average_precision": share.loc[1]}).to_dict()


def right_pandas_groupby(y_true):
    """Recalls by groupby on the truth."""
    df = pd.DataFrame({"y": y_true, "pred": 0})
    df["ok"] = df["y"] == df["pred"]
    recalls = df.groupby("y")["ok"].mean()
    return {"accuracy": df["ok"].mean(), "balanced_accuracy": recalls.mean(), "recall": recalls[1], "f1": 0.0,
            "average_precision": df["y"].mean()}


def right_ap_from_curve(y_true):
    """Sums the steps of the precision-recall curve."""
    zeros = np.zeros(len(y_true), dtype=int)
    precision, recall, _ = precision_recall_curve(y_true, zeros)
    ap = -np.sum(np.diff(recall) * precision[:-1])
    tn, fp, fn, tp = confusion_matrix(y_true, zeros).ravel()
    return {"accuracy": (tp + tn) / len(y_true), "balanced_accuracy": (tp / (tp + fn) + tn / (tn + fp)) / 2,
            "recall": tp / (tp + fn), "f1": 2 * tp / (2 * tp + fp + fn), "average_precision": ap}


def right_fractions(y_true):
    """Exact, then float."""
    share = Fraction(sum(y_true), len(y_true))
    exact = {"accuracy": 1 - share, "balanced_accuracy": Fraction(1, 2), "recall": Fraction(0), "f1": Fraction(0),
             "average_precision": share}
    return {k: float(v) for k, v in exact.items()}


def right_statistics_ints(y_true):
    """statistics.mean and Counter; whole 0 for recall and F1."""
    return dict(accuracy=Counter(y_true)[0] / len(y_true), balanced_accuracy=statistics.mean([0, 1]), recall=0,
                f1=0, average_precision=statistics.fmean(y_true))


def right_report_dict(y_true):
    """From classification_report as a dict."""
    rep = classification_report(y_true, [0] * len(y_true), output_dict=True, zero_division=0)
    return {"accuracy": rep["accuracy"], "balanced_accuracy": rep["macro avg"]["recall"],
            "recall": rep["1"]["recall"], "f1": rep["1"]["f1-score"],
            "average_precision": rep["1"]["support"] / rep["macro avg"]["support"]}
