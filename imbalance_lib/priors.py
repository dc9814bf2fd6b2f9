"""What prevalence does to precision, in counts of people and in closed form."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Counts:
    """The four cells of a confusion matrix, as expected numbers or as whole people."""

    tp: float
    fn: float
    fp: float
    tn: float

    @property
    def positives(self) -> float:
        return self.tp + self.fn

    @property
    def negatives(self) -> float:
        return self.fp + self.tn

    @property
    def alerts(self) -> float:
        return self.tp + self.fp


@dataclass(frozen=True)
class NaturalFrequencies:
    """A test's rates told as counts: `expected` is exact, `whole` is rounded to whole people.

    The whole people add up to `people`, and every count is less than 1 away from the expected one.
    """

    prevalence: float
    recall: float
    false_positive_rate: float
    people: int
    expected: Counts
    whole: Counts

    @property
    def precision(self) -> float | None:
        """The share of the alerts that are right; None where nobody is flagged."""
        return precision_at_prevalence(self.prevalence, self.recall, self.false_positive_rate)

    @property
    def accuracy(self) -> float:
        """The share of all people that the test judges rightly."""
        return self.prevalence * self.recall + (1 - self.prevalence) * (1 - self.false_positive_rate)

    @property
    def precision_in_words(self) -> str:
        """Precision as "x of y alerts", in whole people."""
        if self.whole.alerts == 0:
            return f"no alerts among {self.people:,}"
        return f"{self.whole.tp:,} of {self.whole.alerts:,} alert{'s' if self.whole.alerts != 1 else ''}"


def natural_frequencies(
    prevalence: float, recall: float, false_positive_rate: float, people: int = 1000
) -> NaturalFrequencies:
    """The same three rates as counts among `people`, the form in which base rates are easiest to see.

    Gigerenzer and Hoffrage (1995); the effect of training on counts lasts (Sedlmeier and
    Gigerenzer, 2001). Whole people by largest remainders: first positives and negatives, then the
    flagged within each.

    >>> told = natural_frequencies(0.01, 0.8, 0.096)
    >>> told.whole
    Counts(tp=8, fn=2, fp=95, tn=895)
    >>> told.precision_in_words, round(told.precision, 3)
    ('8 of 103 alerts', 0.078)
    """
    _check_rates(prevalence=prevalence, recall=recall, false_positive_rate=false_positive_rate)
    if isinstance(people, bool) or not math.isfinite(people) or people != int(people) or people < 1:
        raise ValueError(f"people is {people!r}; it must be a whole number, 1 or above")
    people = int(people)
    positives, negatives = people * prevalence, people * (1 - prevalence)
    expected = Counts(
        tp=positives * recall,
        fn=positives * (1 - recall),
        fp=negatives * false_positive_rate,
        tn=negatives * (1 - false_positive_rate),
    )
    rare, common = _whole([positives, negatives], people)
    whole = Counts(*_whole([expected.tp, expected.fn], rare), *_whole([expected.fp, expected.tn], common))
    return NaturalFrequencies(prevalence, recall, false_positive_rate, people, expected, whole)


def precision_at_prevalence(prevalence: float, recall: float, false_positive_rate: float) -> float | None:
    """Precision of a test that is taken to a population of this prevalence (Bayes' rule).

    Recall and false-positive rate are taken to stay as they are, which holds when only the mix of the
    classes changes. None where nobody is flagged: there is nothing to divide by.

    >>> round(precision_at_prevalence(0.5, 0.9, 0.05), 3), round(precision_at_prevalence(0.01, 0.9, 0.05), 3)
    (0.947, 0.154)
    >>> precision_at_prevalence(0.01, 0, 0) is None
    True
    """
    _check_rates(prevalence=prevalence, recall=recall, false_positive_rate=false_positive_rate)
    right, wrong = prevalence * recall, (1 - prevalence) * false_positive_rate
    return right / (right + wrong) if right + wrong > 0 else None


def prevalence_for_precision(precision: float, recall: float, false_positive_rate: float) -> float:
    """The prevalence at which this test reaches this precision: `precision_at_prevalence` turned round.

    Raises where no single prevalence does: precision is always 0 at recall 0, and always 1 at a
    false-positive rate of 0.

    >>> round(prevalence_for_precision(0.5, 0.9, 0.05), 4)
    0.0526
    """
    _check_rates(precision=precision, recall=recall, false_positive_rate=false_positive_rate)
    for name, rate in {"recall": recall, "false_positive_rate": false_positive_rate}.items():
        if rate == 0:
            raise ValueError(f"{name} is 0; it must be above 0, or precision does not depend on prevalence")
    rare, common = precision * false_positive_rate, (1 - precision) * recall
    return rare / (rare + common)


def corrected_probability(
    score: ArrayLike, trained_prevalence: float, prevalence: float
) -> float | NDArray[np.float64]:
    """Probabilities of a model trained at one prevalence, as they are at another: Bayes' rule with the new prior.

    Elkan (2001, theorem 2) and Saerens, Latinne and Decaestecker (2002, equation 4); for undersampling, Dal Pozzolo
    et al. (2015). The odds are multiplied by one constant, so the order of the scores stays. It is exact where
    resampling changed nothing but the mix of the classes. One score gives a number, several an array. Raises
    ValueError for scores outside 0 to 1, and for a prevalence of 0 or 1.

    >>> corrected_probability(0.5, trained_prevalence=0.5, prevalence=0.01)
    0.01
    >>> corrected_probability([0.0, 0.9, 1.0], trained_prevalence=0.5, prevalence=0.1).round(3).tolist()
    [0.0, 0.5, 1.0]
    """
    for name, rate in {"trained_prevalence": trained_prevalence, "prevalence": prevalence}.items():
        _check_rates(**{name: rate})
        if rate in (0, 1):
            raise ValueError(f"{name} is {rate!r}; it must lie between 0 and 1: a model needs rows of both classes")
    scores = np.asarray(score)
    if scores.dtype.kind not in "iuf" or not np.all((scores >= 0) & (scores <= 1)):
        raise ValueError(f"score is {score!r}; it must hold probabilities, numbers from 0 to 1")
    scores = scores.astype(float)
    positive = scores * (prevalence / trained_prevalence)
    negative = (1 - scores) * ((1 - prevalence) / (1 - trained_prevalence))
    corrected = positive / (positive + negative)
    return corrected if scores.ndim else float(corrected)


def _whole(parts: Sequence[float], total: int) -> list[int]:
    """Round `parts` to whole numbers that add up to `total`: the largest remainders are rounded up."""
    floors = [math.floor(part + 1e-9) for part in parts]
    # Remainders are compared at nine digits, so that a tie goes to the first part on every machine.
    order = sorted(range(len(parts)), key=lambda i: -round(parts[i] - floors[i], 9))
    for i in order[: total - sum(floors)]:
        floors[i] += 1
    return floors


def _check_rates(**rates: float) -> None:
    for name, rate in rates.items():
        if isinstance(rate, (bool, str)) or rate is None or not 0 <= rate <= 1:
            raise ValueError(f"{name} is {rate!r}; it must be a number from 0 to 1")
