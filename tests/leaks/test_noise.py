"""The noise test on honest and leaky protocols, and its labels and nulls against independent sources."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import LeaveOneOut, StratifiedGroupKFold, StratifiedKFold, TimeSeriesSplit, cross_val_score
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier

from imbalance_lib.leakage.noise import expected_average_precision, noise_labels, noise_test

FIVE = StratifiedKFold(5, shuffle=True, random_state=0)


def table(n=300, positives=30, columns=5, seed=0):
    rng = np.random.default_rng(seed)
    y = np.zeros(n, dtype=int)
    y[rng.permutation(n)[:positives]] = 1
    return rng.normal(size=(n, columns)), y


def people(seed=0):
    """120 people with 1 to 6 rows each that look alike and end alike."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(120), rng.integers(1, 7, 120))
    base = rng.normal(size=(120, 4))
    return base[person] + 0.2 * rng.normal(size=(len(person), 4)), (base[:, 0] > 1)[person].astype(int), person


def folds(X, y, model, splitter=FIVE, groups=None):
    """Row ids and scores of an honest cross-validation, one pair a fold."""
    return [
        (test, model().fit(X[train], y[train]).predict_proba(X[test])[:, 1])
        for train, test in splitter.split(X, y, groups)
    ]


def forest():
    return RandomForestClassifier(6, random_state=0)


# Leaky protocols and their honest twins.


@pytest.mark.parametrize("metric", ["roc_auc", "average_precision"])
def test_smote_before_cross_validation_is_caught_and_inside_the_pipeline_is_not(metric):
    def before(X, y):
        return cross_val_score(forest(), *SMOTE(random_state=0).fit_resample(X, y), cv=3, scoring=metric).mean()

    def inside(X, y):
        pipeline = make_pipeline(SMOTE(random_state=0), forest())
        return cross_val_score(pipeline, X, y, cv=StratifiedKFold(3), scoring=metric).mean()

    caught = noise_test(before, *table(), metric=metric)
    assert caught.verdict == "leaks" and caught.effect > 0.3
    assert noise_test(inside, *table(), metric=metric).verdict == "no leak seen"


def test_smote_before_the_split_is_caught_by_rows_and_scores_too():
    def before(X, y):
        more, labels = SMOTE(random_state=0).fit_resample(X, y)
        pairs = folds(more, labels, DecisionTreeClassifier)
        return [(rows[rows < len(y)], scores[rows < len(y)]) for rows, scores in pairs]

    def inside(X, y):
        return folds(X, y, lambda: make_pipeline(SMOTE(random_state=0), DecisionTreeClassifier()))

    assert noise_test(before, *table()).verdict == "leaks"
    assert noise_test(inside, *table()).verdict == "no leak seen"


def test_columns_selected_on_all_rows_are_caught_and_inside_the_folds_are_not():
    def on_all(X, y):
        return folds(SelectKBest(k=10).fit_transform(X, y), y, GaussianNB)

    def inside(X, y):
        return folds(X, y, lambda: make_pipeline(SelectKBest(k=10), GaussianNB()))

    wide = table(columns=1000)
    assert noise_test(on_all, *wide).verdict == "leaks"
    assert noise_test(inside, *wide).verdict == "no leak seen"


def test_target_encoding_on_all_rows_is_caught_and_within_training_rows_is_not():
    X, y = table()
    frame = pd.DataFrame({"city": (np.arange(300) * 7 % 60).astype(str), "x": X[:, 0]})

    def encoded(frame, y, known, rows):
        rates = pd.Series(y[known]).groupby(frame["city"].to_numpy()[known]).mean()
        return frame["city"].iloc[rows].map(rates).fillna(y[known].mean()).to_numpy()[:, None]

    def protocol(on_all):
        def run(frame, y):
            pairs = []
            for train, test in FIVE.split(frame, y):
                known = np.arange(len(y)) if on_all else train
                model = GaussianNB().fit(encoded(frame, y, known, train), y[train])
                pairs.append((test, model.predict_proba(encoded(frame, y, known, test))[:, 1]))
            return pairs

        return run

    assert noise_test(protocol(on_all=True), frame, y).verdict == "leaks"
    assert noise_test(protocol(on_all=False), frame, y).verdict == "no leak seen"


def test_people_on_both_sides_are_caught_if_the_noise_keeps_groups():
    X, y, person = people()

    def ungrouped(X, y):
        return folds(X, y, forest)

    def grouped(X, y, groups):
        return folds(X, y, forest, StratifiedGroupKFold(5, shuffle=True, random_state=0), groups)

    assert noise_test(ungrouped, X, y, groups=person).verdict == "leaks"
    assert noise_test(grouped, X, y, groups=person).verdict == "no leak seen"
    assert noise_test(ungrouped, X, y).verdict == "no leak seen", "without groups nobody can see it"


