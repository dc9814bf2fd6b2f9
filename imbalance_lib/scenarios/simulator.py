"""A small world of card payments: people, terminals, thieves. After the Fraud Detection Handbook (2022).

`transactions` makes the world, `features` looks back from each transaction and uses only what was known
then. Times are whole seconds, so that "before" is exact; day 0 is the first day after the history that
the windows need.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

DAY = 86_400  # seconds
DAYS = 90  # the days that are returned
HISTORY = 37  # days before day 0: the longest window and the label delay
DELAY = 7  # days until a label is known
WINDOWS = (1, 7, 30)  # days

NIGHT = (0, 6)  # hours
HIGH_AMOUNT = 500.0  # the amount rule looks at payments above this
KINDS = ("none", "terminal", "card", "amount", "noise")
SHARES = {"terminal": 0.50, "card": 0.35, "amount": 0.08}  # of all fraud; noise takes the rest


@dataclass(frozen=True)
class People:
    """Customers: how often they pay, how much, and the terminals near them (nearest first)."""

    activity: NDArray[np.float64]  # relative number of payments
    mean_amount: NDArray[np.float64]
    spread: NDArray[np.float64]  # of the logarithm of the amount
    terminals: NDArray[np.int64]  # customers x reachable terminals


def people(rng: Generator, customers: int, terminals: int, reach: int = 12) -> People:
    """Customers and terminals at random places of a town; each customer uses the nearest terminals."""
    from scipy.spatial import KDTree

    homes, shops = rng.random((customers, 2)), rng.random((terminals, 2))
    _, nearest = KDTree(shops).query(homes, k=min(reach, terminals))
    return People(
        activity=rng.gamma(2.0, 1.0, customers),
        mean_amount=rng.lognormal(np.log(40), 0.6, customers),
        spread=rng.uniform(0.3, 0.7, customers),
        terminals=np.asarray(nearest).reshape(customers, -1),
    )


def transactions(rng: Generator, n_rows: int, prevalence: float, drift: float = 0.0) -> pd.DataFrame:
    """Payments in the order of time: `second, customer, terminal, amount, kind, fraud`.

    Exactly `n_rows` of them, and `round(prevalence * n_rows)` frauds, fall on day 0 or later; those
    before day 0 (negative `second`) are only there to be looked back at.
    """
    before = round(n_rows * HISTORY / DAYS)
    town = people(rng, customers=max(10, n_rows // 54), terminals=max(20, n_rows // 40))
    second = np.sort(np.concatenate([_moments(rng, -HISTORY, 0, before), _moments(rng, 0, DAYS, n_rows)]))
    customer = rng.choice(len(town.activity), size=len(second), p=town.activity / town.activity.sum())
    rank = np.minimum(rng.geometric(0.25, len(second)) - 1, town.terminals.shape[1] - 1)
    terminal = town.terminals[customer, rank]
    noise = rng.standard_normal(len(second)) * town.spread[customer]
    amount = np.maximum(1.0, town.mean_amount[customer] * np.exp(noise))

    kind = _frauds(rng, second, customer, terminal, amount, target=round(prevalence * n_rows))
    stolen = kind == KINDS.index("card")
    passed = np.clip(second / (DAYS * DAY), 0, 1)  # with drift, thieves learn to take less
    times_more = 1 + rng.uniform(4, 14, len(second)) * (1 - drift * passed)
    amount = np.round(np.where(stolen, amount * times_more, amount), 2)
    return pd.DataFrame(
        {
            "second": second,
            "customer": customer,
            "terminal": terminal,
            "amount": amount,
            "kind": np.array(KINDS)[kind],
            "fraud": (kind > 0).astype(np.int64),
        }
    )


def features(payments: pd.DataFrame) -> pd.DataFrame:
    """One row of features per payment, from that payment and from what was known before it.

    A customer's window of w days holds the payments of [t - w, t). A terminal's window lies DELAY days
    further back, in [t - DELAY - w, t - DELAY), where every label is known by t. Empty windows give 0.
    """
    second = payments["second"].to_numpy()
    hour = second % DAY // 3600
    columns: dict[str, NDArray] = {
        "amount": payments["amount"].to_numpy(),
        "weekend": (second // DAY % 7 >= 5).astype(np.int64),
        "night": ((hour >= NIGHT[0]) & (hour < NIGHT[1])).astype(np.int64),
    }
    customer, terminal = payments["customer"].to_numpy(), payments["terminal"].to_numpy()
    for days in WINDOWS:
        number, mean = look_back(customer, second, payments["amount"].to_numpy(), days * DAY)
        columns[f"customer_count_{days}d"] = number
        columns[f"customer_mean_amount_{days}d"] = mean
    for days in WINDOWS:
        number, mean = look_back(terminal, second, payments["fraud"].to_numpy(), days * DAY, DELAY * DAY)
        columns[f"terminal_count_{days}d"] = number
        columns[f"terminal_fraud_rate_{days}d"] = mean
    usual = columns["customer_mean_amount_30d"]
    columns["amount_to_usual"] = np.where(usual > 0, columns["amount"] / np.maximum(usual, 1), 1.0)
    return pd.DataFrame(columns)


def look_back(
    entity: NDArray[np.int64], second: NDArray[np.int64], value: NDArray, window: int, lag: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How many rows of the same entity lie in [t - lag - window, t - lag), and the mean of their values.

    One sort, then two searches per row in running sums: n log n instead of n squared. Values are summed in
    whole cents, so that a row gets the same bits whatever comes after it.
    """
    span = int(second.max() - second.min()) + window + lag + 1  # no entity's past reaches into another's
    key = entity * span + (second - second.min() + window + lag)
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    cents = np.round(np.asarray(value, dtype=float)[order] * 100).astype(np.int64)
    running = np.concatenate([[0], np.cumsum(cents)])
    start = np.searchsorted(ordered, key - lag - window, side="left")
    stop = np.searchsorted(ordered, key - lag, side="left")
    number = stop - start
    return number, (running[stop] - running[start]) / 100 / np.maximum(number, 1)


