"""The loop: nothing leaks, nothing is run twice, a stopped run goes on, a lost worker loses nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest

from imbalance_lib import comparison, strategies
from imbalance_lib.comparison import nested, run
from imbalance_lib.comparison.store import KEY, append, key, read

QUICK = {"families": ["logistic", "tree"], "names": ["nothing", "weights", "oversampling"]}
LINEAR = {"families": ["logistic"], "names": ["nothing", "weights", "oversampling"]}


@dataclass(frozen=True, eq=False)
class Made:
    """A table that the tests make."""

    X: pd.DataFrame
    y: np.ndarray
    time: np.ndarray | None = None
    groups: np.ndarray | None = None


def made(seed=0, n=400, signal=1.5, **more):
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.12).astype(int)
    X = pd.DataFrame({"a": rng.normal(size=n) + signal * y, "b": rng.normal(size=n), "c": rng.choice(list("uvw"), n)})
    X["c"] = X["c"].astype("category")
    return Made(X, y, **more)


def test_held_out_rows_change_nothing_that_is_learned_or_chosen():
    data = made()
    train, test = nested.folds(data.y, random_state=0)[0]
    y, X = data.y.copy(), data.X.copy()
    y[test] = 1 - y[test]
    X.loc[test, "a"] += 100.0

    def fold(X, y):
        return nested._fold(X, y, None, None, train, test, "smote", "tree", 0, [])

    before, after, again = fold(data.X, data.y), fold(data.X, y), fold(X, data.y)
    for purpose, one in before.items():
        assert np.array_equal(one.y_score, after[purpose].y_score)
        assert one.thresholds == after[purpose].thresholds == again[purpose].thresholds
        assert one.prevalence == after[purpose].prevalence


@pytest.mark.parametrize("strategy", ["nothing", "smote", "oversampling", "balanced-bagging"])
def test_noise_scores_at_chance(strategy):
    found = [
        nested.evaluate(d.X, d.y, None, None, strategy, "tree", 0)["roc_auc"]
        for d in (made(seed, n=300, signal=0.0) for seed in range(6))
    ]
    assert abs(np.mean(found) - 0.5) < 0.08  # SMOTE before the folds would score above 0.9


def test_every_strategy_has_the_same_budget():
    data = made()
    for strategy in ("nothing", "smote"):
        tried: list[float] = []
        outer = nested.folds(data.y, random_state=0)
        for train, test in outer:
            told = nested._fold(data.X, data.y, None, None, train, test, strategy, "logistic", 0, tried)
            refitted = {id(one) for one in told.values()}
            assert len(tried) == 3 * 3 + len(refitted) and len(refitted) <= 3
            tried.clear()


def test_each_purpose_has_the_candidate_that_serves_it_best(monkeypatch):
    """Three candidates with the same order of rows at most: one true, one bent upward, one that ranks at random."""
    data = made(n=900)

    class Fixed:
        def __init__(self, how):
            self.how = how

        def fit(self, X, y):
            return self

    def scores(model, X):
        p = 1 / (1 + np.exp(-(1.5 * X["a"].to_numpy() - 3.1)))  # the odds that `made` draws by
        noise = np.random.default_rng(0).random(len(p))
        return {"true": p + 1e-9 * noise, "bent": p**0.3, "random": noise}[model.how]

    monkeypatch.setattr(strategies, "grid", lambda strategy, family: {"how": ["random", "bent", "true"]})
    monkeypatch.setattr(strategies, "scores", scores)
    monkeypatch.setattr(nested, "_fitted", lambda X, y, settings, *rest: Fixed(**settings))
    train, test = nested.folds(data.y, random_state=0)[0]
    told = nested._fold(data.X, data.y, None, None, train, test, "nothing", "logistic", 0, [])
    X = data.X.iloc[test]
    assert np.array_equal(told["probabilities"].y_score, scores(Fixed("true"), X))
    assert np.array_equal(told["cost_50_half"].y_score, scores(Fixed("bent"), X))  # 0.5 is then a cut at a tenth
    assert np.array_equal(told["ranking"].y_score, scores(Fixed("bent"), X))  # as good as the true one, and earlier


def test_a_failure_is_kept_and_the_others_go_on(tmp_path):
    data = {"fine": made(), "poor": replace(made(), y=np.r_[np.ones(3, int), np.zeros(397, int)])}
    tasks = comparison.plan(data, ["logistic"], ["nothing"], repeats=1)
    assert comparison.compare(data, tasks, tmp_path / "s", jobs=1) == 2
    rows = {row["set"]: row for row in read(tmp_path / "s")}
    assert "positives" in rows["poor"]["failed"] and rows["fine"]["average_precision"] > 0.2


def test_nothing_is_run_twice_and_a_result_says_what_made_it(tmp_path):
    data = {"one": made()}
    tasks = comparison.plan(data, **LINEAR)
    store, heard = tmp_path / "deep" / "store.jsonl", []
    assert comparison.compare(data, tasks[:2], store, jobs=1) == 2
    assert comparison.compare(data, tasks, store, jobs=1, told=heard.append) == len(tasks) - 2
    assert heard == list(range(2, len(tasks) + 1))
    assert comparison.compare(data, tasks, store, jobs=1) == 0
    rows = [json.loads(line) for line in store.read_text().splitlines()]
    assert len(rows) == len({key(row) for row in rows}) == len(tasks)
    assert all("scikit-learn" in row["versions"] and row["seconds"] > 0 for row in rows)


def test_half_a_line_costs_only_itself(tmp_path):
    data = {"one": made()}
    tasks = comparison.plan(data, ["logistic"], ["nothing", "weights"], repeats=1)
    store = tmp_path / "store.jsonl"
    comparison.compare(data, tasks, store, jobs=1)
    store.write_bytes(store.read_bytes()[:-40])
    assert len(read(store)) == 1
    assert comparison.compare(data, tasks, store, jobs=1) == 1
    assert len(read(store)) == 2


def test_a_changed_strategy_reruns_only_itself(tmp_path, monkeypatch):
    data = {"one": made()}
    before = comparison.plan(data, **QUICK, repeats=1)
    comparison.compare(data, before, tmp_path / "s", jobs=1)
    changed = replace(strategies.STRATEGIES["oversampling"], resample=strategies._under)
    monkeypatch.setitem(strategies.STRATEGIES, "oversampling", changed)
    run.fingerprint.cache_clear()
    after = comparison.plan(data, **QUICK, repeats=1)
    assert {t.strategy for t in set(after) - set(before)} == {"oversampling"}
    assert comparison.compare(data, after, tmp_path / "s", jobs=1) == 2
    latest = comparison.newest(read(tmp_path / "s"))
    assert len(read(tmp_path / "s")) == 8 and len(latest) == 6
    run.fingerprint.cache_clear()


def test_changed_data_are_other_data():
    one, other = ({"one": made(signal=s)} for s in (1.5, 1.5001))
    assert {t.data for t in comparison.plan(one, **QUICK)} != {t.data for t in comparison.plan(other, **QUICK)}


def test_a_set_with_time_has_one_repeat_and_no_future():
    data = {"timed": made(time=np.arange(400.0)), "plain": made()}
    tasks = comparison.plan(data, ["logistic"], ["nothing"], repeats=3)
    assert sorted((t.set, t.repeat) for t in tasks) == [("plain", 0), ("plain", 1), ("plain", 2), ("timed", 0)]


def test_cores_do_not_change_results(tmp_path):
    data = {"one": made()}
    tasks = comparison.plan(data, **LINEAR, repeats=1)
    for jobs in (1, 2):
        comparison.compare(data, tasks, tmp_path / str(jobs), jobs=jobs)
    one, two = ({key(r): r["average_precision"] for r in read(tmp_path / str(jobs))} for jobs in (1, 2))
    assert one == two


STOPPED = """
import sys
from pathlib import Path
from imbalance_lib import comparison
from tests.comparison.test_run import LINEAR, made
data = {"one": made(n=900), "two": made(1, n=900)}
tasks = comparison.plan(data, **LINEAR)
print(comparison.compare(data, tasks, Path(sys.argv[1]), jobs=2), len(tasks))
"""


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    store, command = tmp_path / "store.jsonl", [sys.executable, "-c", STOPPED]
    child = subprocess.Popen([*command, str(tmp_path / "store.jsonl")], start_new_session=True)
    for _ in range(600):
        time.sleep(0.1)
        if len(read(store)) >= 3:
            break
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    kept = len(read(store))
    assert kept >= 3
    done, total = map(int, subprocess.run([*command, str(store)], capture_output=True, check=True).stdout.split())
    rows = [json.loads(line) for line in store.read_bytes().split(b"\n") if line.strip() and _whole(line)]
    assert done == total - kept and len(rows) == len({key(r) for r in rows}) == total


def _whole(line):
    try:
        return bool(json.loads(line))
    except ValueError:
        return False


def test_a_dask_cluster_gives_the_same_and_survives_a_lost_worker(tmp_path):
    from distributed import Client, LocalCluster

    data = {"one": made(n=900), "two": made(1, n=900)}
    tasks = comparison.plan(data, **LINEAR)
    comparison.compare(data, tasks, tmp_path / "here", jobs=2)
    killed: list[int] = []
    with (
        LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
        joblib.parallel_config(backend="dask", client=client),
    ):
        pids = client.run(os.getpid)

        def told(done: int) -> None:
            if done >= 3 and not killed:
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        assert comparison.compare(data, tasks, tmp_path / "there", told=told) == len(tasks)
    assert killed
    rows = [json.loads(line) for line in (tmp_path / "there").read_text().splitlines()]
    assert len(rows) == len({key(r) for r in rows}) == len(tasks)
    here, there = ({key(r): r["average_precision"] for r in read(tmp_path / name)} for name in ("here", "there"))
    assert here == there


def test_pieces_of_a_fit_are_not_shared_out_again(monkeypatch):
    jobs: list[int] = []
    monkeypatch.setattr(run, "evaluate", lambda *_: jobs.append(joblib.effective_n_jobs(None)) or {})
    task = run.Task("one", "tree", "nothing", 0, "data", "code")
    with joblib.parallel_config(backend="threading", n_jobs=3):
        run._result(task, made())
        assert joblib.effective_n_jobs(None) == 3
    assert jobs == [1]


def test_rows_without_a_key_are_no_results(tmp_path):
    (tmp_path / "s").write_text('{"set": "a"}\n[1]\nnull\n')
    append(tmp_path / "s", {name: 1 for name in KEY} | {"loss": float("nan"), "share": 1 / 3})
    (row,) = read(tmp_path / "s")
    assert row["loss"] is None and row["share"] == 0.333333
    assert read(Path(tmp_path / "nowhere")) == []
