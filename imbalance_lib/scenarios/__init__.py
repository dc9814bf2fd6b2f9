"""The data sets of the course, each with its costs, its capacity, its time and its people.

>>> from imbalance_lib.scenarios import load_medical
>>> medical = load_medical()
>>> len(medical), int(medical.y.sum())
(3163, 151)
"""

from imbalance_lib.scenarios.churn import load_churn
from imbalance_lib.scenarios.covid_tests import load_covid_tests
from imbalance_lib.scenarios.fraud import Draw, draw_fraud, load_fraud, with_retries
from imbalance_lib.scenarios.medical import load_medical
from imbalance_lib.scenarios.road_crashes import load_road_crashes
from imbalance_lib.scenarios.scenario import About, Capacity, Scenario

__all__ = [
    "About",
    "Capacity",
    "Draw",
    "Scenario",
    "draw_fraud",
    "load_churn",
    "load_covid_tests",
    "load_fraud",
    "load_medical",
    "load_road_crashes",
    "with_retries",
]
