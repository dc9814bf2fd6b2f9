"""A watch around running code: which line let a held-out row in."""

import html
from collections.abc import Iterator
from contextlib import contextmanager

from imbalance_lib.leakage.findings import SUSPICION, Finding
from imbalance_lib.leakage.judge import Roles, judge
from imbalance_lib.leakage.rows import FEWEST
from imbalance_lib.leakage.scores import scores_of
from imbalance_lib.leakage.values import n_rows
from imbalance_lib.leakage.watch import Watch


class Report:
    """What a trace saw; filled when its context is left."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.scores = 0
        self.notes: tuple[str, ...] = ()

    @property
    def leaks(self) -> tuple[Finding, ...]:
        """The findings that are more than a suspicion."""
        return tuple(f for f in self.findings if f.severity != SUSPICION)

    def __repr__(self) -> str:
        if not self.scores:
            return "No score of rows whose origin is known was seen: nothing can be said."
        heard = f"{len(self.leaks)} leak{'s' * (len(self.leaks) != 1)}" if self.leaks else "No leak seen"
        return "\n".join(
            [f"{heard} in {self.scores} score{'s' * (self.scores != 1)}.", *map(str, self.findings), *self.notes]
        )

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(repr(self))}</pre>"


@contextmanager
def trace(
    *tables: object, target: str | None = None, groups: str | None = None, time: str | None = None,
    label_time: str | None = None,
) -> Iterator[Report]:  # fmt: skip
    """Watch scikit-learn, imbalanced-learn, XGBoost, LightGBM and PyTorch at work, and report each leak with its line.

    `tables` are frames or arrays that exist already (what is read or split inside is found by itself). `target`,
    `groups`, `time` and `label_time` name columns of theirs that have a role. Everything inside runs as one job. The
    report is complete once the context is left, and all is put back then, also after an error.

    >>> from sklearn.datasets import make_classification
    >>> from sklearn.linear_model import LogisticRegression
    >>> X, y = make_classification(random_state=0)
    >>> with trace(X) as report:
    ...     model = LogisticRegression().fit(X, y)
    ...     share = model.score(X[:40], y[:40])
    >>> [finding.kind for finding in report.findings]
    ['overlap']
    """
    watch, report = Watch(), Report()
    watch.target = target
    for table in tables:
        if (n_rows(table) or 0) < FEWEST:
            raise ValueError(f"tables holds {table!r:.60}; expected frames or arrays with at least {FEWEST} rows")
        watch.load("a table", table if hasattr(table, "columns") or getattr(table, "ndim", 0) == 2 else (table, table))
    with watch.watching():
        yield report
    scores = scores_of(watch)
    report.findings = tuple(judge(watch, scores, Roles(target, groups, time, label_time)))
    report.scores = len(scores)
    report.notes = tuple(dict.fromkeys(watch.notes))
