"""Card fraud: a simulator, since no package ships card payments with time and customers."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imbalance_lib.metrics import Costs
from imbalance_lib.scenarios import simulator
from imbalance_lib.scenarios.arguments import share, whole
from imbalance_lib.scenarios.scenario import About, Capacity, Scenario

REVIEW = 5.0  # dollars; the review of one alert
FEWEST_FRAUDS = 10


class Draw(NamedTuple):
    """A scenario, and later payments of the same world: their table, and their labels for the referee."""

    seen: Scenario
    X_hidden: pd.DataFrame
    y_hidden: NDArray[np.int64]


def load_fraud(
    n_rows: int = 20_000, prevalence: float = 0.005, random_state: int = 0, drift: float = 0.0
) -> Scenario:
    """Card payments of 90 days, of which `round(prevalence * n_rows)` are fraud. Simulated.

    The same arguments give the same bytes; another `random_state` gives another town of the same kind.
    `prevalence` is 0.001 to 0.1, with at least 10 frauds. `drift`, 0 to 1, says how far thieves have
    learned, by the last day, to take normal amounts. Raises ValueError for anything else.

    >>> load_fraud()
    Scenario(fraud: 20,000 rows, 16 columns, 100 positives, 0.50%)
    """
    return _scenario(_world(n_rows, prevalence, random_state, drift))


def draw_fraud(
    n_rows: int = 20_000,
    hidden: int = 20_000,
    prevalence: float = 0.005,
    random_state: int = 0,
    drift: float = 0.0,
) -> Draw:
    """A scenario of `n_rows`, and the `hidden` payments that follow it in the same town.

    The hidden labels come apart, so that a referee can keep them. `prevalence` is exact for both parts
    together; each part is near it. Both parts share the 90 days, in proportion to their rows.
    """
    whole("n_rows", n_rows, 1_000)
    whole("hidden", hidden, 1)
    both = _scenario(_world(n_rows + hidden, prevalence, random_state, drift), seen=n_rows)
    later = both.X.iloc[n_rows:].reset_index(drop=True)
    return Draw(both.take(np.arange(n_rows)), later, both.y[n_rows:])


def with_retries(scenario: Scenario, rate: float = 0.2, random_state: int = 0) -> Scenario:
    """The same scenario after a bug that records some rows two or three times: `rate` of them, at random.

    Copies follow their original; `aside.retry` is 1 on them. A random split puts copies of one row on
    both sides. For the traps.
    """
    rng = np.random.default_rng(whole("random_state", random_state, 0))
    hit = rng.random(len(scenario)) < share("rate", rate, 0.0, 1.0)
    times = 1 + hit * rng.integers(1, 3, len(scenario))
    rows = np.repeat(np.arange(len(scenario)), times)
    repeated = scenario.take(rows)
    repeated.aside["retry"] = np.concatenate([[0], (rows[1:] == rows[:-1]).astype(np.int64)])
    return repeated


def _world(n_rows: int, prevalence: float, random_state: int, drift: float) -> pd.DataFrame:
    whole("n_rows", n_rows, 1_000)
    share("prevalence", prevalence, 0.001, 0.1)
    if round(n_rows * prevalence) < FEWEST_FRAUDS:
        raise ValueError(
            f"prevalence is {prevalence:g}, which makes {round(n_rows * prevalence)} frauds in {n_rows:,} rows; "
            f"at least {FEWEST_FRAUDS} are needed"
        )
    rng = np.random.default_rng(whole("random_state", random_state, 0))
    return simulator.transactions(rng, int(n_rows), prevalence, share("drift", drift, 0.0, 1.0))


def _scenario(payments: pd.DataFrame, seen: int | None = None) -> Scenario:
    """Looks back over the whole history, then keeps day 0 and later. The trap columns see everything."""
    table = simulator.features(payments)
    everything = payments.assign(terminal_fraud_rate=payments.groupby("terminal")["fraud"].transform("mean"))
    returned = (payments["second"] >= 0).to_numpy()
    X = table[returned].reset_index(drop=True)
    rows = everything[returned].reset_index(drop=True)
    y = rows["fraud"].to_numpy()
    time = rows["second"].to_numpy() / simulator.DAY
    return Scenario(
        name="fraud",
        X=X,
        y=y,
        costs=Costs(tn=0, fp=REVIEW, fn=rows["amount"].to_numpy(), tp=REVIEW),
        capacity=Capacity(
            alerts=max(1, round(len(y) / 4_000)), per="day", rows=round(len(y) / simulator.DAYS)
        ),
        about=_about(float(y.mean())),
        time=time,
        groups=rows["customer"].to_numpy(),
        label_time=time + simulator.DELAY,
        aside=pd.DataFrame(
            {
                "time": time,
                "customer_id": rows["customer"],
                "terminal_id": rows["terminal"],
                "chargeback_flag": _chargebacks(y),
                "terminal_fraud_rate_all_time": rows["terminal_fraud_rate"],
                "fraud_kind": rows["kind"],
            }
        ),
    )


def _chargebacks(y: NDArray[np.int64]) -> NDArray[np.int64]:
    """A flag that the bank writes after the outcome: on 19 of 20 frauds, and on 1 of 500 other payments."""
    position = np.arange(len(y))
    nth_fraud = np.cumsum(y)
    return np.where(y == 1, nth_fraud % 20 != 0, position % 500 == 499).astype(np.int64)


def _about(prevalence: float) -> About:
    return About(
        row="one card payment",
        decision="as the customer pays; an alert holds the payment until somebody has looked at it",
        source="Simulated by imbalance_lib, after the idea of the Fraud Detection Handbook "
        "(Le Borgne and others, 2022).",
        license="made by this course; no outside data",
        prevalence=prevalence,
        real="nothing: every payment is simulated",
        made="all of it. Costs and capacity too: a missed fraud costs its amount, a review 5 dollars, "
        "also when it finds a fraud",
        notes=(
            "Fraud is of four kinds (aside.fraud_kind): compromised terminals (50 of 100), stolen cards (35), "
            "large amounts (8), and noise that no feature explains (7).",
            f"A label is known {simulator.DELAY} days after the payment. Features of a terminal's fraud rate look "
            "only at labels that were known by then.",
            "The 90 days are the same at every size: more rows mean more people and terminals.",
            "A forest's average precision, mean of 6 default draws: .37 trained on the past and tested on the future "
            "(single draws lie between .2 and .7), .54 in a random split, where training sees frauds of "
            "the same spell whose labels nobody knew yet, and .71 there after with_retries.",
            "aside.chargeback_flag and aside.terminal_fraud_rate_all_time are written after the outcome. With the flag "
            "the .37 becomes .88; the rate adds .04, since X has an honest one. Alone, each ranks payments with an "
            "area under the ROC curve of .97.",
            "At 0.1 % ask for 100,000 rows: 20 frauds are too few to split by time.",
        ),
    )
