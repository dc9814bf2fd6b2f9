"""Which remedy helps where: strategies compared on many sets, stored, and told.

`plan` lists what there is to run, `compare` runs what the store lacks, `read` gives its rows, `stored` the results that
the course ships, `recommend` advises from them.
"""

from imbalance_lib.comparison.evidence import Evidence, evidence
from imbalance_lib.comparison.explore import explore
from imbalance_lib.comparison.own_file import OwnData, read_own
from imbalance_lib.comparison.recommend import Advice, recommend
from imbalance_lib.comparison.run import REPEATS, Task, compare, plan
from imbalance_lib.comparison.store import newest, read
from imbalance_lib.comparison.stored import stored

__all__ = [
    "REPEATS", "Advice", "Evidence", "OwnData", "Task", "compare", "evidence", "explore", "newest",
    "plan", "read", "read_own", "recommend", "stored",
]  # fmt: skip
