"""The cheapest of several models, flagging nobody among them."""

from typing import Any

import numpy as np

from imbalance_lib.bank.lesson_01.metrics import share
from imbalance_lib.checks import Case, Milestone, Question, Slip

Counts = dict[str, int]

CELLS = ("tp", "fp", "fn", "tn")


def draw_models(rng: np.random.Generator, size: int) -> Case:
    positives, negatives = (int(n) for n in rng.integers(1, 3 + 2 * size, 2))
    models: dict[str, Counts] = {}
    for name in ("ash", "birch", "cedar", "elm")[: int(rng.integers(1, 5))]:
        tp, fp = int(rng.integers(0, positives + 1)), int(rng.integers(0, negatives + 1))
        models[name] = {"tp": tp, "fp": fp, "fn": positives - tp, "tn": negatives - fp}
    if len(models) > 1 and rng.random() < 0.3:  # a tie: two models with the same counts
        first, *_, last = models
        models[last] = dict(models[first])
    review = int(rng.integers(1, 6))
    costs = {
        "tp": review,
        "fp": review,
        "fn": int(rng.choice([1, 2, 5, 10, 20])) * review,
        "tn": int(rng.choice([0, 0, 1])),
    }
    if rng.random() < 0.15:  # a tie with nobody: a model that flags nobody
        models[next(iter(models))] = {"tp": 0, "fp": 0, "fn": positives, "tn": negatives}
    return {"models": models, "costs": costs}


def total(counts: Counts, costs: Counts) -> int:
    return sum(counts[cell] * costs[cell] for cell in CELLS)


def nobody(models: dict[str, Counts]) -> Counts:
    counts = next(iter(models.values()))
    return {"tp": 0, "fp": 0, "fn": counts["tp"] + counts["fn"], "tn": counts["fp"] + counts["tn"]}


def right_cheapest(models: dict[str, Counts], costs: Counts) -> str:
    best = min(models, key=lambda name: total(models[name], costs))
    return "nobody" if total(nobody(models), costs) < total(models[best], costs) else best


def _best_by(score: Any) -> Any:
    """The model that is best by something other than cost."""
    return lambda models, costs: max(models, key=lambda name: score(models[name]))


def _cheapest_at(change: Any) -> Any:
    """The cheapest under other costs."""
    return lambda models, costs: right_cheapest(models, change(costs))


def _nobody_on_ties(models: dict[str, Counts], costs: Counts) -> str:
    best = right_cheapest(models, costs)
    return "nobody" if best != "nobody" and total(nobody(models), costs) == total(models[best], costs) else best


def _last_of_equals(models: dict[str, Counts], costs: Counts) -> str:
    return right_cheapest(dict(reversed(models.items())), costs)


def _only_models(models: dict[str, Counts], costs: Counts) -> str:
    return min(models, key=lambda name: total(models[name], costs))


def _nobody_costs_nothing(models: dict[str, Counts], costs: Counts) -> str:
    best = _only_models(models, costs)
    return "nobody" if 0 < total(models[best], costs) else best


def _valid_models(case: Case) -> bool:
    sums = set()
    for counts in case["models"].values():
        if tuple(counts) != CELLS:
            return False
        sums.add((counts["tp"] + counts["fn"], counts["fp"] + counts["tn"]))
    return len(sums) == 1 and tuple(case["costs"]) == CELLS and min(sums.pop()) > 0