def test_a_score_on_training_rows_is_caught():
    def on_training_rows(X, y):
        return np.arange(len(y)), DecisionTreeClassifier(max_depth=4).fit(X, y).predict_proba(X)[:, 1]

    assert noise_test(on_training_rows, *table()).verdict == "leaks"
    assert noise_test(on_training_rows, *table(), metric="average_precision").verdict == "leaks"


def test_prevalence_that_drifts_is_no_leak():
    rng = np.random.default_rng(0)
    time = np.sort(rng.uniform(0, 60, 800))
    y = (rng.random(800) < np.linspace(0.02, 0.4, 800)).astype(int)
    X = np.c_[time, rng.normal(size=800)]

    def shuffled(X, y):
        return folds(X, y, GaussianNB)

    def forward(X, y, time):
        assert (np.diff(time) >= 0).all()
        return folds(X, y, GaussianNB, TimeSeriesSplit(4))

    result = noise_test(shuffled, X, y, time=time)
    assert result.verdict == "no leak seen" and result.nulls.mean() > 0.6, "the drift is in the null as well"
    assert noise_test(forward, X, y, time=time).verdict == "no leak seen"


@pytest.mark.parametrize("metric", ["f1", "matthews_corrcoef"])
def test_decisions_are_judged_like_scores(metric):
    def decided(X, y, seen):
        pairs = []
        for train, test in FIVE.split(X, y):
            rows = np.r_[train, test] if seen else train
            model = DecisionTreeClassifier(random_state=0, class_weight="balanced").fit(X[rows], y[rows])
            pairs.append((test, model.predict(X[test])))
        return pairs

    assert noise_test(lambda X, y: decided(X, y, True), *table(), metric=metric).verdict == "leaks"
    assert noise_test(lambda X, y: decided(X, y, False), *table(), metric=metric).verdict == "no leak seen"


def test_a_loss_is_better_below_its_null():
    def protocol(seen):
        def run(X, y):
            scored = np.arange(100)
            fitted = np.arange(len(y)) if seen else np.arange(100, len(y))
            model = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X[fitted], y[fitted])
            return scored, model.predict_proba(X[scored])[:, 1]

        return run

    for extra in ({"metric": "brier_score"}, {"metric": lambda y, p: np.mean((y - p) ** 2), "larger_is_better": False}):
        assert noise_test(protocol(True), *table(positives=90), **extra).verdict == "leaks"
        assert noise_test(protocol(False), *table(positives=90), **extra).verdict == "no leak seen"


@pytest.mark.parametrize("metric", ["roc_auc", "average_precision", "f1", "accuracy", "cohen_kappa"])
def test_numbers_of_lucky_ignorance_are_not_accused(metric):
    names = {"cohen_kappa": "matthews_corrcoef"}  # no such scorer in scikit-learn, and both are 0 by chance

    def honest(X, y):
        return cross_val_score(GaussianNB(), X, y, cv=FIVE, scoring=names.get(metric, metric)).mean()

    for seed in range(2):
        assert noise_test(honest, *table(seed=seed), metric=metric, random_state=seed).verdict == "no leak seen"


def test_honest_protocols_are_not_accused_in_a_hundred_tests():
    def honest(X, y):
        return folds(X, y, GaussianNB, StratifiedKFold(2))

    results = [noise_test(honest, *table(200, 24, 3, seed), n_draws=8, random_state=seed) for seed in range(100)]
    assert not any(result.verdict == "leaks" for result in results)
    effects = np.array([result.effect for result in results])
    assert abs(effects.mean()) < 4 * effects.std() / 10, "the null is where honest scores are"


def test_a_number_is_not_accused_of_what_the_noise_has_to_keep():
    rng = np.random.default_rng(0)
    time = np.arange(600)
    y = (rng.random(600) < np.linspace(0.02, 0.5, 600)).astype(int)

    def auc(X, y):
        return cross_val_score(GaussianNB(), X, y, cv=FIVE, scoring="roc_auc").mean()

    drift = noise_test(auc, np.c_[time, rng.normal(size=600)], y, time=time, metric="roc_auc")
    assert drift.verdict == "no leak seen" and auc(time[:, None], y) > 0.7

    size = np.repeat([1, 2, 12], [100, 100, 25])
    person = np.repeat(np.arange(225), size)
    often = np.repeat(size, size)
    y = (rng.random(len(person)) < np.where(often == 12, 0.3, 0.02)).astype(int)

    def grouped(X, y, groups, scoring="roc_auc"):
        cv = StratifiedGroupKFold(4, shuffle=True, random_state=0)
        return cross_val_score(GaussianNB(), X, y, groups=groups, cv=cv, scoring=scoring).mean()

    X = np.c_[often, rng.normal(size=len(person))]
    assert noise_test(grouped, X, y, groups=person, metric="roc_auc").verdict != "leaks"
    told = noise_test(lambda X, y, groups: grouped(X, y, groups, "f1"), X, y, groups=person, metric="f1")
    assert told.verdict == "could not judge" and "row ids" in told.sentence
    assert noise_test(auc, X, y, groups=y, metric="roc_auc").verdict != "leaks", "these labels cannot move"


