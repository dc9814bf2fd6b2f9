"""Every test has a progress log of its own and starts without the variables that change what a check shows."""

import os

import pytest

KEPT = ("IMBALANCE_STRICT",)  # set for the whole run, so that warnings are errors in notebooks too


@pytest.fixture(autouse=True)
def own_home(monkeypatch, tmp_path):
    for name in list(os.environ):
        if (name.startswith("IMBALANCE_") and name not in KEPT) or name == "NBGRADER_EXECUTION":
            monkeypatch.delenv(name)
    monkeypatch.setenv("IMBALANCE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
