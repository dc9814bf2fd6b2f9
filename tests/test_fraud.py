"""The simulator: features see the past only, labels come late, frauds are as many as asked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

from imbalance_lib.scenarios import draw_fraud, load_fraud, with_retries
from imbalance_lib.scenarios.simulator import DAY, DAYS, DELAY, WINDOWS, features, look_back, transactions


@pytest.fixture(scope="module")
def payments() -> pd.DataFrame:
    return transactions(np.random.default_rng(1), n_rows=1_000, prevalence=0.05)


def test_features_are_those_of_a_plain_loop(payments):
    table = features(payments)
    rows = payments.to_dict("records")
    for place, now in enumerate(rows):
        t = now["second"]
        found = table.iloc[place]
        for days in WINDOWS:
            own = [r["amount"] for r in rows if r["customer"] == now["customer"] and t - days * DAY <= r["second"] < t]
            assert found[f"customer_count_{days}d"] == len(own)
            assert found[f"customer_mean_amount_{days}d"] == pytest.approx(np.mean(own) if own else 0)
            known = [
                r["fraud"]
                for r in rows
                if r["terminal"] == now["terminal"] and t - (DELAY + days) * DAY <= r["second"] < t - DELAY * DAY
            ]
            assert found[f"terminal_count_{days}d"] == len(known)
            assert found[f"terminal_fraud_rate_{days}d"] == pytest.approx(np.mean(known) if known else 0)
        usual = found["customer_mean_amount_30d"]
        assert found["amount_to_usual"] == pytest.approx(now["amount"] / max(usual, 1) if usual else 1)
        assert found["amount"] == now["amount"]
        assert found["weekend"] == (t // DAY % 7 >= 5) and found["night"] == (t % DAY < 6 * 3600)


@settings(max_examples=25, deadline=None)
@example(seed=334, day=90.0)
@given(seed=st.integers(0, 1_000), day=st.floats(-30, DAYS))
def test_the_future_never_changes_a_feature_of_the_past(seed, day):
    payments = transactions(np.random.default_rng(seed), n_rows=1_000, prevalence=0.05)
    rng = np.random.default_rng(seed + 1)
    before = (payments["second"] < day * DAY).to_numpy()
    changed = payments.copy()
    changed.loc[~before, "fraud"] = 1 - changed.loc[~before, "fraud"]
    changed.loc[~before, "amount"] = np.round(rng.uniform(1, 500, (~before).sum()), 2)
    changed.loc[~before, "terminal"] = rng.permutation(np.array(changed.loc[~before, "terminal"]))
    changed.loc[~before, "customer"] = rng.permutation(np.array(changed.loc[~before, "customer"]))
    then, now = features(payments)[before], features(changed)[before]
    pd.testing.assert_frame_equal(then, now, check_exact=True)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1_000), day=st.floats(0, DAYS))
def test_a_label_changes_nothing_before_it_is_known(seed, day):
    """Flip every label from some moment on: features move only for payments more than DELAY days later."""
    payments = transactions(np.random.default_rng(seed), n_rows=1_000, prevalence=0.05)
    flipped = payments.assign(fraud=payments["fraud"].where(payments["second"] < day * DAY, 1 - payments["fraud"]))
    unknown = (payments["second"] <= (day + DELAY) * DAY).to_numpy()
    then, now = features(payments), features(flipped)
    pd.testing.assert_frame_equal(then[unknown], now[unknown], check_exact=True)


def test_labels_do_reach_the_features_once_they_are_known(payments):
    """The twin of the test above: without it, features that ignore labels altogether would pass."""
    now = features(payments.assign(fraud=1 - payments["fraud"]))
    late = (payments["second"] > 60 * DAY).to_numpy()
    busy = late & (now["terminal_count_30d"] > 0).to_numpy()
    then = features(payments)
    total = then.loc[busy, "terminal_fraud_rate_30d"] + now.loc[busy, "terminal_fraud_rate_30d"]
    assert busy.sum() > 100 and np.allclose(total, 1)


def test_a_window_ends_before_the_present_row():
    """By hand: with window 15, the row at second 20 sees the row at 10, not itself, and not the row at 0."""
    second, entity, value = np.array([0, 10, 20]), np.array([4, 4, 4]), np.array([1.0, 2.0, 4.0])
    number, mean = look_back(entity, second, value, window=15)
    assert number.tolist() == [0, 1, 1] and mean.tolist() == [0, 1, 2]
    number, mean = look_back(entity, second, value, window=15, lag=10)
    assert number.tolist() == [0, 0, 1] and mean.tolist() == [0, 0, 1]


def test_look_back_keeps_entities_and_equal_moments_apart():
    number, _ = look_back(np.array([0, 1, 0, 0]), np.array([5, 5, 5, 6]), np.ones(4), window=100)
    assert number.tolist() == [0, 0, 0, 2]


@pytest.mark.parametrize(
    "n_rows, prevalence", [(20_000, 0.005), (20_000, 0.001), (1_000, 0.05), (5_000, 0.1), (40_000, 0.002)]
)
@pytest.mark.parametrize("random_state", range(4))
def test_rows_and_frauds_are_as_many_as_asked(n_rows, prevalence, random_state):
    fraud = load_fraud(n_rows, prevalence, random_state)
    assert (len(fraud), fraud.y.sum()) == (n_rows, round(n_rows * prevalence))
    assert 0 <= fraud.time.min() and fraud.time.max() < DAYS


def test_another_seed_is_another_town():
    assert not load_fraud(2_000, 0.01).X.equals(load_fraud(2_000, 0.01, random_state=1).X)


def test_labels_are_known_after_the_delay_and_missed_fraud_costs_its_amount():
    fraud = load_fraud()
    assert np.allclose(fraud.label_time - fraud.time, DELAY)
    assert np.array_equal(fraud.costs.fn, fraud.X["amount"])
    assert fraud.costs.fp == fraud.costs.tp == 5


def test_frauds_come_at_all_times():
    """In ten parts of the 90 days, over 6 draws of 100 frauds: on average none is empty, none holds a third."""
    draws = [load_fraud(random_state=state) for state in range(6)]
    mean = np.mean([np.histogram(fraud.time[fraud.y == 1], 10, (0, DAYS))[0] for fraud in draws], axis=0)
    assert mean.min() > 2 and mean.max() < 33


def test_a_forest_finds_part_of_it_and_not_all():
    scores = []
    for state in range(3):
        X_train, X_test, y_train, y_test = load_fraud(random_state=state).split(test_size=0.3)
        forest = RandomForestClassifier(40, min_samples_leaf=2, random_state=0).fit(X_train, y_train)
        scores.append(average_precision_score(y_test, forest.predict_proba(X_test)[:, 1]))
    assert 0.25 < np.mean(scores) < 0.75


def test_columns_written_after_the_outcome_shine():
    fraud = load_fraud()
    for column in ("chargeback_flag", "terminal_fraud_rate_all_time"):
        assert roc_auc_score(fraud.y, fraud.aside[column]) > 0.9
    assert max(roc_auc_score(fraud.y, fraud.X[column]) for column in fraud.X) < 0.85
    assert ((fraud.aside["fraud_kind"] != "none") == (fraud.y == 1)).all()


def test_each_kind_of_fraud_leaves_its_mark():
    fraud = load_fraud(50_000, 0.02)
    kind = fraud.aside["fraud_kind"]
    usual, rate = fraud.X["amount_to_usual"], fraud.X["terminal_fraud_rate_30d"]
    assert usual[kind == "card"].median() > 4 > 2 > usual[kind == "none"].median()
    assert rate[kind == "terminal"].median() > 0.2 > 0.1 > rate[kind == "none"].mean()
    assert fraud.X["amount"][kind == "amount"].min() > 400
    shares = kind[fraud.y == 1].value_counts(normalize=True)
    assert shares["terminal"] == pytest.approx(0.5, abs=0.01) and shares["card"] == pytest.approx(0.35, abs=0.01)


def test_drift_shrinks_what_thieves_take():
    def late_over_early(drift: float) -> float:
        fraud = load_fraud(50_000, 0.02, drift=drift)
        card = (fraud.aside["fraud_kind"] == "card").to_numpy()
        usual = fraud.X["amount_to_usual"]
        return usual[card & (fraud.time > 70)].median() / usual[card & (fraud.time < 20)].median()

    assert late_over_early(1.0) < 0.5 < late_over_early(0.0)


def test_hidden_rows_follow_the_seen_ones_in_the_same_town():
    seen, X_hidden, y_hidden = draw_fraud(5_000, hidden=3_000, prevalence=0.02, random_state=3)
    together = load_fraud(8_000, prevalence=0.02, random_state=3)
    assert (len(seen), len(X_hidden), len(y_hidden)) == (5_000, 3_000, 3_000)
    assert seen.y.sum() + y_hidden.sum() == 160
    assert np.array_equal(pd.concat([seen.X, X_hidden]).to_numpy(), together.X.to_numpy())
    assert np.array_equal(np.concatenate([seen.y, y_hidden]), together.y)
    assert seen.time.max() <= together.time[5_000:].min()
    assert list(X_hidden.columns) == list(seen.X.columns) and X_hidden.index[0] == 0
    assert seen.about.prevalence == seen.prevalence


def test_retries_repeat_rows_next_to_their_original():
    fraud = load_fraud(5_000, 0.01)
    twice = with_retries(fraud, rate=0.2)
    original = twice.aside["retry"] == 0
    assert original.sum() == 5_000
    assert 0.25 < (~original).sum() / 5_000 < 0.35  # a fifth of the rows, one or two copies each
    assert np.array_equal(twice.X[original].to_numpy(), fraud.X.to_numpy())
    copies = np.flatnonzero(~original)
    assert np.array_equal(twice.X.to_numpy()[copies], twice.X.to_numpy()[copies - 1])
    assert np.array_equal(twice.y[copies], twice.y[copies - 1])
    assert "retry" not in fraud.aside
    assert len(with_retries(fraud, rate=0.0)) == 5_000


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"n_rows": 10}, "n_rows is 10; it must be a whole number of at least 1,000"),
        ({"n_rows": "many"}, "n_rows is 'many'"),
        ({"n_rows": 20_000.0}, "n_rows is 20000.0"),
        ({"prevalence": 0}, "prevalence is 0; it must be a number from 0.001 to 0.1"),
        ({"prevalence": 1}, "prevalence is 1"),
        ({"prevalence": "0.5 %"}, "prevalence is '0.5 %'"),
        ({"prevalence": np.nan}, "prevalence is nan"),
        ({"n_rows": 1_000, "prevalence": 0.001}, "makes 1 frauds in 1,000 rows; at least 10 are needed"),
        ({"random_state": None}, "random_state is None"),
        ({"random_state": "seed"}, "random_state is 'seed'"),
        ({"random_state": -1}, "random_state is -1"),
        ({"drift": 2}, "drift is 2; it must be a number from 0 to 1"),
    ],
)
def test_bad_arguments_get_one_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence) as error:
        load_fraud(**arguments)
    assert "\n" not in str(error.value)


def test_bad_arguments_of_the_others():
    with pytest.raises(ValueError, match="hidden is 0"):
        draw_fraud(hidden=0)
    with pytest.raises(ValueError, match="n_rows is 'x'"):
        draw_fraud(n_rows="x")
    with pytest.raises(ValueError, match="rate is 3"):
        with_retries(load_fraud(1_000, 0.02), rate=3)