# What it cannot judge, it says.


def test_a_number_of_unknown_chance_is_not_judged_unless_chance_is_given():
    def profit(X, y):
        return 1000.0 * y[:100].sum()

    result = noise_test(profit, *table())
    assert result.verdict == "could not judge" and "chance=" in result.sentence
    assert noise_test(profit, *table(), chance=0, min_effect=100.0).verdict == "leaks"
    assert noise_test(profit, *table(), chance=20_000, min_effect=5000.0).verdict == "no leak seen"


def test_too_few_positives_labels_that_cannot_move_and_failures_are_not_judged():
    def honest(X, y):
        return folds(X, y, GaussianNB, StratifiedKFold(2))

    few = noise_test(honest, *table(100, 4), n_draws=8)
    assert few.verdict == "could not judge" and "n_draws=" in few.sentence

    X, y = table()
    stuck = noise_test(honest, X, y, groups=y)
    assert stuck.verdict == "could not judge" and "room to move" in stuck.sentence

    def broken(X, y):
        raise RuntimeError("no such column")

    failed = noise_test(broken, X, y)
    assert failed.verdict == "could not judge" and "no such column" in failed.sentence


def test_leave_one_out_is_scored_with_all_rows_together_and_is_not_accused():
    result = noise_test(lambda X, y: folds(X, y, GaussianNB, LeaveOneOut()), *table(80, 40, 2), n_draws=8)
    assert result.verdict != "leaks" and result.effect < 0, "each training set tells what the held-out label is not"


# The noise itself.


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=4, max_size=60), st.integers(0, 2**32 - 1))
def test_noise_keeps_the_number_of_positives_and_how_pure_groups_are(rows, seed):
    groups, y = np.array([g for g, _ in rows]), np.array([int(label) for _, label in rows])
    if len(set(y)) < 2:
        return
    drawn = noise_labels(y, groups=groups, random_state=seed)
    assert drawn.sum() == y.sum()
    counts = pd.crosstab(groups, y).to_numpy()
    after = pd.crosstab(groups, drawn).to_numpy()
    if (counts.min(axis=1) > 0).any():
        assert sorted(counts[:, 1]) == sorted(after[:, 1]), "groups exchange their numbers of positives"
    assert (counts.min(axis=1) > 0).sum() >= (after.min(axis=1) > 0).sum(), "no group is more mixed than one was"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 7), st.booleans()), min_size=3, max_size=30), st.integers(0, 2**32 - 1))
def test_labels_that_are_constant_within_groups_stay_so(sizes, seed):
    groups = np.repeat(np.arange(len(sizes)), [size for size, _ in sizes])
    y = np.array([label for _, label in sizes])[groups]
    if y.all() or not y.any():
        return
    order = np.random.default_rng(seed).permutation(len(y))
    groups, y = groups[order], y[order]
    drawn = noise_labels(y, groups=groups, random_state=seed)
    assert drawn.dtype == bool and drawn.sum() == y.sum()
    assert pd.Series(drawn).groupby(groups).nunique().max() == 1


