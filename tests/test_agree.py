"""The same numbers pass in any reasonable packing; anything else is told apart, or refused by name."""

import collections
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbalance_lib.checks import NotPlain, agree, plain
from imbalance_lib.checks.agree import MOST_DEPTH, MOST_VALUES

NAN, INF = float("nan"), float("inf")
RIGHT = [0.25, 1 / 3, 2 / 7]
Triple = collections.namedtuple("Triple", "precision recall f1")

FORMS = {
    "list": list(RIGHT),
    "tuple": tuple(RIGHT),
    "namedtuple": Triple(*RIGHT),
    "array": np.array(RIGHT),
    "float32": np.array(RIGHT, dtype="float32"),
    "longdouble": np.array(RIGHT, dtype="longdouble"),
    "object array": np.array([Fraction(1, 4), Decimal("0.333333333333333333"), 2 / 7], dtype=object),
    "Series": pd.Series(RIGHT),
    "Index": pd.Index(RIGHT),
    "fractions": [Fraction(1, 4), Fraction(1, 3), Fraction(2, 7)],
    "decimals": [Decimal(1) / 4, Decimal(1) / 3, Decimal(2) / 7],
    "numpy scalars": [np.float64(0.25), np.float64(1 / 3), np.longdouble(2) / 7],
    "arrays without a dimension": [np.array(x) for x in RIGHT],
    "noise": [x + 1e-12 for x in RIGHT],
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_any_reasonable_form_of_a_right_answer_passes(form):
    assert agree(RIGHT, plain(form)) is None


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_same_form_of_a_wrong_answer_does_not(form):
    assert agree([0.25, 1 / 3, 0.28], plain(form)) == "value 3 of 3: the number differs"


def test_a_tensor_with_gradient_passes():
    torch = pytest.importorskip("torch", reason="PyTorch is left out of this installation")
    right = torch.tensor(RIGHT, requires_grad=True)
    assert agree(RIGHT, plain(right)) is None
    assert agree(RIGHT, plain(right * 1.001)) == "value 1 of 3: the number differs"
    assert agree(RIGHT[0], plain(right[0])) is None


@pytest.mark.parametrize(
    ("got", "says"),
    [
        (np.array(RIGHT).reshape(3, 1), "a column of 3"),
        (np.array(RIGHT).reshape(1, 3), "one row inside a list"),
        (pd.DataFrame({"share": RIGHT}), "a column of 3"),
        (pd.DataFrame([RIGHT]), "one row inside a list"),
        (RIGHT[:2], "2 values came, 3 were expected"),
        ([*RIGHT, 0.5], "4 values came, 3 were expected"),
        (0.25, "a number came, 3 values were expected"),
        (None, "nothing (None) came"),
        ("0.25", "text came"),
        ({"precision": 0.25, "recall": 1 / 3, "f1": 2 / 7}, "a dict came"),
        (["0.25", "0.33", "0.29"], "value 1 of 3: text came, a number was expected"),
    ],
)
def test_another_shape_is_wrong_with_a_sentence_of_its_own(got, says):
    assert says in str(agree(RIGHT, plain(got)))


@pytest.mark.parametrize("other", [np.array([0.5]), [0.5], pd.Series([0.5]), None, "0.5", True, {"a": 0.5}])
def test_for_one_number_only_one_number_will_do(other):
    assert agree(0.5, plain(0.5)) is None
    assert "a number was expected" in str(agree(0.5, plain(other)))


# --- refused by name --------------------------------------------------------------------------------------


class EqualsEverything:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


class LooksLikeADict:
    __class__ = dict


class LooksLikeATuple:
    __class__, _fields = tuple, ("a",)


class MyFloat(float):
    def __sub__(self, other):
        return 0.0


class MyDict(dict):
    pass


class MyList(list):
    pass


class MyNumpy(np.float64):
    pass


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (EqualsEverything(), "EqualsEverything"),
        (LooksLikeADict(), "LooksLikeADict"),
        (LooksLikeATuple(), "LooksLikeATuple"),
        (MyFloat(0.5), "MyFloat"),
        (MyDict(a=1), "MyDict"),
        (MyList([1]), "MyList"),
        (MyNumpy(0.5), "MyNumpy"),
        (np.ma.masked_array([1.0], mask=[True]), "MaskedArray"),
        ((x for x in RIGHT), "generator"),
        (map(float, RIGHT), "map"),
        (range(3), "range"),
        (1j, "complex"),
        (np.datetime64("2024-01-01"), "date"),
        (b"0.5", "bytes"),
        (len, "builtin_function_or_method"),
        (pd.NA, "NAType"),
    ],
)
@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [0.5, v], lambda v: {"share": v}])
def test_other_objects_are_refused_by_name(value, name, wrap):
    with pytest.raises(NotPlain, match=repr(name)):
        plain(wrap(value))


def test_what_is_no_number_of_everyday_size_is_refused():
    for value in (10**5000, Fraction(10**400), Decimal("sNaN")):
        with pytest.raises(NotPlain):
            plain(value)
    assert plain(10**300) == 10**300 and plain(Decimal("1e999")) == INF


