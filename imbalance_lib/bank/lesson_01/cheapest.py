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
    for name in rng.permutation(["ash", "birch", "oak", "yew"])[: int(rng.integers(1, 5))].tolist():
        tp, fp = int(rng.integers(0, positives + 1)), int(rng.integers(0, negatives + 1))
        models[name] = _shuffled(rng, {"tp": tp, "fp": fp, "fn": positives - tp, "tn": negatives - fp})
    if len(models) > 1 and rng.random() < 0.3:  # a tie: two models with the same counts
        first, *_, last = models
        models[last] = dict(models[first])
    review = int(rng.integers(1, 6))
    costs = {
        "tp": int(rng.choice([0, review, review + 1])),
        "fp": review,
        "fn": int(rng.choice([0, 1, 2, 5, 10, 20])) * review,
        "tn": int(rng.choice([0, 0, 1, 3])),
    }
    if rng.random() < 0.15:  # a tie with nobody: a model that flags nobody
        models[next(iter(models))] = {"tp": 0, "fp": 0, "fn": positives, "tn": negatives}
    return {"models": models, "costs": _shuffled(rng, costs)}


def _shuffled(rng: np.random.Generator, counts: Counts) -> Counts:
    """The same under keys in another order: nobody promised one."""
    return {cell: counts[cell] for cell in rng.permutation(list(counts)).tolist()}


def total(counts: Counts, costs: Counts) -> int:
    return sum(counts[cell] * costs[cell] for cell in CELLS)


def nobody(models: dict[str, Counts]) -> Counts:
    counts = next(iter(models.values()))
    return {"tp": 0, "fp": 0, "fn": counts["tp"] + counts["fn"], "tn": counts["fp"] + counts["tn"]}


def right_cheapest(models: dict[str, Counts], costs: Counts) -> str:
    best = min(models, key=lambda name: total(models[name], costs))
    return "nobody" if total(nobody(models), costs) < total(models[best], costs) else best


def _best_by(score: Any) -> Any:
    """The model that is best by something other than cost, unless nobody is cheaper than it."""

    def answer(models: dict[str, Counts], costs: Counts) -> str:
        best = max(models, key=lambda name: score(models[name], costs))
        return "nobody" if total(nobody(models), costs) < total(models[best], costs) else best

    return answer


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


def _dearest(models: dict[str, Counts], costs: Counts) -> str:
    every = {**models, "nobody": nobody(models)}
    return max(every, key=lambda name: total(every[name], costs))


def _position(models: dict[str, Counts], costs: Counts) -> str | int:
    best = right_cheapest(models, costs)
    return best if best == "nobody" else list(models).index(best)


def _ties_by_alphabet(models: dict[str, Counts], costs: Counts) -> str:
    return min((total(counts, costs), name) for name, counts in {**models, "nobody": nobody(models)}.items())[1]


def _nobody_misses_every_row(models: dict[str, Counts], costs: Counts) -> str:
    best = _only_models(models, costs)
    return "nobody" if costs["fn"] * sum(models[best].values()) < total(models[best], costs) else best


def _nobody_without_quiet_rows(models: dict[str, Counts], costs: Counts) -> str:
    best, none = _only_models(models, costs), nobody(models)
    return "nobody" if costs["fn"] * none["fn"] < total(models[best], costs) else best


