"""Which remedy helps where: strategies compared on many sets, stored, and told.

`plan` lists what there is to run, `compare` runs what the store lacks, `read` gives the results, `tell` reads them.
"""

from imbalance_lib.comparison.own_file import OwnData, read_own
from imbalance_lib.comparison.run import REPEATS, Task, compare, plan
from imbalance_lib.comparison.store import newest, read

__all__ = ["REPEATS", "OwnData", "Task", "compare", "newest", "plan", "read", "read_own"]
