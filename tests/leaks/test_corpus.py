"""The corpus is what it says: enough programs of each kind, each with its twin, and a table that counts them right."""

from collections import Counter

import pytest

from imbalance_lib.leakage import KINDS
from tests.leaks import tables
from tests.leaks.corpus import (
    BY_SUSPICION,
    GROUPS,
    Outcome,
    Program,
    at_least,
    at_seed,
    audit,
    header,
    measured,
    programs,
    read,
    table,
    whole,
    wrong,
)
from tests.leaks.expected import audited
from tests.leaks.known import KNOWN
from tests.leaks.slow import SLOW

ALL = programs()


def test_there_are_enough_leaky_programs_of_every_kind_each_with_an_honest_twin() -> None:
    leaky = [p for p in ALL if p.leaks]
    assert len(leaky) >= 45
    assert min(Counter(p.kind for p in leaky).values()) >= 3 and set(KINDS) == {p.kind for p in leaky}
    honest = {p.path.name.replace("__honest", "__leaky") for p in ALL if not p.leaks}
    assert {p.path.name for p in leaky} <= honest
    assert sum(p.group in ("held_back", "developed_on") for p in leaky) >= 45  # written before the detector existed


def test_every_program_says_why_and_marks_its_line() -> None:
    for program in ALL:
        said = header(program.path)
        assert said["why"] and program.group in GROUPS
        text = program.path.read_text(encoding="utf-8")
        assert ("# <- leak" in text) == program.leaks, program.path.name
        at_seed(text, 3)


def test_known_faults_are_programs_of_the_corpus() -> None:
    assert set(KNOWN) <= {p.path.name for p in ALL}


def test_few_programs_are_left_to_the_long_run_and_of_each_kind_enough_are_not() -> None:
    assert SLOW <= {p.path.name for p in ALL} and len(SLOW) < len(ALL) / 20
    quick = [p for group in GROUPS for p in audited(group)]
    assert len(quick) == len(ALL) - len(SLOW)
    assert min(Counter(p.kind for p in quick if p.leaks).values()) >= 3
    assert min(Counter(p.kind for p in quick if not p.leaks).values()) >= 3


@pytest.mark.parametrize("name", tables.TABLES)
def test_tables_are_drawn_anew_at_each_seed(name) -> None:
    make = tables.TABLES[name]
    assert make(1).equals(make(1)) and not make(1).equals(make(2))


def test_a_program_counts_as_caught_only_if_it_is_at_every_seed() -> None:
    leaky = next(p for p in ALL if p.leaks and p.kind not in BY_SUSPICION)
    honest = next(p for p in ALL if not p.leaks and p.kind == leaky.kind)

    def at(program: Program, seed: int, status: int) -> Outcome:
        return Outcome(program, seed, status, named=bool(status))

    results = [at(leaky, 0, 1), at(leaky, 1, 0), at(honest, 0, 0), at(honest, 1, 1)]
    assert "| all kinds | 0 of 1 | 0.00 | 0 | 0 of 1 | 0.00 |" in table(results)
    assert [line.partition(": ")[2].partition(";")[0] for line in wrong(results)] == [
        "no leak seen (seed 1)",
        "accused (seed 1)",
    ]
    assert [" (all seeds); " in line for line in wrong(results[1::2])] == [True, True]
    good = table([at(leaky, 0, 1), at(honest, 0, 0)])
    assert "| all kinds | 1 of 1 | 0.05 | 1 | 1 of 1 | 0.05 |" in good


def test_lower_bounds_are_those_of_the_binomial() -> None:
    assert at_least(0, 5) == 0 and at_least(20, 20) == pytest.approx(0.05 ** (1 / 20))


def test_every_miss_that_is_kept_is_explained() -> None:
    assert "not explained" not in measured([outcome for _, outcome in read(ALL).values()])


def test_a_seed_that_is_not_done_is_not_told() -> None:
    done = [Outcome(p, 0, 0, named=False) for p in ALL[:2]]
    assert whole([*done, Outcome(ALL[1], 1, 0, named=False)]) == done


def test_a_stopped_run_goes_on_where_it_was(tmp_path, monkeypatch) -> None:
    from tests.leaks import corpus

    asked, file = [], tmp_path / "outcomes.csv"

    def audit(program: Program, seed: int) -> Outcome:
        asked.append((program, seed))
        if (program, seed) == broken:
            raise KeyboardInterrupt
        return Outcome(program, seed, seed % 3, named=seed == 1)

    def run(which: list[Program], seeds: list[int], keep: bool = True) -> list[int]:
        asked.clear()
        found = corpus.outcomes(which, seeds, jobs=1, file=file, keep=keep)
        assert [(r.seed, r.status, r.named) for r in found] == [(s, s % 3, s == 1) for s in seeds for _ in which]
        return [seed for _, seed in asked]

    monkeypatch.setattr(corpus, "audit", audit)
    monkeypatch.setattr(corpus, "SAVED_EVERY", 1)
    broken = (ALL[1], 2)
    with pytest.raises(KeyboardInterrupt):
        run(ALL[:2], [0, 1, 2])
    broken = None
    assert run(ALL[:2], [0, 1, 2]) == [2] and run(ALL[:1], [0, 1, 2, 3], keep=False) == [3]
    assert run(ALL[:1], [3]) == [3] and run(ALL[:2], [0, 1, 2, 3]) == [3]
    monkeypatch.setattr(corpus, "stamp", lambda: "another detector")
    assert run(ALL[:1], [0]) == [0]
    assert set(read(ALL, file)) == {(ALL[0], 0)} and "changed" not in corpus.told(file)
    assert run(ALL[:1], []) == [] and set(read(ALL, file)) == {(ALL[0], 0)}
    monkeypatch.setattr(corpus, "stamp", lambda: "a third detector")
    assert "changed since 1 of these 1 verdicts" in corpus.told(file)
    assert run(ALL[:1], []) == [] and set(read(ALL, file)) == {(ALL[0], 0)}


@pytest.mark.parametrize(
    ("name", "seed"), [("refit-on-test__wdbc__honest.py", 2), ("honest__toolbox__honest.py", 2)]
)  # a model that is right everywhere; a search before a tuned threshold
def test_honest_programs_that_were_once_accused_at_another_seed(name: str, seed: int) -> None:
    program = next(p for p in ALL if p.path.name == name)
    said = audit(program, seed)
    assert said.status == 0, said.said
