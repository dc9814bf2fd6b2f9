"""Non-interference: what was fitted and chosen must not move when the held-out rows are replaced.

After Goguen and Meseguer (1982), who call a secret safe if changing it changes nothing that others can see.
"""

import contextlib
import copy
import io
import random
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from imbalance_lib.leakage.state import Opaque, leaves

LEAKS, CLEAN, UNKNOWN = "leaks", "no leak seen", "could not judge"

KINDS = ("features", "labels", "both")
# What a change of the held-out features, labels or both must leave where it is.
GUARDED = {"features": ("fitted",), "labels": ("fitted", "chosen", "scores"), "both": ("fitted",)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """What a protocol hands back, by the rule that each part has to keep; any part may be a dict of names.

    `fitted`: models, scalers, encoders, columns, hyper-parameters. No change of the held-out rows may move it.
    `chosen`: what may honestly follow the held-out *features*, such as a cut at the day's k best or a prior
    estimated from unlabelled rows. Held-out *labels* may not move it.
    `scores`: predictions for the held-out rows, one each. Their own features may move them, their labels not.
    A metric of the held-out rows belongs nowhere: it is computed from their labels, and moves with them.
    """

    fitted: Any = None
    chosen: Any = None
    scores: Any = None


@dataclass(frozen=True)
class Moved:
    """One name that moved: `size` is the largest change, as a share of the largest value (1 for text or shape)."""

    name: str
    role: str  # fitted, chosen or scores
    under: str  # features, labels or both
    size: float
    what: str  # "from 0.31 to 0.52"

    def __str__(self) -> str:
        changed = "labels and features" if self.under == "both" else self.under
        return f"{self.name} ({self.role}) moved with the held-out {changed}: {self.what}"


@dataclass(frozen=True)
class SwapResult:
    """The verdict, the sentence that says it, and what moved; `allowed` lists what moved and honestly may."""

    verdict: str  # leaks, no leak seen, could not judge
    sentence: str
    moved: tuple[Moved, ...] = ()
    allowed: tuple[Moved, ...] = ()
    n_runs: int = 0

    def __repr__(self) -> str:
        lines = [f"  ✗ {move}" for move in self.moved] + [f"  ✓ allowed: {move}" for move in self.allowed]
        return "\n".join([f"{self.verdict}: {self.sentence} [{self.n_runs} runs]", *lines])


def swap_test(
    fit: Callable[..., Any],
    X: Any,
    y: ArrayLike,
    train: ArrayLike,
    test: ArrayLike,
    *,
    what: Sequence[str] = KINDS,
    n_swaps: int = 4,
    keep: Sequence[Any] = (),
    tolerance: float = 1e-9,
    random_state: int = 0,
) -> SwapResult:
    """Does anything that was fitted or chosen move when the held-out rows are replaced? Then it has seen them.

    `fit(X, y, train, test)` is the learner's protocol. It gets copies of the whole table, of its labels and of
    the row positions of both parts, and returns a `Fitted`, or one value or dict, all of which then counts as
    fitted. Estimators and other objects are compared by all they hold (parameters, learned arrays, trees node by
    node; not durations, generators, or the table itself), modules of PyTorch by their `state_dict`.

    The held-out features are replaced by those of other rows, with noise on floats, and every second time
    stretched; dates and the columns in `keep` stay, and so does the first row of every category, so that harmless
    label codes do not move. The held-out labels are permuted, flipped, set by a column, and tossed, so that a
    choice that looks at them has to move. Each of `what` is done `n_swaps` times.

    Every run starts from the same seeds (NumPy, random, PyTorch where loaded, and whatever asks for fresh ones),
    so an unseeded forest is judged like a seeded one. The unchanged program is run twice first; if it moves by
    itself even so, or in three more runs before an accusation, the verdict is "could not judge". That is also
    the verdict if every changed run of a kind raises; what the unchanged program raises is raised.
    Raises ValueError for unusable arguments, and if `fit` returns nothing that can be compared.
    """
    X, y, train, test = _table(X), _column(y, len(X)), _rows("train", train, len(X)), _rows("test", test, len(X))
    both_parts = np.intersect1d(train, test)
    if both_parts.size:
        raise ValueError(f"train and test share {both_parts.size} rows (row {both_parts[0]}); expected none in common")
    _check(fit, X, what, n_swaps, keep, tolerance)
    rng, runs = np.random.default_rng(random_state), [0]
    failures: dict[str, str] = {}

    def run(X_now: Any, y_now: Any) -> dict[str, dict[str, Any]]:
        given = copy.deepcopy(X_now), copy.deepcopy(y_now)
        runs[0] += 1
        with quiet(), pinned_seeds(random_state):
            made = fit(*given, train.copy(), test.copy())
        parts = made if isinstance(made, Fitted) else Fitted(fitted=made)
        return {role: leaves(getattr(parts, role), given) for role in ("fitted", "chosen", "scores")}

    loaded = "torch" in sys.modules
    first = run(X, y)
    if not loaded and "torch" in sys.modules:  # it could not be pinned before the program loaded it
        first = run(X, y)
    if all(isinstance(leaf, Opaque) for found in first.values() for leaf in found.values()):
        raise ValueError("fit returned nothing that can be compared; expected a dict of what it fitted and chose")
    restless = _restless(first, [run(X, y)], tolerance)
    if restless:
        return SwapResult(UNKNOWN, restless, n_runs=runs[0])

    moves: dict[tuple[str, str, str], Moved] = {}
    for kind in what:
        broken = []
        for k in range(n_swaps):
            X_now = X if kind == "labels" else swapped_features(X, test, keep, rng, stretch=k % 2 == 1)
            y_now = y if kind == "features" else swapped_labels(X, y, test, rng, way=k % 4)
            try:
                now = run(X_now, y_now)
            except Exception as fault:
                broken.append(f"{type(fault).__name__}: {fault}"[:150])
                continue
            for move in compared(first, now, kind, tolerance):
                key = (move.role, move.name.partition(".")[0], kind)
                if key not in moves or move.size > moves[key].size:
                    moves[key] = move
        if len(broken) == n_swaps:
            failures[kind] = broken[0]
    moved = tuple(move for move in moves.values() if move.role in GUARDED[move.under])
    allowed = tuple(move for move in moves.values() if move.role not in GUARDED[move.under])
    if moved:
        restless = _restless(first, [run(X, y) for _ in range(3)], tolerance)
        if restless:
            return SwapResult(UNKNOWN, restless, n_runs=runs[0])
        names = ", ".join(dict.fromkeys(move.name for move in moved))
        told = f"{names} moved when only held-out rows were changed, so held-out rows had a part in making it."
        return SwapResult(LEAKS, told, moved, allowed, runs[0])
    if failures:
        kind, reason = next(iter(failures.items()))
        told = f"the program failed each time the held-out rows were changed ({kind}; {reason})."
        return SwapResult(UNKNOWN, told, (), allowed, runs[0])
    told = f"nothing that was fitted or chosen moved when the held-out {', '.join(what)} were changed."
    return SwapResult(CLEAN, told, (), allowed, runs[0])


@contextlib.contextmanager
def pinned_seeds(seed: int) -> Iterator[None]:
    """Let everything random start at `seed`, also what asks the system for a fresh one; all is put back after."""
    bits: Any = np.random.bit_generator
    torch = sys.modules.get("torch")
    before = random.getstate(), np.random.get_state(), bits.randbits, torch and torch.get_rng_state()  # noqa: NPY002
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - scikit-learn's random_state=None
    bits.randbits = random.Random(seed).getrandbits  # where default_rng() and RandomState() take their entropy
    if torch:
        torch.manual_seed(seed)
    try:
        yield
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])  # noqa: NPY002
        bits.randbits = before[2]
        if torch:
            torch.set_rng_state(before[3])


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without the program's prints and warnings, which would come once a run."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def swapped_features(X: Any, test: NDArray, keep: Sequence[Any], rng: np.random.Generator, stretch: bool) -> Any:
    """A copy of the table with other values in the held-out rows, and the same types, categories and dates."""
    frame = X.copy() if isinstance(X, pd.DataFrame) else pd.DataFrame(X).infer_objects()
    # Two donors a row, so that a table without floats does not fill up with repeats of its own rows.
    donors = rng.integers(0, len(frame), (2, len(test)))
    for j, name in enumerate(frame.columns):
        column = frame.iloc[:, j]
        if _stays(name, column, keep):
            continue
        values: Any = column.array.copy()
        taken: NDArray = np.where(rng.random(len(test)) < 0.5, donors[0], donors[1])
        codes, levels = pd.factorize(column)
        coded = not _is_real(column) and len(levels) <= max(2, len(frame) // 4)
        if coded:  # levels keep their order of appearance, and with it the codes that factorize gives them
            first = np.unique(codes, return_index=True)[1][codes - codes.min()]
            taken = np.where((first[taken] > test) | (first[test] == test), test, taken)
        values[test] = column.array[taken]
        if _is_real(column):
            picked = pd.Series(values[test]).to_numpy(float, na_value=np.nan)
            other = _other_floats(column.to_numpy(float, na_value=np.nan), picked, rng, stretch)
            values[test] = pd.array(other, dtype=column.dtype)
        elif stretch and not coded and pd.api.types.is_numeric_dtype(column.dtype):
            values[test] = np.where(rng.random(len(test)) < 0.5, column.min(), column.max())
        frame.isetitem(j, pd.Series(values, index=frame.index))
    return frame if isinstance(X, pd.DataFrame) else frame.to_numpy(dtype=X.dtype)


def swapped_labels(X: Any, y: Any, test: NDArray, rng: np.random.Generator, way: int) -> Any:
    """A copy of the labels, with those held out permuted (0), flipped (1), set by a column (2) or tossed (3)."""
    levels, codes = np.unique(np.asarray(y), return_inverse=True)
    new = rng.permutation(codes[test])
    if way == 1:
        new = (codes[test] + 1) % len(levels)
    elif way == 2:
        column = pd.DataFrame(X).iloc[test, rng.integers(X.shape[1])]
        numbers = column if pd.api.types.is_numeric_dtype(column.dtype) else pd.Series(pd.factorize(column)[0])
        share = numbers.rank(pct=True, na_option="top").to_numpy(float)
        new = np.minimum((share * len(levels)).astype(int), len(levels) - 1)
    elif way == 3:
        new = rng.integers(0, len(levels), len(test))
    changed = y.copy()
    if isinstance(changed, pd.Series):
        changed.iloc[test] = levels[new]
    else:
        changed[test] = levels[new]
    return changed


def compared(before: dict, after: dict, under: str, tolerance: float) -> list[Moved]:
    """One `Moved` for each top-level name of each role: the first path that moved, and the largest change."""
    moves: dict[tuple[str, str], Moved] = {}
    for role, was in before.items():
        for path in dict.fromkeys([*was, *after[role]]):
            size, what = _change(was.get(path), after[role].get(path))
            if size > tolerance:
                key = (role, path.partition(".")[0])
                known = moves.get(key, Moved(path, role, under, 0.0, what))
                moves[key] = Moved(known.name, role, under, max(size, known.size), known.what)
    return list(moves.values())


def _change(was: Any, now: Any) -> tuple[float, str]:
    """How much a leaf changed: numbers as a share of the largest, anything else as a share of its entries."""
    a, b = np.asarray(was), np.asarray(now)
    if a.shape != b.shape:
        return 1.0, f"its shape went from {a.shape} to {b.shape}"
    told = f"from {was!s:.40} to {now!s:.40}" if a.ndim == 0 else "its values changed"
    if a.dtype.kind not in "iufc" or b.dtype.kind not in "iufc":
        pairs = list(zip(a.flat, b.flat, strict=True))
        return sum(x != y and not (x != x and y != y) for x, y in pairs) / max(len(pairs), 1), told
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    finite = np.isfinite(a) & np.isfinite(b)
    if not (same | finite).all():
        return 1.0, told
    if same.all():
        return 0.0, told
    a, b = a[finite] * 1.0, b[finite] * 1.0  # unsigned numbers would wrap round
    size = float(np.abs(a - b).max() / max(np.abs(a).max(), np.abs(b).max()))
    return size, told if np.ndim(was) == 0 else f"by {size:.2g} of its largest value"


def _restless(first: dict, others: list[dict], tolerance: float) -> str | None:
    """The sentence that says what moves by itself, if something does."""
    names = [move.name for other in others for move in compared(first, other, "features", tolerance)]
    if not names:
        return None
    return (
        f"{', '.join(dict.fromkeys(names))} moved although nothing was changed and the seeds were pinned; "
        "give every random step a fixed seed and leave out what is measured, such as durations."
    )


def _other_floats(values: NDArray, picked: NDArray, rng: np.random.Generator, stretch: bool) -> NDArray:
    """The picked values with noise, and stretched if so asked; no sign changes where a column has only one."""
    known, noise = values[np.isfinite(values)], rng.normal(size=len(picked))
    if known.size == 0:
        return picked
    if known.min() >= 0:
        noisy = picked * np.exp(0.3 * noise)
        if known.max() <= 1:  # a share stays one
            return np.minimum(np.sqrt(noisy) if stretch else noisy, 1)
        return 3 * noisy if stretch else noisy
    noisy = picked + 0.3 * known.std() * noise
    return np.median(known) + 3 * (noisy - np.median(known)) if stretch else noisy


def _is_real(column: pd.Series) -> bool:
    """Floats that are no codes or counts in disguise."""
    if not pd.api.types.is_float_dtype(column.dtype):
        return False
    known = column.dropna().to_numpy(float)
    return bool((known != np.round(known)).any())


def _table(X: Any) -> Any:
    if isinstance(X, pd.DataFrame):
        return X
    if hasattr(X, "tocsr"):
        raise ValueError("X is a sparse matrix; it must be a data frame or an array with one row per label")
    table = np.asarray(X)
    if table.ndim != 2:
        raise ValueError(f"X has the shape {table.shape}; it must be a data frame or an array of rows and columns")
    return table


def _column(y: Any, n: int) -> Any:
    column = y if isinstance(y, pd.Series) else np.asarray(y)
    if column.ndim != 1 or len(column) != n:
        raise ValueError(f"y has the shape {column.shape}; it must be one column of {n} labels, one per row of X")
    if pd.isna(column).any() or len(np.unique(np.asarray(column))) < 2:
        raise ValueError("y has gaps or only one class; it must have two classes or more, and no gaps")
    return column


def _rows(name: str, rows: Any, n: int) -> NDArray[np.int64]:
    array = np.asarray(rows)
    if array.ndim != 1 or array.size == 0 or array.dtype.kind not in "iu":
        raise ValueError(f"{name} is {rows!r:.60}; it must be row positions: whole numbers, at least one")
    if array.min() < 0 or array.max() >= n:
        raise ValueError(f"{name} holds the row {array.min() if array.min() < 0 else array.max()}; X has {n} rows")
    if len(np.unique(array)) < len(array):
        raise ValueError(f"{name} holds a row more than once; every row must be there at most once")
    return array.astype(np.int64)


def _check(fit: Any, X: Any, what: Any, n_swaps: Any, keep: Any, tolerance: Any) -> None:
    if not callable(fit):
        raise ValueError(f"fit is {fit!r:.60}; it must be a function fit(X, y, train, test)")
    if isinstance(what, str) or not what or not set(what) <= set(KINDS):
        raise ValueError(f"what is {what!r:.60}; it must hold one or more of {', '.join(KINDS)}")
    if isinstance(n_swaps, bool) or not isinstance(n_swaps, int) or n_swaps < 1:
        raise ValueError(f"n_swaps is {n_swaps!r:.60}; it must be a whole number, 1 or above")
    if isinstance(tolerance, bool) or not isinstance(tolerance, (int, float)) or not 0 <= tolerance < 1:
        raise ValueError(f"tolerance is {tolerance!r:.60}; it must be a share from 0 to below 1")
    frame = pd.DataFrame(X)
    unknown = [name for name in keep if name not in frame.columns] if not isinstance(keep, str) else [keep]
    if unknown:
        raise ValueError(f"keep is {keep!r:.60}; it must be a list of columns of X, and {unknown[0]!r} is none")
    if what != ("labels",) and all(_stays(name, frame.iloc[:, j], keep) for j, name in enumerate(frame.columns)):
        raise ValueError(f"keep is {list(keep)!r:.60}; it must leave at least one column, other than dates, to replace")


def _stays(name: Any, column: pd.Series, keep: Sequence[Any]) -> bool:
    return name in keep or pd.api.types.is_datetime64_any_dtype(column.dtype)