def test_depth_and_size_are_capped():
    deep = shallow = 0.5
    for _ in range(MOST_DEPTH):
        shallow = [shallow]
    for _ in range(MOST_DEPTH + 1):
        deep = [deep]
    assert plain(shallow) == shallow
    loop: list = []
    loop.append(loop)
    # the broadcast array takes 8 bytes; written out as a list it would fill any memory
    for value in (deep, loop, [0] * (MOST_VALUES + 1), np.broadcast_to(0.0, 10**12), pd.Series(np.zeros(MOST_VALUES))):
        with pytest.raises(NotPlain, match="too deep or too large"):
            plain(value)


# --- numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (0.5, 0.5 + 4e-7), (0.0, 9e-10), (3, 3.0), (3.0, 3), (NAN, NAN), (INF, INF), (-INF, -INF), (1e20, 1e20 + 1e13),
        (10**300, 10**300), (0, -0.0), (True, True),
    ],
)  # fmt: skip
def test_these_agree(a, b):
    assert agree(a, b) is None and agree(b, a) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (0.5, 0.5 + 6e-7), (0.0, 2e-9), (NAN, 0.0), (NAN, None), (NAN, "nan"), (INF, 5.0), (INF, -INF), (INF, NAN),
        (1, True), (0, False), (10_000_000, 10_000_001), (1.0, "1"), (0.5, None), ("a", "A"), (None, 0),
        (10**300, 10**300 + 1),
    ],
)  # fmt: skip
def test_these_differ(a, b):
    assert agree(a, b) and agree(b, a)


# --- dicts and sets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("zero", [0, np.int64(0), 0.0, np.float32(0), Fraction(0)])
def test_a_label_is_the_same_key_in_any_type_of_number(zero):
    assert agree({0: 0.5, 1: 2.0}, plain({zero: 0.5, 1: 2.0})) is None


@pytest.mark.parametrize("zero", ["0", False, np.False_, None, (0,)])
def test_text_and_booleans_are_other_keys(zero):
    says = agree({0: 0.5, 1: 2.0}, plain({zero: 0.5, 1: 2.0}))
    assert says == "the key 0 is missing"


def test_missing_and_extra_keys_are_named():
    right = {"precision": 0.5, "recall": 0.5}
    assert agree(right, {"recall": 0.5, "precision": 0.5}) is None
    assert agree(right, {"precision": 0.5}) == "the key 'recall' is missing"
    assert agree(right, {}) == "the keys 'precision', 'recall' are missing"
    assert "also has 'f1'" in str(agree(right, {**right, "f1": 0.5}))
    assert agree(right, {**right, "recall": 0.4}) == "'recall': the number differs"


def test_dicts_and_series_with_labels_are_the_same():
    right = {"precision": 0.5, "recall": 0.25}
    for form in (collections.OrderedDict(right), collections.defaultdict(float, right), pd.Series(right)):
        assert agree(right, plain(form)) is None
    assert agree({0: 1, 1: 2}, plain(collections.Counter([0, 1, 1]))) is None


def test_pairs_are_keys_however_deep():
    assert agree({(0, 1): 1.0, ((0, 1), 2): 2.0}, plain({(0.0, np.int64(1)): 1, ((0, 1.0), 2): 2})) is None
    assert agree({(0, 1): 1.0}, plain({(1, 0): 1.0})) == "the key (0, 1) is missing"


def test_sets_are_compared_without_order_whatever_the_type_of_number():
    for a, b in [({0, 0.5}, {0.0, 0.5}), ({3, 1, 2}, {1.0, 2.0, 3.0}), ({"b", "a"}, {"a", "b"}), (frozenset({1}), {1})]:
        assert agree(plain(a), plain(b)) is None
    assert agree(plain({1, 2}), plain({1, 3})) and agree(plain({1, 2}), plain({1}))
    assert plain({None, 1, "a", (1, 2), (1, "b")})  # things that cannot be sorted among each other


# --- properties -------------------------------------------------------------------------------------------

numbers = st.one_of(st.integers(-(10**15), 10**15), st.floats(), st.booleans())
leaves = st.one_of(numbers, st.none(), st.text(max_size=5))
keys = st.one_of(st.integers(-5, 5), st.text(max_size=3), st.tuples(st.integers(0, 2), st.text(max_size=1)))
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(keys, inner, max_size=4),
        st.sets(leaves.filter(lambda v: v == v), max_size=4),
        st.tuples(inner, inner),
    ),
    max_leaves=12,
)


@given(values)
def test_everything_agrees_with_itself(value):
    assert agree(plain(value), plain(value)) is None


@given(values, values)
def test_agreement_has_no_direction(a, b):
    # near the edge of the tolerance it may: 1e-6 of the one is not 1e-6 of the other
    a, b = plain(a), plain(b)
    wide, narrow = ({"rtol": r, "atol": 1e-9} for r in (2e-6, 5e-7))
    if agree(a, b, **narrow) is None:
        assert agree(b, a, **wide) is None


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=6), st.data())
def test_one_number_that_is_off_is_caught_and_counted(right, data):
    i = data.draw(st.integers(0, len(right) - 1))
    wrong = list(right)
    wrong[i] += math.copysign(max(1e-5 * abs(right[i]), 1e-8), data.draw(st.sampled_from([-1.0, 1.0])))
    assert agree(right, plain(np.array(wrong))) == f"value {i + 1} of {len(right)}: the number differs"


@given(values)
def test_plain_leaves_only_plain_things(value):
    def check(v):
        assert v is None or type(v) in (bool, int, float, str, list, dict)
        for inner in v.values() if type(v) is dict else v if type(v) is list else ():
            check(inner)

    check(plain(value))
