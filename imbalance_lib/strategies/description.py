"""A pipeline in words, and the code of this library that it runs."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from typing import Any


def describe(estimator: Any) -> str:
    """An estimator with the settings that are not defaults, and each estimator inside it on lines of its own.

    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> print(describe(make_pipeline(StandardScaler(), LogisticRegression(C=0.1))))
    Pipeline
      standardscaler: StandardScaler()
      logisticregression: LogisticRegression(C=0.1)
    """
    settings = _settings(estimator)
    inner = [(name, settings.pop(name)) for name in ("estimator", "steps", "transformers") if name in settings]
    written = ", ".join(f"{name}={value!r}" for name, value in settings.items())
    is_list = not settings and any(name != "estimator" for name, _ in inner)
    title = type(estimator).__name__ + ("" if is_list else f"({written})")
    lines = textwrap.wrap(title, 90, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    for name, value in inner:
        for label, part in [(name, value)] if name == "estimator" else [_labelled(*item) for item in value]:
            lines.append(textwrap.indent(f"{label}: {describe(part)}", "  "))
    return "\n".join(lines)


def own_code(estimator: Any) -> list[str]:
    """The code of this library that an estimator and those inside it run, without comments and docstrings."""
    return code_of(*(type(part) for part in _parts(estimator)))


def code_of(*things: Any) -> list[str]:
    """The code of functions or classes of this library and of those that they name."""
    found: dict[Any, str] = {}
    for thing in things:
        _follow(thing, found)
    return sorted(found.values())


def _labelled(name: str, part: Any, columns: Any = None) -> tuple[str, Any]:
    """The name of a step, and for a column transformer which columns it takes."""
    if columns is None:
        return name, part
    chosen = {key: value for key, value in vars(columns).items() if value is not None}
    return f"{name} ({', '.join(f'{key}={value!r}' for key, value in chosen.items())})", part


def _settings(estimator: Any) -> dict[str, Any]:
    """The parameters that are not defaults, by name; XGBoost keeps most of its defaults in a base class."""
    defaults = {
        name: parameter.default
        for kind in reversed(type(estimator).__mro__)
        for name, parameter in inspect.signature(vars(kind).get("__init__", object)).parameters.items()
    }
    given = sorted(estimator.get_params(deep=False).items())
    return {name: value for name, value in given if not _same(value, defaults[name])}


def _same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(value == default))


def _parts(estimator: Any) -> Iterator[Any]:
    yield estimator
    for value in estimator.get_params(deep=True).values():
        if hasattr(value, "get_params"):
            yield value


def _follow(thing: Any, found: dict[Any, str]) -> None:
    """Adds the code of a class or function of this library, and of those that it names, to `found`."""
    if thing in found or not getattr(thing, "__module__", "").startswith("imbalance_lib."):
        return
    tree = ast.parse(inspect.getsource(thing))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            node.body[0] = ast.Pass()
    found[thing] = ast.unparse(tree)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for name in sorted(names & vars(sys.modules[thing.__module__]).keys()):
        named = vars(sys.modules[thing.__module__])[name]
        if inspect.isclass(named) or inspect.isfunction(named):
            _follow(named, found)
