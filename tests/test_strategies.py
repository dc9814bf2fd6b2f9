"""Pipelines against duplicated rows, imbalanced-learn, Bayes' rule, the leak tests and the checks of both libraries."""

import dataclasses
import inspect
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from imblearn.combine import SMOTEENN, SMOTETomek
from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC
from imblearn.under_sampling import EditedNearestNeighbours
from imblearn.utils.estimator_checks import parametrize_with_checks as sampler_checks
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.estimator_checks import parametrize_with_checks

from imbalance_lib import strategies
from imbalance_lib.leakage import noise_test, swap_test
from imbalance_lib.strategies import FAMILIES, STRATEGIES, Family, applicable, fingerprint, grid, pipeline, scores
from imbalance_lib.strategies.description import own_code
from imbalance_lib.strategies.estimators import Edited, PriorCorrected, RatioWeights, Smote

PAIRS = [pytest.param(*pair, id=" ".join(pair)) for pair in applicable()]


def numbers(n=2000, seed=0, slope=1.0, intercept=-4.0):
    """Five numbers, and labels that a logistic regression can describe: with the defaults 4 % are positive."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, 5)), columns=list("abcde"))
    risk = 1 / (1 + np.exp(-(intercept + slope * (X["a"] + X["b"] - X["c"]))))
    return X, (rng.random(n) < risk).astype(int).to_numpy()


def nasty(n=240, positives=13, seed=0):
    """Few positives, gaps, rare levels, levels that are gaps alone, columns without values, repeated rows."""
    rng = np.random.default_rng(seed)
    rare = rng.random(n) < 0.04
    X = pd.DataFrame(
        {
            "x": rng.normal(size=n),
            "amount": np.where(rng.random(n) < 0.2, np.nan, rng.lognormal(size=n)),
            "visits": rng.integers(0, 5, n),
            "empty": np.nan,
            "constant": 1.0,
            "city": pd.Categorical(np.where(rare, [f"village {k}" for k in range(n)], rng.choice(["a", "b", "c"], n))),
            "plan": pd.Categorical(np.where(rng.random(n) < 0.2, None, rng.choice(["p", "q"], n))),
            "seldom missing": pd.Categorical(np.where(np.arange(n) < 3, None, rng.choice([1, 2, 3], n))),
            "no values": pd.Categorical([None] * n, categories=["u", "v"]),
            "flag": rng.random(n) < 0.3,
        }
    )
    y = np.zeros(n, dtype=int)
    y[np.argsort(-(X["x"] + rng.normal(size=n)).to_numpy())[:positives]] = 1
    return pd.concat([X, X.iloc[:30]], ignore_index=True), np.r_[y, y[:30]]


class Spy(ClassifierMixin, BaseEstimator):
    """Remembers how many rows of each class it was given, and what each class weighed."""

    def __init__(self, class_weight=None):
        self.class_weight = class_weight

    def fit(self, X, y):
        self.classes_, self.counts_ = np.unique(y, return_counts=True)
        self.weights_ = compute_class_weight(self.class_weight, classes=self.classes_, y=y)
        self.rows_ = np.asarray(X)
        return self

    def predict_proba(self, X):
        return np.full((len(X), 2), 0.5)

    def predict(self, X):
        return np.zeros(len(X), dtype=int)

    @property
    def share(self):
        """Of the whole weight, how much is of positives."""
        weight = self.counts_ * self.weights_
        return weight[1] / weight.sum()


@pytest.fixture
def spy(monkeypatch):
    monkeypatch.setitem(FAMILIES, "spy", Family("spy", lambda random_state: Spy(), {"class_weight": (None,)}))

    def fitted(strategy, X, y):
        model = pipeline(strategy, "spy").fit(X, y)[-1]
        if isinstance(model, (PriorCorrected, RatioWeights)):
            model = model.estimator_[-1]
        return [bag[-1] for bag in model.estimators_] if hasattr(model, "estimators_") else [model]

    return fitted


# What the classifier is given.


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_share_of_positives_that_the_classifier_sees(spy, strategy):
    X, y = numbers()
    ratio = (1 - y.mean()) / y.mean()
    expected = {
        "nothing": y.mean(),
        "smote-half": 1 / 3,
        "smote-half-original-weights": (ratio / 2) / (ratio / 2 + 1),
        "smote-tomek": pytest.approx(1 / 2, abs=0.001),  # links are dropped in pairs, but a row can be in one link only
        "smote-enn": pytest.approx(1 / 2, abs=0.06),
    }
    for model in spy(strategy, X, y):
        assert model.share == pytest.approx(expected.get(strategy, 1 / 2))


@pytest.mark.parametrize(
    "strategy, sampler",
    {
        "smote": SMOTE(random_state=0),
        "smote-half": SMOTE(sampling_strategy=0.5, random_state=0),
        "smote-tomek": SMOTETomek(random_state=0),
        "smote-enn": SMOTEENN(random_state=0),
    }.items(),
)
def test_on_numbers_the_rows_are_those_of_imbalanced_learn(spy, strategy, sampler):
    X, y = numbers()
    X = (X - X.mean()) / X.std(ddof=0)
    rows, labels = sampler.fit_resample(X, y)
    (seen,) = spy(strategy, X, y)
    assert seen.counts_.tolist() == np.bincount(labels).tolist()
    np.testing.assert_allclose(seen.rows_, rows, atol=1e-9)


def test_undersampling_drops_negatives_only_and_oversampling_invents_nothing(spy):
    X, y = numbers()
    (every,), (fewer,), (more,) = spy("nothing", X, y), spy("undersampling", X, y), spy("oversampling", X, y)
    real = {tuple(row) for row in every.rows_}
    assert fewer.counts_.tolist() == [y.sum()] * 2 and more.counts_.tolist() == [(y == 0).sum()] * 2
    assert {tuple(row) for row in every.rows_[y == 1]} <= {tuple(row) for row in fewer.rows_} <= real
    assert {tuple(row) for row in more.rows_} == real


def test_every_bag_holds_all_positives_and_other_negatives(spy):
    X, y = numbers()
    positives = {tuple(row) for row in spy("nothing", X, y)[0].rows_[y == 1]}
    bags = [{tuple(row) for row in bag.rows_} for bag in spy("balanced-bagging", X, y)]
    assert len(bags) == 10 and all(positives <= bag for bag in bags)
    assert len(set.union(*bags)) > 3 * len(bags[0])


def test_weights_equal_repeated_rows():
    X, y = numbers(n=900)
    rare = np.flatnonzero(y)
    keep = np.r_[np.flatnonzero(y == 0)[: 8 * len(rare)], rare]
    X, y = X.iloc[keep], y[keep]
    weighted = pipeline("weights", "logistic").set_params(model__tol=1e-10).fit(X, y)
    ready = weighted[:-1].transform(X)
    repeats = np.where(y == 1, 8, 1)
    # Balanced weights are 9/16 and 9/2, which sum to the number of rows: the penalty is 16/9 as heavy as with 1 and 8.
    plain = LogisticRegression(C=9 / 16, tol=1e-10, max_iter=2000).fit(ready.repeat(repeats, axis=0), y.repeat(repeats))
    np.testing.assert_allclose(weighted[-1].coef_, plain.coef_, atol=1e-5)


@pytest.mark.parametrize("strategy, ratio", [("weights", None), ("smote-half-weights", 2.0)])
def test_xgboost_gets_the_ratio_of_the_labels_it_is_fitted_on(strategy, ratio):
    X, y = numbers()
    model = pipeline(strategy, "xgboost").fit(X, y)[-1].estimator_
    assert model.scale_pos_weight == pytest.approx(ratio or (y == 0).sum() / y.sum(), rel=1e-3)


def test_original_weights_are_those_before_smote():
    X, y = numbers()
    ratio = (y == 0).sum() / y.sum()
    weights = [
        pipeline("smote-half-original-weights", name).fit(X, y)[-1].estimator_[-1].get_params()
        for name in ("logistic", "xgboost")
    ]
    assert weights[0]["class_weight"] == {0: 1, 1: pytest.approx(ratio)}
    assert weights[1]["scale_pos_weight"] == pytest.approx(ratio)


# Categories and few positives.


def test_smote_makes_no_fractions_of_a_category(spy):
    X, y = nasty()
    (plain,), (more,) = spy("nothing", X, y), spy("smote", X, y)
    binary = np.all(np.isin(plain.rows_, [0, 1]), axis=0)
    assert binary.sum() > 10 and len(more.rows_) > len(plain.rows_)
    assert np.isin(more.rows_[:, binary], [0, 1]).all()
    cities = more.rows_[:, :4].sum(axis=1)
    assert set(cities) == {1.0}, "three cities and the pooled villages: each row is in one of them"


@pytest.mark.parametrize(
    "columns, theirs",
    [(["x", "v"], SMOTE()), (["code a", "x"], SMOTENC([0])), (["code a", "code b"], SMOTEN())],
    ids=["numbers", "mixed", "categories"],
)
def test_the_sampler_is_the_one_of_imbalanced_learn_that_suits_the_columns(columns, theirs):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({name: rng.integers(0, 3, 80) if "code" in name else rng.normal(size=80) for name in columns})
    y = np.r_[np.zeros(60, int), np.ones(20, int)]
    rows, labels = Smote(categorical="^code", random_state=0).fit_resample(X, y)
    expected = theirs.set_params(random_state=0).fit_resample(X.to_numpy(), y)
    np.testing.assert_allclose(rows.to_numpy(), expected[0])
    assert labels.tolist() == expected[1].tolist() and list(rows.columns) == columns


@pytest.mark.parametrize("positives", [2, 4, 6, 7])
def test_neighbors_shrink_with_the_positives(positives):
    X, _ = numbers(n=60)
    y = (np.arange(60) < positives).astype(int)
    rows, labels = Smote(random_state=0).fit_resample(X, y)
    expected, _ = SMOTE(random_state=0, k_neighbors=min(5, positives - 1)).fit_resample(X, y)
    pd.testing.assert_frame_equal(rows, expected)
    assert labels.mean() == 0.5


def test_one_positive_is_refused_in_words():
    with pytest.raises(ValueError, match="y has a class of 1 row; SMOTE needs at least 2"):
        Smote().fit_resample(np.eye(8), np.r_[1, np.zeros(7, int)])


@pytest.mark.parametrize("strategy, family", PAIRS)
def test_every_pair_copes_silently_with_a_nasty_table(strategy, family):
    X, y = nasty()
    new = nasty(seed=1)[0].iloc[:50].assign(empty=3.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = pipeline(strategy, family).fit(X, y)
        score = scores(fitted, new)
        again = scores(clone(fitted).fit(X, y), new)
        if FAMILIES[family].probabilities:
            p = fitted.predict_proba(new)
            assert p.shape == (50, 2) and np.all((p >= 0) & (p <= 1)) and np.allclose(p.sum(axis=1), 1)
            assert np.array_equal(p[:, 1], score)
    assert score.shape == (50,) and np.isfinite(score).all()
    assert np.array_equal(score, again)
    if strategy in ("nothing", "smote-corrected", "balanced-bagging"):
        assert np.array_equal(score, scores(pickle.loads(pickle.dumps(fitted)), new))


def test_a_table_of_categories_alone_is_resampled_too():
    X, y = nasty()
    X = X[["city", "plan", "flag"]]
    assert len(np.unique(scores(pipeline("smote", "logistic").fit(X, y), X))) > 3


def test_editing_takes_no_class_away(spy):
    X, y = nasty()
    X = X[["city", "plan", "flag"]]
    (before,), (after,) = spy("smote", X, y), spy("smote-enn", X, y)
    theirs = EditedNearestNeighbours(sampling_strategy="all").fit_resample(
        before.rows_, np.repeat([0, 1], before.counts_)
    )
    assert len(np.unique(theirs[1])) == 1, "what happens without the guard"
    assert np.array_equal(before.rows_, after.rows_)


def test_the_outsider_never_looks_at_the_labels():
    X, y = numbers()
    one, other = (pipeline("nothing", "isolation-forest").fit(X, labels) for labels in (y, 1 - y))
    assert np.array_equal(scores(one, X), scores(other, X))
    far = pd.DataFrame([[9.0] * 5, [0.0] * 5], columns=X.columns)
    assert scores(one, far)[0] > scores(one, far)[1], "the stranger a row, the higher its score"
    assert [s for s, f in applicable() if f == "isolation-forest"] == ["nothing"]


def test_the_seed_decides_the_sample():
    X, y = numbers()
    first, second, other = (scores(pipeline("undersampling", "logistic", seed).fit(X, y), X) for seed in (0, 0, 1))
    assert np.array_equal(first, second) and not np.allclose(first, other)


# Prior correction.


@pytest.mark.parametrize("strategy", ["weights", "smote", "undersampling"])
def test_corrected_probabilities_are_right_on_average_and_others_are_not(strategy):
    X, y = numbers(6000)
    new, truth = numbers(20_000, seed=1)
    plain = scores(pipeline(strategy, "logistic").fit(X, y), new)
    corrected = scores(pipeline(f"{strategy}-corrected", "logistic").fit(X, y), new)
    assert plain.mean() > 4 * truth.mean()
    assert corrected.mean() == pytest.approx(truth.mean(), rel=0.2)


@pytest.mark.parametrize("family", ["logistic", "forest", "xgboost"])
@pytest.mark.parametrize("strategy", ["weights", "smote", "undersampling"])
def test_the_correction_moves_no_rank(strategy, family):
    X, y = numbers(800)
    plain, corrected = (scores(pipeline(name, family).fit(X, y), X) for name in (strategy, f"{strategy}-corrected"))
    for metric in (roc_auc_score, average_precision_score):
        assert metric(y, corrected) == pytest.approx(metric(y, plain), abs=1e-9)


def test_the_corrected_classes_follow_the_corrected_probabilities():
    X, y = numbers()
    named = np.where(y == 1, "sick", "healthy")
    model = PriorCorrected(LogisticRegression(class_weight="balanced"), trained_prevalence=0.5).fit(X, named)
    p = model.predict_proba(X)[:, list(model.classes_).index("sick")]
    assert model.prevalence_ == pytest.approx(y.mean())
    assert np.array_equal(model.predict(X) == "sick", p > 0.5)


# Leaks.


def split(n, seed=0):
    order = np.random.default_rng(seed).permutation(n)
    return np.sort(order[: n * 2 // 3]), np.sort(order[n * 2 // 3 :])


@pytest.mark.parametrize("family", ["logistic", "xgboost"])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_replaced_held_out_rows_change_no_prediction(strategy, family):
    X, y = nasty(positives=30)
    train, test = split(len(y))
    other, other_y = X.copy(), y.copy()
    other["city"] = other["city"].astype(object)
    other.loc[test, ["x", "visits", "city"]] = [77.5, 9, "a town nobody trained on"]
    other["city"] = other["city"].astype("category")
    other_y[test] = 1 - other_y[test]
    probe = nasty(seed=2)[0]
    before = scores(pipeline(strategy, family).fit(X.iloc[train], y[train]), probe)
    after = scores(pipeline(strategy, family).fit(other.iloc[train], other_y[train]), probe)
    assert np.array_equal(before, after)


@pytest.mark.parametrize(
    "strategy, family",
    [(name, "logistic") for name in STRATEGIES] + [("smote-corrected", "tree"), ("nothing", "isolation-forest")],
)
def test_the_swap_test_sees_no_leak(strategy, family):
    X, y = nasty(positives=30)

    def protocol(X, y, train, test):
        return pipeline(strategy, family).fit(X.iloc[train], y[train])

    result = swap_test(protocol, X, y, *split(len(y)), n_swaps=2)
    assert result.verdict == "no leak seen", result


@pytest.mark.parametrize("strategy", ["undersampling", "smote", "smote-half-weights"])
def test_the_swap_test_catches_a_sampler_before_the_split(strategy):
    X, y = nasty(positives=30)

    def protocol(X, y, train, test):
        steps = pipeline(strategy, "logistic")
        rows, labels = steps[:2].fit_resample(X, y)
        kept = np.arange(len(labels)) % 3 > 0  # a split of the resampled rows
        return steps[2:].fit(rows[kept], labels[kept])

    assert swap_test(protocol, X, y, *split(len(y)), n_swaps=2).verdict == "leaks"


def test_the_noise_test_tells_smote_inside_the_folds_from_smote_before_them():
    X, y = numbers(300, slope=0.0, intercept=-2.2)

    def folds(rows, labels, model):
        return [
            (test, scores(model().fit(rows.iloc[train], labels[train]), rows.iloc[test]))
            for train, test in StratifiedKFold(3, shuffle=True, random_state=0).split(rows, labels)
        ]

    def inside(X, y):
        return folds(X, y, lambda: pipeline("smote", "tree"))

    def before(X, y):
        more, labels = pipeline("smote", "tree")[:2].fit_resample(X, y)
        pairs = folds(more, labels, lambda: DecisionTreeClassifier(random_state=0))
        return [(rows[rows < len(y)], score[rows < len(y)]) for rows, score in pairs]

    assert noise_test(inside, X, y).verdict == "no leak seen"
    assert noise_test(before, X, y).verdict == "leaks"


# Names, tuning, print and fingerprints.


def test_every_pair_that_suits_is_listed_and_the_others_are_refused():
    assert len(STRATEGIES) >= 12 and len(FAMILIES) == 7
    listed = set(applicable())
    for strategy in STRATEGIES:
        for family in FAMILIES:
            if (strategy, family) not in listed:
                with pytest.raises(ValueError, match=f"strategy is '{strategy}', which does not suit '{family}'"):
                    pipeline(strategy, family)
    assert {s for s, f in listed if f == "neighbors"} == {s for s in STRATEGIES if "weights" not in s}
    assert {s for s, f in listed if f == "xgboost"} == set(STRATEGIES)


def test_wrong_names_are_told_what_was_expected():
    with pytest.raises(ValueError, match="^strategy is 'smoted'; expected one of nothing, weights, "):
        pipeline("smoted", "tree")
    with pytest.raises(ValueError, match="^family is 'svm'; expected one of logistic, tree, "):
        pipeline("smote", "svm")


def test_names_are_slugs_and_every_strategy_says_what_it_does():
    assert all(name == item.name for table in (FAMILIES, STRATEGIES) for name, item in table.items())
    assert all(name.replace("-", "").isalpha() and name.islower() for name in [*FAMILIES, *STRATEGIES])
    assert all(s.title and s.does.endswith(".") and s.does.count(". ") == 0 for s in STRATEGIES.values())


@pytest.mark.parametrize("strategy, family", PAIRS)
def test_the_same_three_candidates_reach_the_model_under_every_strategy(strategy, family):
    ((name, values),) = grid(strategy, family).items()
    assert len(set(values)) == 3 and tuple(values) == FAMILIES[family].grid[name.split("__")[-1]]
    model = pipeline(strategy, family).set_params(**{name: values[0]})
    for part in name.split("__")[:-1]:
        model = model.get_params()[part]
    assert type(model) is type(FAMILIES[family].make(0))


def test_a_grid_search_tunes_the_model_inside():
    X, y = numbers()
    search = GridSearchCV(pipeline("undersampling-corrected", "tree"), grid("undersampling-corrected", "tree"), cv=3)
    search.set_params(scoring="average_precision").fit(X, y)
    assert search.best_params_.keys() == grid("undersampling-corrected", "tree").keys()


@pytest.mark.parametrize("strategy, family", PAIRS)
def test_the_print_is_short_complete_and_free_of_addresses(strategy, family):
    made = pipeline(strategy, family, random_state=7)
    text = repr(made)
    assert text == str(made) == repr(clone(made))
    assert " at 0x" not in text and "None" not in text and "\\" not in text
    assert len(text.splitlines()) <= 20 and max(map(len, text.splitlines())) <= 120
    assert type(FAMILIES[family].make(0)).__name__ in text
    assert ("Smote(" in text) == ("smote" in strategy) and ("trained_prevalence=0.5" in text) == ("corr" in strategy)


def changed(before):
    return {pair for pair in applicable() if before.get(pair) != fingerprint(*pair)}


@pytest.fixture
def before():
    return {pair: fingerprint(*pair) for pair in applicable()}


def test_fingerprints_differ_and_are_the_same_in_another_process(before):
    assert len(set(before.values())) == len(before) and all(len(mark) == 12 for mark in before.values())
    code = "from imbalance_lib.strategies import *; print(fingerprint('smote-corrected', 'xgboost'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == before["smote-corrected", "xgboost"]


def test_a_changed_strategy_changes_its_own_fingerprints_only(before, monkeypatch):
    monkeypatch.setitem(STRATEGIES, "smote-half", dataclasses.replace(STRATEGIES["smote-half"], weights="balanced"))
    monkeypatch.setitem(STRATEGIES, "smote", dataclasses.replace(STRATEGIES["smote"], title="Other", does="Other."))
    assert changed(before) == {(s, f) for s, f in applicable() if s == "smote-half"}


def test_a_changed_family_changes_its_own_fingerprints_only(before, monkeypatch):
    made = DecisionTreeClassifier(min_samples_leaf=2, random_state=0)
    monkeypatch.setitem(FAMILIES, "tree", dataclasses.replace(FAMILIES["tree"], make=lambda random_state: made))
    monkeypatch.setitem(FAMILIES, "logistic", dataclasses.replace(FAMILIES["logistic"], grid={"C": (1, 2, 3)}))
    assert changed(before) == {(s, f) for s, f in applicable() if f in ("tree", "logistic")}


@pytest.mark.parametrize(
    "old, new, concerned",
    [
        ("fewest - 1", "fewest - 2", lambda s, f: "smote" in s),
        ("positive / (positive", "positive / (1 + positive", lambda s, f: "corrected" in s),
        (">= 10", ">= 9", lambda s, f: s == "smote-enn"),
        ("counts[0]", "counts[1]", lambda s, f: "original" in s or (f == "xgboost" and STRATEGIES[s].weights)),
        ("for the remedies", "for remedies", lambda s, f: False),
    ],
)
def test_changed_code_changes_the_fingerprints_of_those_that_run_it(before, monkeypatch, old, new, concerned):
    source = inspect.getsource
    monkeypatch.setattr(inspect, "getsource", lambda thing: source(thing).replace(old, new))
    assert changed(before) == {(s, f) for s, f in applicable() if concerned(s, f)}


def test_comments_and_docstrings_are_no_code():
    code = "".join(own_code(Smote()))
    assert "Counts, not a share" in inspect.getsource(Smote) and "Counts, not a share" not in code
    assert "between two cities" in Smote.__doc__ and "between two cities" not in code


def test_importing_the_room_loads_no_learner():
    code = "import sys, imbalance_lib as il; il.strategies.STRATEGIES; print({'sklearn', 'xgboost'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"
    assert strategies.STRATEGIES is STRATEGIES


# The conventions of scikit-learn and imbalanced-learn.

SAMPLER_CHECKS = list(sampler_checks([Smote(random_state=0), Edited()]).args[1])


@parametrize_with_checks(
    [
        PriorCorrected(LogisticRegression(), trained_prevalence=0.5),
        RatioWeights(LogisticRegression(), parameter="class_weight"),
    ]
)
def test_wrappers_keep_the_conventions_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator, check", SAMPLER_CHECKS)
def test_samplers_keep_the_conventions_of_imbalanced_learn(estimator, check):
    check(estimator)
