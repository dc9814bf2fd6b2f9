"""Choosing a metric for a stated cost, and the quick questions of the lesson."""

from imbalance_lib.checks import Question, Slip


def _choice(id: str, skill: str, level: str, prompt: str, entry: str, key: str, options: dict[str, str],
            slips: dict[str, tuple[str, str]], hints: tuple[str, ...], read: str, points: float = 1) -> Question:  # fmt: skip
    return Question(
        id=id, version=1, lesson="01", skill=skill, level=level, kind="choice", minutes=2, points=points, source="own",
        prompt=prompt, entry=entry, right=lambda case: key, options=options, hints=hints, read=read,
        slips=tuple(Slip(misconception, says, option=option) for option, (misconception, says) in slips.items()),
    )  # fmt: skip


CAPACITY = _choice(
    "metric-for-capacity", "choosing a metric", "middle",
    """\
A bank has 50,000 card payments a day. Its team can look at 200 of them, and that is all it will ever look at. Every
fraud costs about the same. Two models give each payment a score. Which number should decide between them?""",
    "metric_for_capacity",
    "precision-at-200",
    {
        "accuracy": "accuracy over all payments of a day, at a cut of 0.5",
        "f1": "F1 of the fraud class over all payments of a day, at a cut of 0.5",
        "roc-auc": "ROC-AUC over all payments of a day, which needs no cut",
        "precision-at-200": "precision among the 200 payments with the highest scores",
    },
    {
        "accuracy": ("accuracy-under-imbalance", "With 50 frauds in 50,000 payments a model that flags nobody is 99.9 % accurate. "
                     "Accuracy can't see what the team will see."),
        "f1": ("metric-at-a-cut-not-used", "F1 at 0.5 judges a cut nobody will use: the team looks at the top 200, "
               "wherever 0.5 falls."),
        "roc-auc": ("whole-ranking-metric", "ROC-AUC counts order mistakes anywhere in the 50,000, and most are far below the "
                    "200 that are looked at. A model can win there and lose at the top."),
    },
    ("Which payments will a person ever see?", "Of those 200, what does the bank want many of?"),
    "Lesson 01, Choose the metric, and say why",
)  # fmt: skip

COSTS = _choice(
    "metric-for-costs", "choosing a metric", "middle",
    """\
A hospital screens for a disease that 1 of 100 patients has. To miss a patient costs about 200 times as much as a
second look, whether the patient is ill or not. There is room for as many second looks as needed. Which number should decide between two
models, each with its own cut?""",
    "metric_for_costs",
    "total-cost",
    {
        "total-cost": "missed patients times 200, plus second looks, counted on the same patients",
        "precision": "precision, so that a doctor who is called can rely on the alarm",
        "f1": "F1, because it looks at the missed patients as well as at the false alarms",
        "recall": "recall, because a missed patient is the error that costs most by far",
    },
    {
        "precision": ("precision-without-misses", "Precision says nothing of the patients who are missed, the dear error here. A model "
                      "that flags the one surest case has precision 1."),
        "f1": ("f1-equal-errors", "F1 lets a missed patient and a false alarm weigh the same. Here one costs 200 times the other."),
        "recall": ("recall-alone", "Recall alone is won by flagging everybody: recall 1, and a second look for each of the 99 healthy. "
                   "The false alarms have a price too, if a small one."),
    },
    ("You know what each error costs. What could you add up?", "Test each number on a model that flags everybody."),
    "Lesson 01, Choose the metric, and say why",
)  # fmt: skip

QUICK_BASELINE = _choice(
    "quick-first-question", "baselines", "junior",
    "A colleague says: \"My fraud model is 99.5 % accurate.\" What do you ask first?",
    "first_question",
    "nobody",
    {
        "nobody": "How accurate is it to flag nobody?",
        "train": "How accurate is it on the training rows?",
        "trees": "How many trees, and how deep, has the model?",
    },
    {
        "train": ("overfitting-first", "Useful later. Both numbers can be 99.5 % and worthless, if that is what flagging nobody reaches."),
        "trees": ("model-first", "The model doesn't matter yet: you do not know whether 99.5 % is any good."),
    },
    ("What could reach 99.5 % without looking at a single payment?",),
    "Lesson 01, What a useless model scores", points=0,
)  # fmt: skip

QUICK_UNDEFINED = _choice(
    "quick-no-alarms", "metrics", "junior",
    "A model flags nobody among 1,000 people, 10 of whom are ill. What is its precision?",
    "precision_without_alarms",
    "none",
    {
        "zero": "0, because it found nobody",
        "none": "it has no value at all",
        "one": "1, because no alarm was wrong",
    },
    {
        "zero": ("zero-for-undefined", "Its recall is 0. Precision is a share of the alarms, and there are none: 0 of 0 has no value. "
                 "scikit-learn prints 0 and warns you."),
        "one": ("one-for-undefined", "No alarm was wrong, and none was right: 0 of 0 has no value. Calling it 1 would reward silence."),
    },
    ("Precision is a share. Of what?",),
    "Lesson 01, Four counts", points=0,
)  # fmt: skip

QUICK_MOVES = _choice(
    "quick-what-moves", "base rates", "middle",
    """\
A test for a disease is moved from a clinic (5 of 100 are ill) to a town (5 of 1,000 are ill). It finds the same share of
the ill and flags the same share of the healthy. Which number changes?""",
    "what_moves",
    "precision",
    {
        "recall": "recall, since fewer people are ill",
        "precision": "precision, since fewer flagged are ill",
        "fpr": "the false-positive rate, since more are healthy",
    },
    {
        "recall": ("recall-moves-with-prevalence", "Recall is a share of the ill alone. The test still finds the same share of them."),
        "fpr": ("fpr-moves-with-prevalence", "The false-positive rate is a share of the healthy alone. It stays; the count of false "
                "alarms grows."),
    },
    ("Which of the three is a share of a group in which ill and healthy people mix?",),
    "Lesson 01, A thousand people", points=0,
)  # fmt: skip
