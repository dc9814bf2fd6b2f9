"""What a model that flags nobody scores."""

import numpy as np

from imbalance_lib.checks import Case, Milestone, Question, Slip

NAN = float("nan")


def draw_labels(rng: np.random.Generator, size: int) -> Case:
    n = int(rng.integers(2, 4 + 5 * size))
    prevalence = rng.choice([0.05, 0.2, 0.5, 0.8])
    y_true = (rng.random(n) < prevalence).astype(int)
    y_true[rng.permutation(n)[:2]] = [0, 1]
    return {"y_true": y_true.tolist()}


def useless(y_true: list[int], **changes: float) -> dict[str, float]:
    ones = sum(y_true) / len(y_true)
    right = {"accuracy": 1 - ones, "balanced_accuracy": 0.5, "recall": 0.0, "f1": 0.0, "average_precision": ones}
    return {**right, **changes}


def _flags_everybody(y_true: list[int]) -> dict[str, float]:
    ones = sum(y_true) / len(y_true)
    return useless(y_true, accuracy=ones, recall=1.0, f1=2 * ones / (1 + ones))


def _majority(y_true: list[int]) -> dict[str, float]:
    return _flags_everybody(y_true) if 2 * sum(y_true) > len(y_true) else useless(y_true)


def _f1_honest(y_true: list[int]) -> float:
    zeros = 1 - sum(y_true) / len(y_true)
    return 2 * zeros / (1 + zeros)


USELESS = Question(
    id="useless-model",
    version=1,
    lesson="01",
    skill="baselines",
    level="junior",
    kind="code",
    minutes=6,
    points=3,
    source="own",
    prompt="""\
A model flags nobody: it answers 0, with the same score for every row. Before you believe any model, you want to
know what this one scores. Write `useless_scores(y_true)`. `y_true` is a list of 0 and 1, with at least one of each;
1 is the class you look for, and need not be the rarer one. It returns a dict with five numbers, the scores of the model that flags nobody:

- `"accuracy"`
- `"balanced_accuracy"`: the mean of the recalls of the two classes
- `"recall"`: of class 1
- `"f1"`: of class 1
- `"average_precision"`: as scikit-learn has it, of a score that is the same for every row""",
    entry="useless_scores",
    right=useless,
    draw=draw_labels,
    edges=({"y_true": [0, 1]}, {"y_true": [0, 0, 0, 1]}, {"y_true": [1, 1, 1, 0]}),
    rows=("y_true",),
    valid=lambda case: 0 < sum(case["y_true"]) < len(case["y_true"]),
    slips=(
        Slip(
            "majority-model",
            "Your model answers the more frequent class. The one asked for flags nobody, even where 1 is frequent.",
            _majority,
        ),
        Slip("flags-everybody", "These are the scores of a model that flags everybody.", _flags_everybody),
        Slip(
            "accuracy-is-prevalence",
            "Your accuracy is the share of ones. The model answers 0, so it is right on the zeros.",
            lambda y_true: useless(y_true, accuracy=sum(y_true) / len(y_true)),
        ),
        Slip(
            "balanced-is-accuracy",
            "Your balanced accuracy is plain accuracy. It is the mean of two recalls: 1 for class 0, and 0 for class 1.",
            lambda y_true: useless(y_true, balanced_accuracy=1 - sum(y_true) / len(y_true)),
        ),
        Slip(
            "balanced-is-zero",
            "Your balanced accuracy is 0. Half of it is the recall of class 0, which is 1 here.",
            lambda y_true: useless(y_true, balanced_accuracy=0.0),
        ),
        Slip(
            "recall-of-zeros",
            "Your recall is that of class 0. Of the ones, this model finds none.",
            lambda y_true: useless(y_true, recall=1.0),
        ),
        Slip(
            "f1-of-zeros",
            "Your F1 is that of class 0. F1 depends on which class is called positive; class 1 was asked for.",
            lambda y_true: useless(y_true, f1=_f1_honest(y_true)),
        ),
        Slip(
            "f1-macro",
            "Your F1 is the mean over both classes, which hides the class you look for. Class 1 was asked for.",
            lambda y_true: useless(y_true, f1=_f1_honest(y_true) / 2),
        ),
        Slip(
            "f1-weighted",
            "Your F1 is weighted by class size, so class 0 drowns class 1. Class 1 was asked for.",
            lambda y_true: useless(y_true, f1=_f1_honest(y_true) * (1 - sum(y_true) / len(y_true))),
        ),
        Slip(
            "f1-needs-precision",
            "Your F1 has no value because precision has none. F1 is `2 tp / (2 tp + fp + fn)`, which is 0 here.",
            lambda y_true: useless(y_true, f1=NAN),
        ),
        Slip(
            "average-precision-half",
            "Your average precision is 0.5. That is the baseline of ROC-AUC. For average precision it is the prevalence.",
            lambda y_true: useless(y_true, average_precision=0.5),
        ),
        Slip(
            "average-precision-zero",
            "Your average precision is 0. Average precision looks at the scores, not at the flags: equal scores put all "
            "rows in one tie, and among them the share of ones is the prevalence.",
            lambda y_true: useless(y_true, average_precision=0.0),
        ),
        Slip(
            "average-precision-undefined",
            "Your average precision has no value. Precision has none when nobody is flagged, but average precision lowers "
            "the cut step by step until everybody is: with equal scores that is one step, and precision there is the prevalence.",
            lambda y_true: useless(y_true, average_precision=NAN),
        ),
        Slip(
            "arguments-swapped",
            "These are the numbers that scikit-learn gives when truth and prediction change places. "
            "The order is `(y_true, y_pred)`.",
            lambda y_true: useless(y_true, balanced_accuracy=1 - sum(y_true) / len(y_true), average_precision=0.0),
        ),
        Slip(
            "accuracy-half",
            "Your accuracy is 0.5, as if the model tossed a coin. It answers 0, and is right on every 0.",
            lambda y_true: useless(y_true, accuracy=0.5),
        ),
        Slip(
            "accuracy-zero",
            "Your accuracy is 0. The model is useless and still right on every 0. "
            "(`y_true == 0` on a list compares the list, not its elements.)",
            lambda y_true: useless(y_true, accuracy=0.0),
        ),
        Slip(
            "recall-macro",
            "Your recall is the mean over both classes, which is balanced accuracy. Class 1 was asked for.",
            lambda y_true: useless(y_true, recall=0.5),
        ),
        Slip(
            "recall-weighted",
            "Your recall is weighted by class size, which is accuracy. Class 1 was asked for.",
            lambda y_true: useless(y_true, recall=1 - sum(y_true) / len(y_true)),
        ),
        Slip(
            "average-precision-trapezoid",
            "Your average precision is the area under straight lines, `auc(recall, precision)`. It gives a constant score "
            "(1 + prevalence) / 2, which is far too kind. Average precision gives the prevalence.",
            lambda y_true: useless(y_true, average_precision=(1 + sum(y_true) / len(y_true)) / 2),
        ),
    ),
    milestones=(
        Milestone("accuracy", 1, keys=("accuracy",)),
        Milestone("recall, F1 and balanced accuracy", 1, keys=("recall", "f1", "balanced_accuracy")),
    ),
    hints=(
        "Build the answer in your head for 1 one and 3 zeros. On how many rows is a model right that always says 0?",
        "Three of the five numbers are the same for every `y_true`. Which?",
        "Average precision of a tie is the share of ones among the tied rows. Here all rows are tied.",
    ),
    read="Lesson 01, What a useless model scores",
)
