"""The questions of lesson 01, why accuracy fails, in the order of the exercise; the quick ones of the lesson last."""

from imbalance_lib.bank.lesson_01.cheapest import CHEAPEST
from imbalance_lib.bank.lesson_01.choices import CAPACITY, COSTS, QUICK_BASELINE, QUICK_MOVES, QUICK_UNDEFINED
from imbalance_lib.bank.lesson_01.metrics import METRICS
from imbalance_lib.bank.lesson_01.report import REPORT
from imbalance_lib.bank.lesson_01.true_alarms import TRUE_ALARMS
from imbalance_lib.bank.lesson_01.useless import USELESS

EXERCISE = (METRICS, USELESS, TRUE_ALARMS, REPORT, CAPACITY, COSTS, CHEAPEST)
QUICK = (QUICK_BASELINE, QUICK_UNDEFINED, QUICK_MOVES)
QUESTIONS = (*EXERCISE, *QUICK)
