"""Gains, votes, intervals, claims and advice, on results that the tests make."""

import numpy as np
import pytest
from scipy.stats import bootstrap

import imbalance_lib as il
from imbalance_lib.claims import ClaimFailed
from imbalance_lib.comparison.differences import gain, gains_of, interval, ranks, results
from imbalance_lib.comparison.evidence import evidence
from imbalance_lib.comparison.recommend import nearest, recommend, score


def rows(effects, n_sources=14, cuts=3, families=("logistic", "tree"), seed=0, noise=0.01):
    """Stored rows: each strategy's average precision is the set's own plus its effect; source 0 has several sets."""
    rng = np.random.default_rng(seed)
    found = []
    for source in range(n_sources):
        for cut in range(cuts if source == 0 else 1):
            base, n = rng.uniform(0.2, 0.7), int(rng.integers(500, 4000))
            for family in families:
                for strategy, effect in {"nothing": 0.0, **effects}.items():
                    size = effect(source) if callable(effect) else effect
                    ap = base + size + rng.normal(0, noise)
                    for repeat in (0, 1):
                        found.append(
                            {"set": f"s{source}-{cut}", "family": family, "strategy": strategy, "repeat": repeat,
                             "rows": n, "positives": max(30, n // 20), "average_precision": ap,
                             "log_loss": 0.3 - size, "log_loss_prior": 0.5, "brier": 0.1, "brier_prior": 0.2,
                             "cost_10_tuned": 0.8 - size, "cost_10_half": 0.9}
                        )  # fmt: skip
    return found


def table(effects, **more):
    made = rows(effects, **more)
    return results(made, {row["set"]: row["set"].split("-")[0] for row in made})


def test_each_source_has_one_vote():
    known = table({"smote": lambda source: 1.0 if source == 0 else 0.0}, n_sources=8, cuts=5, noise=0.0)
    told = gain(known, "smote", "average_precision")
    assert told.mean == pytest.approx(1 / 8) and (told.sources, told.sets, told.better) == (8, 12, 1)


def test_a_gain_below_zero_of_a_cost_is_a_loss():
    known = table({"smote": 0.1}, noise=0.0)
    assert gain(known, "smote", "cost_10_tuned").mean == pytest.approx(0.1)
    assert gain(known, "smote", "log_loss_skill").mean == pytest.approx(0.2)
    assert gain(known, "nothing", "cost_10_half", than_measure="cost_10_tuned").mean == pytest.approx(-0.1)


@pytest.mark.parametrize(("effect", "says"), [(0.05, "better"), (-0.05, "worse"), (0.0, "undecided")])
def test_the_verdict_follows_the_interval(effect, says):
    assert gain(table({"smote": effect}, noise=0.03), "smote", "average_precision").verdict == says


def test_the_interval_is_the_bootstrap_of_sources():
    votes = np.random.default_rng(3).normal(0.1, 0.3, 25)
    other = bootstrap((votes,), np.mean, method="percentile", n_resamples=5000, random_state=0).confidence_interval
    assert interval(votes) == pytest.approx((other.low, other.high), abs=0.02)


def test_it_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    held = [low < 0.2 < high for low, high in (interval(rng.normal(0.2, 1, 30)) for _ in range(400))]
    assert 0.9 <= np.mean(held) <= 0.97


def test_only_sets_and_families_with_both_are_compared():
    known = table({"smote": 0.1})
    lacks = known[~((known["strategy"] == "smote") & (known["family"] == "tree"))]
    assert set(gains_of(lacks, "smote", "average_precision").index.unique("family")) == {"logistic"}
    with pytest.raises(ValueError, match="no set has both it and 'nothing'"):
        gain(known, "weights", "average_precision")


def test_ranks_put_the_best_first():
    known = table({"smote": 0.2, "weights": -0.2}, noise=0.0)
    assert list(ranks(known, "average_precision").index) == ["smote", "nothing", "weights"]
    assert list(ranks(known, "cost_10_tuned")) == [1, 2, 3]


def test_failed_rows_are_no_results():
    made = rows({})
    assert len(results([*made, {**made[0], "set": "x", "failed": "ValueError: no"}], {})) == len(results(made, {}))
    with pytest.raises(ValueError, match="run `imbalance compare` first"):
        results([{**made[0], "failed": "no"}], {})


def test_evidence_holds_only_where_the_whole_interval_does():
    known = table({"smote": 0.1, "weights": 0.0}, noise=0.02)
    told = evidence("smote-ap", "SMOTE raises AP", "smote", "average_precision", table=known)
    assert told.held and "14 sources" in repr(told) and "✓ holds" in told._repr_html_()
    for strategy, op, bound in (("weights", ">", 0.0), ("smote", ">", 0.2), ("smote", "<", 0.0)):
        with pytest.raises(ClaimFailed, match="evidence 'x' does not hold: text"):
            evidence("x", "text", strategy, "average_precision", op, bound, table=known)
    wrong = {
        "op is '=='": ("smote", "average_precision", "=="),
        "strategy is 'smoot'; it must be one of": ("smoot", "average_precision"),
        "measure is 'AP'; it must be one of average_precision": ("smote", "AP"),
        "than is 'nothing', the strategy itself": ("nothing", "average_precision"),
    }
    for says, words in wrong.items():
        with pytest.raises(ValueError, match=says):
            evidence("x", "text", *words, table=known)


def test_advice_takes_what_clearly_helps_and_pays():
    told = recommend(2000, 100, table=table({"smote": 0.1, "weights": 0.03}, noise=0.0))
    assert told.strategy == "smote" and told.score.verdict == "better" and len(told.sets) == 12
    assert "SMOTE to parity (smote)" in repr(told) and "Such advice pays" in repr(told)


def test_without_a_sure_winner_the_advice_is_nothing_and_its_score_is_even():
    told = recommend(2000, 100, table=table({"smote": -0.1, "weights": -0.03}))
    assert told.strategy == "nothing" and told.score.mean == 0 and "change nothing in training" in repr(told)


def test_advice_that_misleads_is_scored_so():
    effects = {"smote": lambda source: 0.3 if source else -10.0}
    assert score(table(effects, n_sources=21)).mean < 0  # what all others say costs this one more


def test_what_needs_probabilities_is_judged_by_log_loss():
    assert recommend(2000, 100, needs_probabilities=True, table=table({"smote": 0.1})).measure == "log_loss"


def test_advice_rests_on_the_nearest_set_of_each_source():
    known = table({"smote": 0.1}, n_sources=20)
    near = nearest(known, 1000, 50)
    assert near["source"].nunique() == 12 and near.groupby("source")["set"].nunique().eq(1).all()
    exact = known.iloc[0]
    assert exact["set"] in set(nearest(known, int(exact["rows"]), int(exact["positives"]))["set"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((0, 5), "n_rows is 0; it must be a whole number of at least 1"),
        ((100, 1.5), "n_positives is 1.5"),
        ((100, 60), "n_positives is 60 of 100 rows; positives must be the rarer class"),
        ((5000, 3), "n_positives is 3; with fewer than 30 no comparison says anything"),
        ((1000, 50, "svm"), "family is 'svm'; results are there for logistic, tree"),
    ],
)
def test_what_makes_no_sense_is_said(given, says):
    with pytest.raises(ValueError) as caught:
        recommend(*given, table=table({"smote": 0.1}))
    assert says in str(caught.value)


def test_lessons_find_them_by_name():
    for _ in range(2):  # a room of the same name must not take a function's place once it is loaded
        assert il.evidence is evidence and il.recommend is recommend
