"""The kinds of leak, and what is said of each: its severity, its meaning, its repair."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from imbalance_lib.leakage.events import Place

LEAK, MINOR, SUSPICION = "leak", "minor", "suspicion"


@dataclass(frozen=True)
class Kind:
    """A way to leak. `severity` is what a finding of this kind usually is."""

    slug: str
    severity: str
    meaning: str
    repair: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("resample-before-split", LEAK,
             "copies or mixtures of scored rows were trained on",
             "Split first, and resample the training rows only; in cross-validation by an imblearn Pipeline."),
        Kind("test-resampled", LEAK,
             "the scored rows have a share of positives that does not exist in the data",
             "Score on rows as they come, or pass the sample_weight that undoes the thinning."),
        Kind("preprocessing", MINOR,
             "a step that learns from data saw the scored rows",
             "Fit the step on the training rows only; the safe place is a Pipeline."),
        Kind("refit-on-test", MINOR,
             "a step was fitted again on the scored rows",
             "Call transform, not fit_transform, on new rows: they must pass through what was learned in training."),
        Kind("feature-selection", LEAK,
             "the labels of scored rows helped to choose the columns",
             "Choose columns inside each training part, as a step of the Pipeline."),
        Kind("target-encoding", LEAK,
             "labels of scored rows are inside a feature",
             "Compute the encoding from training labels only, as a step of the Pipeline (TargetEncoder)."),
        Kind("overlap", LEAK,
             "the model was fitted on rows it is scored on",
             "Fit on the training part of the same split that gives the test part."),
        Kind("duplicates", LEAK,
             "copies of one row are in training and among the scored rows",
             "Make copies after the split, in the training part only, or drop repeats before it."),
        Kind("group", LEAK,
             "rows of one group are in training and among the scored rows",
             "Split by group: GroupKFold, StratifiedGroupKFold or GroupShuffleSplit."),
        Kind("time", LEAK,
             "training rows are later than scored rows",
             "Train on the past and score on the future: a cut in time, or TimeSeriesSplit."),
        Kind("label-delay", LEAK,
             "labels were used before they were known",
             "Use only labels that had arrived at the moment of the prediction: shift by the delay."),
        Kind("threshold-on-test", LEAK,
             "the cut was chosen with the labels of the rows whose score is reported",
             "Choose the cut on a validation part or by cross-validation; score the test part once."),
        Kind("tuning-on-test", LEAK,
             "model or setting was chosen with the labels of the rows whose score is reported",
             "Choose by cross-validation in the training part; score the winner once on rows that chose nothing."),
        Kind("early-stopping-on-test", LEAK,
             "the rows whose score is reported decided when training stopped",
             "Carve a validation part out of the training rows for early stopping."),
        Kind("calibration", LEAK,
             "a second model learned from predictions for rows that the first was fitted on",
             "Calibrate or stack on rows the first model did not see: cross_val_predict, or cv=5."),
        Kind("outcome-feature", SUSPICION,
             "a feature may have been recorded after the outcome",
             "Ask when the column is written; leave it out if that is after the decision."),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One leak or suspicion: what, how bad, where, and which scores it spoils."""

    kind: str
    severity: str
    place: Place | None
    message: str
    scores: tuple[Place, ...] = ()  # where the scores it spoils are computed

    @property
    def repair(self) -> str:
        """What to do instead."""
        return KINDS[self.kind].repair

    def as_dict(self) -> dict[str, object]:
        """For machines."""
        place = self.place
        return {
            "kind": self.kind,
            "severity": self.severity,
            "file": place.file if place else None,
            "cell": place.cell if place else None,
            "line": place.line if place else None,
            "message": self.message,
            "repair": self.repair,
            "scores": [{"cell": s.cell, "line": s.line} for s in self.scores],
        }

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{self.severity}: {where}{self.message} Repair: {self.repair}"


def finding(
    kind: str, place: Place | None, message: str, severity: str | None = None, score: Place | None = None
) -> Finding:
    """A finding of a known kind, with its usual severity unless told otherwise."""
    return Finding(kind, severity or KINDS[kind].severity, place, message, (score,) if score else ())


RANK = {LEAK: 0, MINOR: 1, SUSPICION: 2}


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each kind and place, one suspicion for each kind; the worst first, with all scores it spoils."""
    found: dict[tuple, Finding] = {}
    suspected: dict[str, Place | None] = {}
    for f in findings:
        place = suspected.setdefault(f.kind, f.place) if f.severity == SUSPICION else f.place
        key = (f.kind, place)
        if key in found:
            before = found[key]
            worst = min(before, f, key=lambda x: RANK[x.severity])
            found[key] = replace(worst, scores=tuple(dict.fromkeys((*before.scores, *f.scores))))
        else:
            found[key] = f
    return sorted(found.values(), key=lambda f: RANK[f.severity])