def _valid_models(case: Case) -> bool:
    sums = set()
    for counts in case["models"].values():
        if set(counts) != set(CELLS):
            return False
        sums.add((counts["tp"] + counts["fn"], counts["fp"] + counts["tn"]))
    return len(sums) == 1 and set(case["costs"]) == set(CELLS) and min(sums.pop()) > 0


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
flagging nobody costs exactly as much as the best model, return the model. Costs are whole numbers, 0 or above, and
not always those of the example. All models were counted on the same rows, so they agree on the number of positives
and of negatives.""",
    entry="cheapest",
    right=right_cheapest,
    draw=draw_models,
    edges=(
        {
            "models": {"ash": {"tp": 1, "fp": 0, "fn": 1, "tn": 2}, "birch": {"tp": 2, "fp": 2, "fn": 0, "tn": 0}},
            "costs": {"tp": 1, "fp": 1, "fn": 3, "tn": 0},
        },
        {  # a perfect model that costs nothing
            "models": {"yew": {"tp": 2, "fp": 0, "fn": 0, "tn": 2}, "ash": {"tp": 1, "fp": 0, "fn": 1, "tn": 2}},
            "costs": {"tp": 0, "fp": 1, "fn": 1, "tn": 0},
        },
        {  # very dear errors
            "models": {
                "oak": {"tp": 3, "fp": 5, "fn": 4, "tn": 9},
                "ash": {"tp": 2, "fp": 5, "fn": 5, "tn": 9},
            },
            "costs": {"tp": 9, "fp": 9, "fn": 10**10, "tn": 0},
        },
        {  # the same but for a single row in ten thousand
            "models": {
                "oak": {"tp": 30, "fp": 50, "fn": 70, "tn": 9_850},
                "ash": {"tp": 30, "fp": 49, "fn": 70, "tn": 9_851},
            },
            "costs": {"tp": 1, "fp": 1, "fn": 5, "tn": 0},
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
            _best_by(lambda c, costs: c["tp"] + c["tn"]),
        ),
        Slip(
            "picks-by-f1",
            "You pick the model with the best F1. F1 never looks at `costs`.",
            _best_by(lambda c, costs: share(2 * c["tp"], 2 * c["tp"] + c["fp"] + c["fn"], 0)),
        ),
        Slip(
            "picks-by-recall",
            "You pick the model that finds most. Finding has a price: false alarms cost too.",
            _best_by(lambda c, costs: c["tp"]),
        ),
        Slip(
            "picks-by-precision",
            "You pick the model with the best precision. Missed positives cost too.",
            _best_by(lambda c, costs: share(c["tp"], c["tp"] + c["fp"], 0)),
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
            "costs-of-the-example",
            "You use the costs of the example. They change from call to call: read them from `costs`.",
            _cheapest_at(lambda costs: {"tp": 5, "fp": 5, "fn": 100, "tn": 0}),
        ),
        Slip(
            "cost-per-alert",
            "You compare costs per alert. A model that raises one dear alert is not cheaper than one that raises ten: compare totals.",
            _best_by(lambda c, costs: -total(c, costs) / max(1, c["tp"] + c["fp"])),
        ),
        Slip(
            "position-for-name",
            "You return the position of a model. Its name was asked for.",
            _position,
        ),
        Slip(
            "none-for-nobody",
            'You return None when flagging nobody is cheapest. The text "nobody" was asked for.',
            lambda models, costs: None if right_cheapest(models, costs) == "nobody" else right_cheapest(models, costs),
        ),
        Slip(
            "quiet-rows-forgotten",
            "You leave out what quiet rows cost. `tn` is 0 in the example; it need not be.",
            _cheapest_at(lambda costs: {**costs, "tn": 0}),
        ),
        Slip(
            "true-alarms-as-gain",
            "You book a true alarm as a gain. `costs` says what it costs: add it.",
            _cheapest_at(lambda costs: {**costs, "tp": -costs["tp"]}),
        ),
        Slip(
            "reviews-at-one-price",
            "You charge true alarms what false ones cost. They are equal in the example; they need not be.",
            _cheapest_at(lambda costs: {**costs, "tp": costs["fp"]}),
        ),
        Slip(
            "ties-by-alphabet",
            "When two choices cost the same, the alphabet decides (pairs of cost and name are sorted by name then). "
            "The model that stands first in `models` was asked for.",
            _ties_by_alphabet,
        ),
        Slip(
            "nobody-misses-every-row",
            "You charge flagging nobody with a miss for every row. It misses the positives alone: `tp + fn` of any model.",
            _nobody_misses_every_row,
        ),
        Slip(
            "nobody-quiet-rows-forgotten",
            "You count only the misses of flagging nobody. Its quiet rows, all the negatives, cost `tn` each.",
            _nobody_without_quiet_rows,
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
            _dearest,
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