CHEAPEST = Question(
    id="cheapest-model",
    version=1,
    lesson="01",
    skill="costs",
    level="middle",
    kind="code",
    minutes=8,
    points=3,
    source="own; after Elkan 2001",
    prompt="""\
Write `cheapest(models, costs)`. `models` is a dict: a model's name to its four counts on the same rows, for example
`{"forest": {"tp": 8, "fp": 40, "fn": 2, "tn": 950}}`. `costs` says what one row of each kind costs, for example
`{"tp": 5, "fp": 5, "fn": 100, "tn": 0}` (a review costs 5, also when the alarm was right).

Return the name of the model with the lowest total cost. Flagging nobody is a choice too: when it costs less than
every model, return `"nobody"`. When two models cost the same, return the one that stands first in `models`; when
flagging nobody costs exactly as much as the best model, return the model. All models were counted on the same rows,
so they agree on the number of positives and of negatives.""",
    entry="cheapest",
    right=right_cheapest,
    draw=draw_models,
    edges=(
        {
            "models": {"ash": {"tp": 1, "fp": 0, "fn": 1, "tn": 2}, "birch": {"tp": 2, "fp": 2, "fn": 0, "tn": 0}},
            "costs": {"tp": 1, "fp": 1, "fn": 3, "tn": 0},
        },
        {
            "models": {"ash": {"tp": 0, "fp": 2, "fn": 1, "tn": 1}},
            "costs": {"tp": 1, "fp": 1, "fn": 3, "tn": 0},
        },
    ),
    valid=_valid_models,
    slips=(
        Slip(
            "picks-by-accuracy",
            "You pick the model with the best accuracy. Accuracy lets every error cost the same; `costs` says otherwise.",
            _best_by(lambda c: c["tp"] + c["tn"]),
        ),
        Slip(
            "picks-by-f1",
            "You pick the model with the best F1. F1 never looks at `costs`.",
            _best_by(lambda c: share(2 * c["tp"], 2 * c["tp"] + c["fp"] + c["fn"], 0)),
        ),
        Slip(
            "picks-by-recall",
            "You pick the model that finds most. Finding has a price: false alarms cost too.",
            _best_by(lambda c: c["tp"]),
        ),
        Slip(
            "picks-by-precision",
            "You pick the model with the best precision. Missed positives cost too.",
            _best_by(lambda c: share(c["tp"], c["tp"] + c["fp"], 0)),
        ),
        Slip(
            "forgets-nobody",
            "You compare the models with each other only. Flagging nobody costs `fn` for each positive, and may be cheaper.",
            _only_models,
        ),
        Slip(
            "nobody-costs-nothing",
            "You take flagging nobody to cost nothing. It misses every positive, and each costs `fn`.",
            _nobody_costs_nothing,
        ),
        Slip(
            "nobody-on-ties",
            'When flagging nobody costs as much as the best model, you return "nobody"; the model was asked for.',
            _nobody_on_ties,
        ),
        Slip(
            "last-of-equals",
            "When two models cost the same, you return the later one; the first was asked for.",
            _last_of_equals,
        ),
        Slip(
            "free-true-alarms",
            "You leave out what true alarms cost. A review is paid for every alert, also for the right ones.",
            _cheapest_at(lambda costs: {**costs, "tp": 0}),
        ),
        Slip(
            "errors-only",
            "You count the two errors only. `costs` has a price for true alarms and for quiet rows as well.",
            _cheapest_at(lambda costs: {**costs, "tp": 0, "tn": 0}),
        ),
        Slip(
            "costs-swapped",
            "The two errors have changed places: `fn` is a positive that was missed, `fp` a false alarm.",
            _cheapest_at(lambda costs: {**costs, "fp": costs["fn"], "fn": costs["fp"]}),
        ),
        Slip(
            "dearest-model",
            "You return the dearest model, not the cheapest.",
            lambda models, costs: max(models, key=lambda name: total(models[name], costs)),
        ),
    ),
    milestones=(
        Milestone(
            "the cheapest model, where a model is clearly best",
            2,
            covers=lambda case: _clear(case) and right_cheapest(**case) != "nobody",
        ),
    ),
    hints=(
        "What does one model cost in all? Each of its four counts has a price.",
        "Write down the four counts of flagging nobody. You know them: all models share the same rows.",
        "`min(models, key=...)` returns the first of equals. Compare its cost with that of nobody, using `<`.",
    ),
    read="Lesson 01, What each error costs",
)


def _clear(case: Case) -> bool:
    """No two choices cost the same."""
    sums = [total(counts, case["costs"]) for counts in (*case["models"].values(), nobody(case["models"]))]
    return len(set(sums)) == len(sums)
