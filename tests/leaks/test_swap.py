"""The swap test on honest and leaky programs, each with a near-twin, and what it replaces and compares."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler, TargetEncoder
from sklearn.tree import DecisionTreeClassifier

from imbalance_lib.leakage.swap import Fitted, leaves, swap_test, swapped_features, swapped_labels

RNG = np.random.default_rng(0)
N = 300
X = RNG.normal(size=(N, 6)).round(3)
Y = (X[:, 0] + X[:, 1] + RNG.normal(size=N) > 1.8).astype(int)
ORDER = RNG.permutation(N)
TRAIN, TEST = ORDER[:200], ORDER[200:]
FRAME = pd.DataFrame(X, columns=list("abcdef")).assign(
    city=pd.Categorical(RNG.choice([f"city {k}" for k in range(30)], N)),
    plan=RNG.choice(["basic", "plus", "max"], N),
    amount=np.exp(RNG.normal(size=N)).round(2),
    calls=RNG.poisson(2, N),
    age=np.where(RNG.random(N) < 0.1, np.nan, RNG.integers(18, 90, N)),
    when=pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(N), unit="h"),
    flag=RNG.random(N) < 0.2,
    customer=np.arange(N) + 10_000,
)


def verdict(fit, X=X, **extra):
    return swap_test(fit, X, Y, TRAIN, TEST, **extra).verdict


def logistic(X, y):
    return LogisticRegression().fit(X, y)


# Programs, leaky and honest: the first argument says which rows they look at.


def scaled(seen, X, y, train, test):
    scaler = StandardScaler().fit(X[seen])
    return {"scaler": scaler, "model": logistic(scaler.transform(X[train]), y[train])}


def hand_standardized(seen, X, y, train, test):
    numbers = X[list("abcdef")]
    numbers = (numbers - numbers.iloc[seen].mean()) / numbers.iloc[seen].std()
    return {"weights": logistic(numbers.iloc[train], y[train]).coef_}


def filled(seen, X, y, train, test):
    return {"fill": X["age"].iloc[seen].median()}


def selected(seen, X, y, train, test):
    columns = SelectKBest(k=2).fit(X[seen], y[seen]).get_support(indices=True)
    return {"columns": columns, "model": logistic(X[train][:, columns], y[train])}


def hand_selected(seen, X, y, train, test):
    relation = [abs(np.corrcoef(X[seen, j], y[seen])[0, 1]) for j in range(X.shape[1])]
    return {"columns": list(np.argsort(relation)[-2:])}


def target_encoded(seen, X, y, train, test):
    rates = pd.Series(y[seen]).groupby(X["city"].astype(str).to_numpy()[seen]).mean()
    encoded = X[["city"]].astype(str)["city"].map(rates).fillna(0.1).to_numpy()[:, None]
    return logistic(encoded[train], y[train])


def encoded_by_library(seen, X, y, train, test):
    return TargetEncoder(random_state=0).fit(X[["city"]].iloc[seen].astype(str), y[seen])


def smoted(seen, X, y, train, test):
    more, labels = SMOTE(random_state=0).fit_resample(X[seen], y[seen])
    return DecisionTreeClassifier(random_state=0).fit(more, labels)


def neighbors(seen, X, y, train, test):
    return KNeighborsClassifier().fit(X[seen], y[seen])


def unseeded_forest(seen, X, y, train, test):
    return RandomForestClassifier(5).fit(X[seen], y[seen])


def fresh_entropy(seen, X, y, train, test):
    noise = np.random.default_rng().normal(size=6) + random.random()
    return {"centre": X[seen].mean(axis=0) + noise}


PROGRAMS = {
    scaled: X,
    hand_standardized: FRAME,
    filled: FRAME,
    selected: X,
    hand_selected: X,
    target_encoded: FRAME,
    encoded_by_library: FRAME,
    smoted: X,
    neighbors: X,
    unseeded_forest: X,
    fresh_entropy: X,
}


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_what_is_fitted_on_all_rows_is_caught_and_on_training_rows_is_not(program):
    def leaky(X, y, train, test):
        return program(np.sort(np.r_[train, test]), X, y, train, test)

    def honest(X, y, train, test):
        return program(train, X, y, train, test)

    assert verdict(leaky, PROGRAMS[program]) == "leaks"
    assert verdict(honest, PROGRAMS[program]) == "no leak seen"


def split_in_two(train):
    return train[:140], train[140:]


def threshold(on_test, X, y, train, test):
    inner, validation = split_in_two(train)
    model = logistic(X[inner], y[inner])
    rows = test if on_test else validation
    p, cuts = model.predict_proba(X[rows])[:, 1], np.linspace(0.05, 0.95, 19)
    cut = max(cuts, key=lambda cut: f1_score(y[rows], p >= cut, zero_division=0))
    return Fitted(fitted=model, chosen={"cut": cut}, scores=model.predict_proba(X[test])[:, 1])


def setting(on_test, X, y, train, test):
    inner, validation = split_in_two(train)
    rows = test if on_test else validation
    models = {depth: DecisionTreeClassifier(max_depth=depth, random_state=0) for depth in (1, 3, 8)}
    p = {depth: model.fit(X[inner], y[inner]).predict_proba(X[rows])[:, 1] for depth, model in models.items()}
    return {"depth": max(p, key=lambda depth: roc_auc_score(y[rows], p[depth]))}


def boosted(on_test, X, y, train, test):
    inner, validation = split_in_two(train)
    rows = test if on_test else validation
    model = HistGradientBoostingClassifier(max_iter=40, early_stopping=True, n_iter_no_change=3, random_state=0)
    return model.fit(X[inner], y[inner], X_val=X[rows], y_val=y[rows])


def searched(on_test, X, y, train, test):
    search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2, 6]}, cv=3, scoring="roc_auc")
    rows = np.r_[train, test] if on_test else train
    return search.fit(X[rows], y[rows])


def trained_by_torch(on_test, X, y, train, test):
    torch = pytest.importorskip("torch")
    inner, validation = split_in_two(train)
    rows = test if on_test else validation
    model = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
    optimizer, loss = torch.optim.Adam(model.parameters(), lr=0.05), torch.nn.BCEWithLogitsLoss()
    inputs, labels = torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    best, kept = float("inf"), None
    for _ in range(25):
        optimizer.zero_grad()
        loss(model(inputs[inner])[:, 0], labels[inner]).backward()
        optimizer.step()
        with torch.no_grad():
            now = loss(model(inputs[rows])[:, 0], labels[rows]).item()
        if now < best:
            best, kept = now, {name: value.clone() for name, value in model.state_dict().items()}
    return kept


@pytest.mark.parametrize(
    "program", [threshold, setting, boosted, searched, trained_by_torch], ids=lambda program: program.__name__
)
def test_what_is_chosen_by_held_out_labels_is_caught_and_by_validation_is_not(program):
    assert verdict(lambda *given_: program(True, *given_)) == "leaks"
    assert verdict(lambda *given_: program(False, *given_)) == "no leak seen"


def test_the_days_k_best_is_a_choice_that_may_follow_features():
    def daily(X, y, train, test, by_labels=False):
        model = logistic(X[train], y[train])
        scores = model.predict_proba(X[test])[:, 1]
        k = int(y[test].sum()) if by_labels else 10
        return Fitted(fitted=model, chosen={"cut": np.sort(scores)[-k]}, scores=scores)

    result = swap_test(daily, X, Y, TRAIN, TEST)
    assert result.verdict == "no leak seen"
    assert {(move.name, move.under) for move in result.allowed} >= {("cut", "features")}
    assert verdict(lambda *given_: daily(*given_, by_labels=True)) == "leaks"


def test_a_prior_from_unlabelled_rows_is_a_choice_that_may_follow_features():
    def prior(X, y, train, test, from_labels=False):
        model = logistic(X[train], y[train])
        p, old = model.predict_proba(X[test])[:, 1], y[train].mean()
        new = old
        for _ in range(50):  # Saerens, Latinne and Decaestecker (2002)
            odds = p / (1 - p) * new / old * (1 - old) / (1 - new)
            new = np.mean(odds / (1 + odds))
        return Fitted(fitted={"model": model}, chosen={"prior": y[test].mean() if from_labels else new})

    assert verdict(prior) == "no leak seen"
    leaky = swap_test(lambda *given_: prior(*given_, from_labels=True), X, Y, TRAIN, TEST)
    assert [(move.name, move.role, move.under) for move in leaky.moved] == [("prior", "chosen", "labels")]
    undeclared = swap_test(lambda *given_: {"prior": prior(*given_).chosen["prior"]}, X, Y, TRAIN, TEST)
    assert undeclared.verdict == "leaks", "in a plain dict all is fitted"


def test_scores_may_follow_their_own_features_but_not_their_labels():
    def honest(X, y, train, test):
        return Fitted(scores=logistic(X[train], y[train]).predict_proba(X[test]))

    def leaky(X, y, train, test):
        return Fitted(scores=np.where(y[test] == 1, 0.9, honest(X, y, train, test).scores[:, 1]))

    assert verdict(honest) == "no leak seen"
    assert verdict(leaky) == "leaks"


def test_honest_code_that_looks_guilty_is_not_accused():
    def transductive_but_harmless(X, y, train, test):
        plan = pd.get_dummies(X["plan"]).to_numpy()
        codes = LabelEncoder().fit_transform(X["city"].astype(str)) + pd.factorize(X["plan"])[0]
        table = np.c_[np.log(X["amount"]), plan, codes, X["flag"], X["when"].dt.hour]
        assert np.isfinite(table).all()
        print(X.describe(), y.mean())  # exploration that feeds nothing
        return logistic(table[train], y[train])

    def pipeline(X, y, train, test):
        code = OneHotEncoder(handle_unknown="ignore")
        columns = ColumnTransformer([("scale", StandardScaler(), list("abc")), ("code", code, ["city", "plan"])])
        return make_pipeline(columns, LogisticRegression()).fit(X.iloc[train], y[train])

    def model_that_holds_the_table(X, y, train, test):
        class Model:
            def __init__(self):
                self.X, self.y, self.mean, self.me = X, y, X["a"].iloc[train].mean(), self

        return Model()

    for honest in (transductive_but_harmless, pipeline, model_that_holds_the_table):
        assert verdict(honest, FRAME) == "no leak seen", honest.__name__


def test_a_program_that_moves_by_itself_is_not_judged():
    calls = []

    def restless(X, y, train, test):
        calls.append(1)
        return {"centre": X[train].mean(), "runs": len(calls)}

    result = swap_test(restless, X, Y, TRAIN, TEST)
    assert result.verdict == "could not judge" and "runs" in result.sentence and "centre" not in result.sentence


def test_a_program_that_fails_on_every_change_is_not_judged_and_its_own_faults_are_raised():
    def brittle(X, y, train, test):
        if y[test].sum() != Y[TEST].sum() or not np.array_equal(X[test], globals()["X"][TEST]):
            raise RuntimeError("unexpected rows")
        return {"mean": X[train].mean()}

    result = swap_test(brittle, X, Y, TRAIN, TEST)
    assert result.verdict == "could not judge" and "unexpected rows" in result.sentence
    with pytest.raises(ZeroDivisionError):
        swap_test(lambda X, y, train, test: 1 / 0, X, Y, TRAIN, TEST)


def test_what_moved_is_told_with_its_size():
    def leaky(X, y, train, test):
        return {"fine": X[train].mean(), "rate": y.mean(), "model": make_pipeline(StandardScaler()).fit(X)}

    result = swap_test(leaky, X, Y, TRAIN, TEST)
    assert {(move.name, move.under) for move in result.moved} == {
        ("rate", "labels"),
        ("rate", "both"),
        ("model.steps.standardscaler.mean_", "features"),
        ("model.steps.standardscaler.mean_", "both"),
    }
    assert all(0 < move.size < 2 and move.role == "fitted" for move in result.moved)
    assert "rate" in repr(result) and "labels" in repr(result) and "fine" not in repr(result)
    only = swap_test(leaky, X, Y, TRAIN, TEST, what=("labels",))
    assert [move.name for move in only.moved] == ["rate"]


def test_originals_and_seeds_are_safe():
    frame, y, train, test = FRAME.copy(), pd.Series(Y), TRAIN.copy(), TEST.copy()

    def rude(X, y, train, test):
        kept = float(X["a"].iloc[train].mean())
        X.loc[:, "a"] = 0.0
        y.iloc[:] = 0
        train[:], test[:] = 0, 0
        np.random.seed(1)  # noqa: NPY002
        random.seed(1)
        return {"kept": kept}

    np.random.seed(9)  # noqa: NPY002
    random.seed(9)
    assert swap_test(rude, frame, y, train, test).verdict == "no leak seen"
    after = np.random.random(), random.random()  # noqa: NPY002
    np.random.seed(9)  # noqa: NPY002
    random.seed(9)
    assert after == (np.random.random(), random.random())  # noqa: NPY002
    pd.testing.assert_frame_equal(frame, FRAME)
    assert (y == Y).all() and (train == TRAIN).all() and (test == TEST).all()
    assert np.random.default_rng().random() != np.random.default_rng().random()


# What is replaced.


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_replaced_features_keep_types_categories_gaps_and_training_rows(seed, stretch):
    changed = swapped_features(FRAME, TEST, ["customer"], np.random.default_rng(seed), stretch)
    pd.testing.assert_frame_equal(changed.iloc[TRAIN], FRAME.iloc[TRAIN])
    assert (changed.dtypes == FRAME.dtypes).all() and changed.index.equals(FRAME.index)
    for name in ("customer", "when"):
        assert changed[name].equals(FRAME[name])
    for name in ("city", "plan", "calls", "age", "flag"):
        before, after = pd.factorize(FRAME[name])[1], pd.factorize(changed[name])[1]
        assert list(before) == list(after), "the same values, in the same order of appearance"
    assert set(changed.columns[changed.isna().any()]) <= {"age"}
    assert (changed["amount"] > 0).all()
    assert not np.isin(changed["a"].iloc[TEST], FRAME["a"]).any()
    assert (changed["plan"] != FRAME["plan"]).iloc[TEST].mean() > 0.3


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool", "object"])
def test_arrays_stay_arrays_of_their_type(dtype):
    array = X > 0 if dtype == "bool" else (10 * X).astype(dtype)
    changed = swapped_features(array, TEST, [0], np.random.default_rng(0), True)
    assert changed.dtype == array.dtype and changed.shape == array.shape
    assert (changed[TRAIN] == array[TRAIN]).all() and (changed[:, 0] == array[:, 0]).all()
    assert (changed[TEST] != array[TEST]).any()


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3), st.sampled_from(["int", "words", "series", "category"]))
def test_replaced_labels_keep_classes_types_and_training_rows(seed, way, kind):
    y = {"int": Y, "words": np.where(Y, "yes", "no"), "series": pd.Series(Y, index=ORDER)}.get(kind)
    y = pd.Series(np.where(Y, "yes", "no")).astype("category") if y is None else y
    changed = swapped_labels(FRAME, y, TEST, np.random.default_rng(seed), way)
    before, after = np.asarray(y), np.asarray(changed)
    assert type(changed) is type(y) and changed.dtype == y.dtype and set(after) <= set(before)
    assert (after[TRAIN] == before[TRAIN]).all() and (after[TEST] != before[TEST]).any()
    if way == 0:
        assert sorted(after[TEST]) == sorted(before[TEST])
    if way == 1:
        assert (after[TEST] != before[TEST]).all()


# What is compared.


@pytest.mark.parametrize(
    "was, now",
    [
        (1.0, 1.1),
        ("f1", "auc"),
        (True, False),
        (None, 3),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0])),
        (np.arange(3), np.arange(4)),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}),
        ({"a": 1}, {"a": 1, "b": 2}),
        (["x", "y"], ["y", "x"]),
        ({"x", "y"}, {"x", "z"}),
        (pd.Series({"u": 1.0}), pd.Series({"v": 1.0})),
        (pd.DataFrame({"u": [1.0]}), pd.DataFrame({"v": [1.0]})),
        (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-01-02")),
        (logistic(X[:100], Y[:100]), logistic(X[:101], Y[:101])),
        (logistic(X, Y).predict, logistic(X[:250], Y[:250]).predict),
        (LogisticRegression(C=1), LogisticRegression(C=2)),
        (OneHotEncoder().fit_transform(FRAME[["plan"]]), OneHotEncoder().fit_transform(FRAME[["plan"]][::-1])),
    ],
)
def test_values_of_every_kind_are_compared(was, now):
    def fit(value):
        runs = iter([was, was] + [value] * 4 + [was] * 3)  # twice unchanged, the changed runs, the confirmation
        return lambda X, y, train, test: {"value": next(runs), "anchor": 1}

    assert swap_test(fit(now), X, Y, TRAIN, TEST, what=("features",)).verdict == "leaks"
    assert swap_test(fit(was), X, Y, TRAIN, TEST, what=("features",)).verdict == "no leak seen"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    )
)
def test_anything_agrees_with_itself(value):
    runs = swap_test(lambda X, y, train, test: {"value": value, "anchor": 1}, X, Y, TRAIN, TEST, n_swaps=1)
    assert runs.verdict == "no leak seen"


def test_durations_generators_and_cycles_are_left_out():
    search = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [1]}, cv=2).fit(X, Y)
    assert not [path for path in leaves(search) if "_time" in path]
    assert [path for path in leaves(search) if path.endswith("mean_test_score")]
    loop = {"a": 1, "rng": np.random.default_rng(), "fit_time": 0.3}
    loop["self"] = loop
    assert leaves(loop) == {"a": 1}


@pytest.mark.parametrize(
    "change, words",
    [
        ({"fit": "program"}, "fit is 'program'"),
        ({"X": X[:, 0]}, "X has the shape (300,)"),
        ({"y": Y[:5]}, "y has the shape (5,)"),
        ({"y": np.zeros(N)}, "only one class"),
        ({"train": TRAIN > 0}, "train is"),
        ({"test": [300]}, "test holds the row 300; X has 300 rows"),
        ({"test": [1, 1]}, "more than once"),
        ({"train": [0, 1, 2], "test": [2, 3]}, "train and test share 1 rows (row 2)"),
        ({"what": "labels"}, "what is 'labels'"),
        ({"what": ("rows",)}, "one or more of features, labels, both"),
        ({"n_swaps": 0}, "n_swaps is 0"),
        ({"keep": ["zip"]}, "'zip' is none"),
        ({"keep": range(6)}, "at least one column"),
        ({"tolerance": -1}, "tolerance is -1"),
        ({"fit": lambda X, y, train, test: None}, "nothing that can be compared"),
        ({"fit": lambda X, y, train, test: len}, "nothing that can be compared"),
    ],
)
def test_bad_input_is_named(change, words):
    given_ = {"fit": lambda X, y, train, test: 1.0, "X": X, "y": Y, "train": TRAIN, "test": TEST} | change
    with pytest.raises(ValueError) as raised:
        swap_test(**given_)
    assert words in str(raised.value)