@settings(deadline=None, max_examples=40)
@given(st.integers(40, 200), st.integers(10, 20), st.integers(0, 2**32 - 1))
def test_noise_keeps_the_prevalence_over_time(n, positives, seed):
    rng = np.random.default_rng(seed)
    time, y = rng.integers(0, 30, n), np.zeros(n, dtype=int)
    y[:positives] = 1
    drawn = noise_labels(y, time=time, random_state=seed)
    early = time <= np.median(time)
    assert drawn.sum() == y.sum()
    # Ten stretches at most, two at least: no more than one of them lies across the median.
    widest = max(np.bincount((pd.Series(time).rank(method="min") - 1).astype(int) * (min(positives, 50) // 5) // n))
    assert abs(drawn[early].sum() - y[early].sum()) <= widest


def test_noise_is_noise():
    y = np.array([0] * 6 + [1] * 2)
    drawn = np.array([noise_labels(y, random_state=seed) for seed in range(4000)])
    seen = {tuple(np.flatnonzero(row)) for row in drawn}
    assert seen == set(itertools.combinations(range(8), 2)), "every arrangement comes"
    assert np.abs(drawn.mean(axis=0) - 0.25).max() < 0.04, "and every row alike"

    X, y, person = people()
    drawn = np.array([noise_labels(y, groups=person, random_state=seed) for seed in range(300)])
    assert abs(np.mean([np.corrcoef(y, row)[0, 1] for row in drawn])) < 0.03
    size = np.bincount(person)[person]
    assert abs(np.mean([np.corrcoef(size, row)[0, 1] for row in drawn])) < 0.05, "small groups are not preferred"


def test_labels_come_as_they_went_and_originals_are_safe():
    X, y = table()
    frame, words = pd.DataFrame(X), pd.Series(np.where(y == 1, "yes", "no"), index=np.arange(300) + 7, name="left")
    frame.index, before, seen = words.index, frame.copy(), []

    def rude(frame, words):
        assert words.value_counts()["yes"] == 30 and words.name == "left" and words.dtype == seen_type
        seen.append(words.to_numpy().copy())
        assert (words.index == frame.index).all()
        frame.iloc[:, :] = 0.0
        words[:] = "no"
        return np.arange(100), np.zeros(100)

    seen_type = words.dtype
    result = noise_test(rude, frame, words)
    assert result.verdict == "no leak seen" and len(seen) == 16
    assert len({tuple(row) for row in seen}) == 16, "every draw is another one"
    assert (words == "yes").sum() == 30
    pd.testing.assert_frame_equal(frame, before.set_index(frame.index))


# The referee's figures.


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_roc_auc_is_that_of_scikit_learn_also_with_ties(seed):
    rng = np.random.default_rng(seed)
    X, y = table(60, 20)
    scores, taken = rng.integers(0, 6, 60).astype(float), []

    def protocol(X, y):
        taken.append(roc_auc_score(y, scores))
        return np.arange(60), scores

    assert noise_test(protocol, X, y, n_draws=8).scores == pytest.approx(taken)


@pytest.mark.parametrize("n, positives", [(6, 1), (6, 2), (7, 3), (5, 5)])
def test_the_mean_average_precision_of_random_ranks_is_that_of_all_arrangements(n, positives):
    each = []
    for chosen in itertools.combinations(range(n), positives):
        labels = np.isin(np.arange(n), chosen).astype(int)
        each.append(average_precision_score(labels, np.arange(n)))
    assert expected_average_precision(n, positives) == pytest.approx(np.mean(each))


def test_the_null_of_scores_is_the_mean_over_all_arrangements():
    X, y = table(8, 3)
    scores = np.array([5.0, 4, 4, 3, 2, 2, 1, 0])
    every = [
        average_precision_score(np.isin(np.arange(8), chosen).astype(int), scores)
        for chosen in itertools.combinations(range(8), 3)
    ]
    result = noise_test(lambda X, y: (np.arange(8), scores), X, y, metric="average_precision", n_draws=60)
    assert result.nulls.mean() == pytest.approx(np.mean(every), abs=4 * np.std(every) / np.sqrt(1200))


def test_the_same_seed_gives_the_same_result_and_the_seeds_of_others_are_untouched():
    def unseeded(X, y):
        return folds(X, y, lambda: RandomForestClassifier(3), StratifiedKFold(2))

    np.random.seed(5)  # noqa: NPY002
    want = np.random.random(2)  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    one, two = (noise_test(unseeded, *table(), n_draws=8) for _ in range(2))
    assert (one.scores == two.scores).all() and one.interval == two.interval
    assert (np.random.random(2) == want).all()  # noqa: NPY002


@pytest.mark.parametrize(
    "change, words",
    [
        ({"protocol": "cv"}, "protocol is 'cv'"),
        ({"y": [0, 1, 2] * 100}, "two classes"),
        ({"y": [0, 1]}, "y has 2 labels and X has 300 rows"),
        ({"metric": "auc"}, "metric is 'auc'; it must be a function, or one of roc_auc"),
        ({"n_draws": 1}, "n_draws is 1"),
        ({"chance": "half"}, "chance is 'half'"),
        ({"min_effect": 0}, "min_effect is 0"),
        ({"groups": [1, 2]}, "groups has the shape (2,)"),
        ({"time": [np.nan] * 300}, "time has"),
        ({"protocol": lambda X, y: "good"}, "protocol returned the str 'good'"),
        ({"protocol": lambda X, y: ([1, 2], [0.5])}, "protocol returned the tuple"),
        ({"protocol": lambda X, y: ([1, 300], [0.5, 0.4])}, "positions from 0 to 299"),
        ({"protocol": lambda X, y: ([1, 2], [0.5, np.nan])}, "one finite number for each row"),
    ],
)
def test_bad_input_is_named(change, words):
    X, y = table()
    given_ = {"protocol": lambda X, y: 0.5, "X": X, "y": y, "metric": "roc_auc"} | change
    with pytest.raises(ValueError) as raised:
        noise_test(given_.pop("protocol"), given_.pop("X"), given_.pop("y"), **given_)
    assert words in str(raised.value)
