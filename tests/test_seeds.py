"""Every random number starts at `il.seed`, and one variable moves them all."""

import subprocess
import sys

import pytest

import imbalance_lib as il


def test_seeds_are_repeatable_and_different():
    assert il.seed(7) == il.seed(7)
    assert len({il.seed(k) for k in range(200)}) == 200


def test_one_variable_moves_every_seed(monkeypatch):
    before = [il.seed(k) for k in range(50)]
    monkeypatch.setenv("IMBALANCE_SEED_SHIFT", "1")
    after = [il.seed(k) for k in range(50)]
    assert not set(before) & set(after), "neighboring shifts must not reuse a seed"


@pytest.mark.parametrize("k", [-1, 1.5, "3", None, True])
def test_bad_k_is_named(k):
    with pytest.raises(ValueError, match="k is"):
        il.seed(k)


@pytest.mark.parametrize("text", ["-1", "two", "1.5", ""])
def test_bad_shift_is_named(monkeypatch, text):
    monkeypatch.setenv("IMBALANCE_SEED_SHIFT", text)
    with pytest.raises(ValueError, match="IMBALANCE_SEED_SHIFT"):
        il.seed(0)


def test_importing_the_package_loads_no_heavy_library():
    heavy = ["numpy", "torch", "ipywidgets", "matplotlib", "xgboost", "sklearn", "pandas", "scipy"]
    code = f"import sys, imbalance_lib; print([m for m in {heavy} if m in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert seen.strip() == "[]"


def test_rooms_open_when_touched_and_a_wrong_name_lists_the_right_ones():
    code = (
        "import sys, imbalance_lib as il\n"
        "before = 'imbalance_lib.priors' in sys.modules\n"
        "il.priors\n"
        "print(before, 'imbalance_lib.priors' in sys.modules)"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert seen.split() == ["False", "True"]
    with pytest.raises(AttributeError, match="load_fraud"):
        il.load_froud  # noqa: B018
