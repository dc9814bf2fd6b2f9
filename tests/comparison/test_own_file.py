"""A user's file: read as it is meant, or one sentence on why not."""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from imbalance_lib.cli import app
from imbalance_lib.comparison import read_own


def table(n=600, positives=60):
    rng = np.random.default_rng(0)
    y = np.r_[np.ones(positives, int), np.zeros(n - positives, int)]
    return pd.DataFrame(
        {
            "amount": rng.normal(size=n) + y,
            "city": rng.choice(["Oslo", "Bergen", None], n),
            "visits": rng.integers(0, 9, n),
            "churned": np.where(y == 1, "yes", "no"),
        }
    ).sample(frac=1, random_state=0, ignore_index=True)


def written(tmp_path, frame):
    frame.to_csv(tmp_path / "my.csv", index=False)
    return tmp_path / "my.csv"


def test_the_rare_value_is_the_positive_one(tmp_path):
    own = read_own(written(tmp_path, table()), "churned")
    assert own.y.sum() == 60 and list(own.X) == ["amount", "city", "visits"]
    assert own.X["city"].dtype == "category" and own.X["city"].isna().any()
    assert any("'yes' is the rare class: 60 of 600 rows (10.00%)" in note for note in own.notes)


def test_rows_stay_together_with_their_labels_times_and_groups(tmp_path):
    frame = table().assign(day=lambda t: np.arange(len(t))[::-1], shop=lambda t: t.index // 5)
    frame["amount"] = np.arange(len(frame)) * 1.0
    own = read_own(written(tmp_path, frame), "churned", groups="shop", time="day", max_rows=1000)
    assert list(own.X) == ["amount", "city", "visits"] and (np.diff(own.time) > 0).all()
    place = own.X["amount"].astype(int).to_numpy()
    assert np.array_equal(own.y, (frame["churned"] == "yes").to_numpy()[place])
    assert np.array_equal(own.time, frame["day"].to_numpy()[place])
    assert len(set(zip(own.groups, frame["shop"].to_numpy()[place], strict=True))) == frame["shop"].nunique()


def test_dates_are_times(tmp_path):
    frame = table().assign(when=pd.date_range("2024-01-31", periods=600)[::-1].astype(str))
    own = read_own(written(tmp_path, frame), "churned", time="when")
    assert np.diff(own.time) == pytest.approx(86_400)


def test_many_rows_are_cut_with_their_prevalence(tmp_path):
    own = read_own(written(tmp_path, table(6000, 300)), "churned", max_rows=2000)
    assert len(own.y) == 2000 and own.y.mean() == pytest.approx(0.05)
    assert any("2,000 of 6,000 rows" in note for note in own.notes)


def test_columns_that_say_nothing_are_left_out_and_named(tmp_path):
    frame = table().assign(constant=3, id=[f"c{k}" for k in range(600)])
    own = read_own(written(tmp_path, frame), "churned")
    assert list(own.X) == ["amount", "city", "visits"]
    assert [note.split()[0] for note in own.notes[1:]] == ["constant", "id"]


def bad(change):
    def made(tmp_path):
        return written(tmp_path, change(table()))

    return made


@pytest.mark.parametrize(
    ("file", "target", "more", "says"),
    [
        (lambda tmp: tmp / "none.csv", "churned", {}, "there is no such file"),
        (bad(lambda t: t), "churn", {}, "target is 'churn'; my.csv has no such column; did you mean 'churned'?"),
        (bad(lambda t: t), "churned", {"time": "zzz"}, "time is 'zzz'; my.csv has no such column; it has amount, city"),
        (bad(lambda t: t.assign(churned="no")), "churned", {}, "it has one value ('no'), and it must have two"),
        (
            bad(lambda t: t.assign(churned=np.arange(600) % 3)),
            "churned",
            {},
            "it has 3 values (0, 1, 2), and it must have two",
        ),
        (
            bad(lambda t: t.assign(churned=[1] * 5 + [0] * 595)),
            "churned",
            {},
            "5 of its 600 rows are 1, and a comparison needs at least 30",
        ),
        (
            bad(lambda t: t.assign(churned=t["churned"].where(t.index > 2))),
            "churned",
            {},
            "3 of its 600 rows are empty",
        ),
        (
            bad(lambda t: t.assign(amount=t["amount"].astype(object).where(t.index != 7, "n/k"))),
            "churned",
            {},
            "column 'amount' holds numbers, and in row 8 the text 'n/k'",
        ),
        (
            bad(lambda t: t.assign(day=["soon"] * 600)),
            "churned",
            {"time": "day"},
            "time is 'day'; row 1 holds 'soon': every row needs a number, or a date such as 2024-01-31",
        ),
        (bad(lambda t: t[["churned"]]), "churned", {}, "one column, 'churned': columns must be separated by commas"),
        (bad(lambda t: t.iloc[:0]), "churned", {}, "it has column names and no rows"),
        (bad(lambda t: t[["churned"]].assign(a=1)), "churned", {}, "to learn from: a is left out: it has one value."),
        (
            bad(lambda t: t.assign(day=["05.03.2024"] * 600)),
            "churned",
            {"time": "day"},
            "row 1 holds '05.03.2024': every row needs a number, or a date such as 2024-01-31",
        ),
        (
            bad(lambda t: t.assign(day=np.where(t.index == 5, np.nan, 1.0))),
            "churned",
            {"time": "day"},
            "time is 'day'; row 6 is empty",
        ),
        (bad(lambda t: t), "churned", {"groups": "churned"}, "they must be different columns"),
        (bad(lambda t: t), "churned", {"groups": "visits"}, "it has 9 groups, and needs at least 10"),
        (
            bad(lambda t: t.assign(amount=np.where(t.index == 8, np.inf, t["amount"]))),
            "churned",
            {},
            "column 'amount' holds an infinite number in row 9",
        ),
        (
            bad(lambda t: t.assign(amount=[f"{k},{k % 90 + 10}" for k in range(600)])),
            "churned",
            {},
            "column 'amount' holds numbers with a decimal comma",
        ),
        (
            bad(lambda t: t.rename(columns={"visits": "amount"})),
            "churned",
            {},
            "the column name 'amount' is there twice",
        ),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(tmp_path, file, target, more, says):
    with pytest.raises(ValueError) as caught:
        read_own(file(tmp_path), target, **more)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_an_empty_file_and_one_that_is_no_table(tmp_path):
    (tmp_path / "my.csv").write_text("")
    with pytest.raises(ValueError, match="cannot be read as a CSV table"):
        read_own(tmp_path / "my.csv", "y")
    (tmp_path / "my.csv").write_bytes(b"\xff\xfe\x00\x01,\x80\n\x81,2\n")
    with pytest.raises(ValueError, match="cannot be read as a CSV table"):
        read_own(tmp_path / "my.csv", "y")


def cli(*words):
    return CliRunner().invoke(app, ["compare", *map(str, words)], env={"COLUMNS": "160"})


def test_the_command_compares_a_file_and_goes_on_where_it_was(tmp_path):
    file, store = written(tmp_path, table()), tmp_path / "store.jsonl"
    words = (file, "--target", "churned", "--families", "logistic", "--repeats", 1, "--store", store, "--jobs", 1)
    first = cli(*words, "--strategies", "nothing")
    assert first.exit_code == 0 and "1 of 1 done" in first.output
    second = cli(*words, "--strategies", "nothing,weights")
    assert second.exit_code == 0 and "2 of 2 done" in second.output
    assert "my: means over folds and repeats" in second.output and "weights" in second.output
    assert "One set can't say which strategy is better in general" in second.output
    assert len(store.read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--target", "y"), "target is 'y'; it goes with a file of your own"),
        (("my.csv",), "target is missing; name the column to predict"),
        (("my.csv", "--target", "y", "--sets", "a"), "give either a file or sets of the collection"),
        (("--sets", "nowhere"), "sets is 'nowhere'; it must be a name that --list shows"),
        (("--sets", "yeast-me"), "sets is 'yeast-me'; did you mean 'yeast-me2'?"),
        (("--families", "forests"), "families is 'forests'; did you mean 'forest'?"),
        (("--families", "svm"), "families is 'svm'; it must be one of logistic, tree"),
        (("--jobs", "0"), "jobs is 0; it must be a number of processes"),
        (("--strategies", ","), "strategies is empty"),
        (("--families", "neighbors", "--strategies", "weights", "--sets", "yeast-me2"), "none of them suits"),
        (("--sets", "yeast-me2", "--families", "tree", "--dask", "nowhere"), "dask is 'nowhere'; no scheduler answers"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(words, says):
    told = cli(*words)
    assert told.exit_code == 2 and says in told.output and "Traceback" not in told.output


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path):
    file = written(tmp_path, table())
    before = file.read_bytes()
    told = cli(file, "--target", "churned", "--store", file)
    assert told.exit_code == 2 and "holds something else than results" in told.output and file.read_bytes() == before
    told = cli(file, "--target", "churned", "--store", tmp_path)
    assert told.exit_code == 2 and "a folder; it must be a file" in told.output


def test_where_all_fails_the_status_says_so(tmp_path, monkeypatch):
    from imbalance_lib.comparison import run

    monkeypatch.setattr(run, "evaluate", lambda *_: {"failed": "ValueError: no"})
    words = ("--target", "churned", "--families", "logistic", "--strategies", "nothing", "--jobs", 1)
    told = cli(written(tmp_path, table()), *words, "--store", tmp_path / "s")
    assert told.exit_code == 1 and "failed: nothing with logistic on my: ValueError: no" in told.output


def test_a_row_without_a_group_is_a_group_of_its_own(tmp_path):
    frame = table().assign(shop=lambda t: np.where(t.index % 3 == 0, np.nan, t.index // 20))
    own = read_own(written(tmp_path, frame), "churned", groups="shop")
    assert len(np.unique(own.groups)) == 200 + frame["shop"].nunique()


def test_the_list_names_what_there_is():
    told = cli("--list").output
    assert "yeast-me2" in told and "logistic" in told and "smote-half" in told
