"""The shipped results and the page made of them."""

import re
from pathlib import Path

import pytest

import imbalance_lib as il
from imbalance_lib.collection import ENTRIES
from imbalance_lib.comparison.store import newest, read
from imbalance_lib.comparison.stored import STORE, stored
from imbalance_lib.strategies import FAMILIES, STRATEGIES, applicable
from tools import evidence

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_made_from_the_store() -> None:
    assert (DOCS / "evidence.md").read_text(encoding="utf-8") == evidence.page(stored()), "run `make evidence`"


def test_its_pictures_are_there_with_words_that_give_the_figures() -> None:
    text = (DOCS / "evidence.md").read_text(encoding="utf-8")
    found = re.findall(r"!\[([^\]]*\[95 % interval\][^!]*)\]\(([\w-]+\.png)\)", text, flags=re.S)
    assert [name for _, name in found] == ["evidence-ranking.png", "evidence-cost.png"]
    assert all((DOCS / name).stat().st_size > 5_000 and "smote" in alt for alt, name in found)


def test_shipped_results_are_of_the_sets_and_pipelines_there_are() -> None:
    rows = read(STORE)
    assert {r["set"] for r in rows} <= set(ENTRIES) and {r["family"] for r in rows} <= set(FAMILIES)
    assert {r["strategy"] for r in rows} <= set(STRATEGIES)
    assert len(newest(rows)) == len(rows), "stale results are in the store"
    assert stored()["set"].nunique() >= 40 and stored()["source"].nunique() >= 25


def test_each_family_ran_with_all_its_strategies_on_each_of_its_sets() -> None:
    suited = {f: {s for s, g in applicable() if g == f} for f in FAMILIES}
    ran: dict[tuple[str, str, int], set[str]] = {}
    for r in read(STORE):
        ran.setdefault((r["set"], r["family"], r["repeat"]), set()).add(r["strategy"])
    assert all(names == suited[family] for (_, family, _), names in ran.items())


@pytest.mark.parametrize("pair", [("nothing", "logistic"), ("smote", "tree"), ("weights", "xgboost")])
def test_shipped_results_are_not_stale(pair: tuple[str, str]) -> None:
    from imbalance_lib.comparison.run import fingerprint

    fingerprint.cache_clear()
    made_by = {r["code"] for r in read(STORE) if (r["strategy"], r["family"]) == pair}
    assert made_by == {fingerprint(*pair)}, "a pipeline or a measure changed: run `imbalance compare` again"


def test_a_shipped_result_is_what_a_new_run_gives() -> None:
    from imbalance_lib import collection
    from imbalance_lib.comparison.nested import evaluate

    row = min((r for r in read(STORE) if r["family"] == "logistic" and "failed" not in r), key=lambda r: r["seconds"])
    data = collection.load(row["set"])
    again = evaluate(data.X, data.y, data.time, data.groups, row["strategy"], row["family"], row["repeat"])
    for name in ("average_precision", "cost_10_tuned", "log_loss"):
        assert again[name] == pytest.approx(row[name], rel=1e-3)


def test_advice_is_given_from_the_shipped_results() -> None:
    told = il.recommend(4_000, 120, family="logistic")
    assert len(told.sets) == 12 and "each advised without itself" in repr(told)