def _moments(rng: Generator, first_day: int, last_day: int, size: int) -> NDArray[np.int64]:
    """Seconds at which people pay: less at the weekend, mostly around two in the afternoon."""
    days = np.arange(first_day, last_day)
    weight = np.where(days % 7 >= 5, 0.7, 1.0)
    day = rng.choice(days, size=size, p=weight / weight.sum())
    return day * DAY + (rng.normal(14 * 3600, 5 * 3600, size) % DAY).astype(np.int64)


def _frauds(
    rng: Generator,
    second: NDArray[np.int64],
    customer: NDArray[np.int64],
    terminal: NDArray[np.int64],
    amount: NDArray[np.float64],
    target: int,
) -> NDArray[np.int64]:
    """The kind of each payment, as a position in KINDS, with `target` frauds on day 0 or later.

    Every terminal has one spell in which it may be compromised, every card one in which it may be stolen.
    Spells are opened in turn, until the kind has its share of the frauds.
    """
    night = second % DAY // 3600 < NIGHT[1]
    turn_t, spell_t = _spells(rng, terminal, second, 25, 45)
    turn_c, spell_c = _spells(rng, customer, second, 3, 10)
    lucky = rng.random(len(second))
    candidates = {
        "terminal": (spell_t & (lucky < 0.95), turn_t),
        "card": (spell_c & (lucky < np.where(night, 0.9, 0.7)), turn_c),
        "amount": (amount > HIGH_AMOUNT, rng.permutation(len(second))),
        "noise": (np.ones(len(second), dtype=bool), rng.permutation(len(second))),
    }
    kind = np.zeros(len(second), dtype=np.int64)
    for name, (possible, turn) in candidates.items():
        left = target - int((kind[second >= 0] > 0).sum())
        wanted = min(left, round(SHARES[name] * target)) if name in SHARES else left
        rows = np.flatnonzero(possible & (kind == 0))
        rows = rows[np.argsort(turn[rows], kind="stable")]
        kind[rows[np.cumsum(second[rows] >= 0) <= wanted]] = KINDS.index(name)
    return kind


def _spells(
    rng: Generator, entity: NDArray[np.int64], second: NDArray[np.int64], shortest: int, longest: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For each payment: the turn of its entity, and whether it falls into the entity's one spell of some days.

    Steps of the golden ratio spread the spells of neighboring turns over the days, so that frauds come
    at all times, not in one lump, however few spells are opened.
    """
    number = entity.max() + 1
    turn = rng.permutation(number)
    length = rng.uniform(shortest, longest, number) * DAY
    earliest = -(HISTORY + longest)
    start = (earliest + (turn * 0.6180339887 + rng.random()) % 1 * (DAYS - earliest)) * DAY
    return turn[entity], (second >= start[entity]) & (second < (start + length)[entity])
