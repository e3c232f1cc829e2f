"""Arrays are computed element by element as numbers are, or refused: nothing wraps."""

import numpy as np
import pytest
from attempts import attempt
from hypothesis import given, settings
from hypothesis import strategies as st

from convcalc.network.expression import ExpressionError, parse

MOST = 2**63 - 1
# Small, so that four of them combined stay below 2**53: where ints and floats are in one array,
# all become floats, which are exact up to there.
INTS = st.integers(-5, 5) | st.integers(-100, 100)
FLOATS = st.integers(-3000, 3000).map(lambda value: value / 100)

TEXTS = st.recursive(
    st.sampled_from(
        [
            "a",
            "b",
            "c",
            "x",
            "y",
            "2",
            "8",
            "0.5",
            "true",
            "b**3",
            "x**2",
            "x**0.5",
            "b**-1",
            "2**b",
        ]
    ),
    lambda parts: st.one_of(
        st.tuples(parts, st.sampled_from("+-*/%<>"), parts).map(lambda p: f"({' '.join(p)})"),
        st.tuples(parts, st.sampled_from(["//", "==", "!=", "<=", ">=", "and", "or"]), parts).map(
            lambda p: f"({' '.join(p)})"
        ),
        st.tuples(parts, parts, parts).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), parts, parts).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        ),
        st.tuples(st.sampled_from(["floor", "ceil", "round", "round8", "-", "not "]), parts).map(
            lambda p: f"({p[0]}({p[1]}))"
        ),
        st.tuples(parts, parts).map(lambda p: f"divisible({p[0]}, {p[1]})"),
        st.tuples(parts, parts, parts).map(lambda p: f"({p[0]} < {p[1]} <= {p[2]})"),
    ),
    max_leaves=4,
)


def one_by_one(expression, arrays, count):
    """The values of the elements; None where one of them cannot be computed."""
    found = []
    for number in range(count):
        names = {
            name: value[number].item() if isinstance(value, np.ndarray) else value
            for name, value in arrays.items()
        }
        try:
            found.append(expression.value(names))
        except ExpressionError:
            return None
    return found


@settings(max_examples=400)
@given(TEXTS, st.integers(1, 5), st.data())
def test_an_array_is_its_elements(text, count, data):
    def column(values, dtype):
        return np.array(data.draw(st.lists(values, min_size=count, max_size=count)), dtype)

    names = {
        "a": column(INTS, np.int64),
        "b": column(st.integers(0, 3), np.int64),
        "c": column(st.booleans(), np.bool_),
        "x": column(FLOATS, np.float64),
        "y": data.draw(INTS | FLOATS),  # a number among the arrays
    }
    expected = one_by_one(parse(text), names, count)
    found = attempt(text, names)
    if isinstance(found, ExpressionError):
        assert found.code == "CC112"
        assert expected is None
    else:
        assert expected == (found.tolist() if isinstance(found, np.ndarray) else [found] * count)


@pytest.mark.parametrize(
    ("text", "dtype", "elements"),
    [
        ("n*2", np.int64, [2, 4, 6]),
        ("n/2", np.float64, [0.5, 1.0, 1.5]),
        ("floor(n/2)", np.int64, [0, 1, 1]),
        ("n > 1", np.bool_, [False, True, True]),
        ("n if n > 1 else 0.5", np.float64, [0.5, 2.0, 3.0]),
        ("n > 1 and n < 3", np.bool_, [False, True, False]),
        ("(n > 1) + (n > 2)", np.int64, [0, 1, 2]),  # NumPy's own sum of bools is a bool
        ("max(n, 2)", np.int64, [2, 2, 3]),
        ("6 // (n - 2) if n != 2 else 0", np.int64, [-6, 0, 6]),
        ("n == 2 or 6 // (n - 2) > 0", np.bool_, [False, True, True]),
        ("2 ** n", np.int64, [2, 4, 8]),
        ("round8(10*n)", np.int64, [16, 24, 32]),  # 10 -> 8 < 9, hence 16; 20 -> 24; 30 -> 32
    ],
)
def test_kinds_of_elements(text, dtype, elements):
    found = parse(text).value({"n": np.array([1, 2, 3])})
    assert (found.dtype, found.tolist()) == (dtype, elements)


def test_a_name_alone_is_the_array_itself():
    array = np.arange(3)
    assert parse("n").value({"n": array}) is array


def test_names_are_left_as_they_are():
    array = np.arange(1, 5)
    for text in (
        "n + 1",
        "-n",
        "n if n > 2 else 0",
        "n and 2",
        "floor(n)",
        "n ** 0.5",
        "max(n, 3)",
    ):
        parse(text).value({"n": array})
    assert array.tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["n + m", "n * m", "n - m", "m < n", "max(n, m)"])
def test_shapes_broadcast(text):
    n, m = np.arange(3).reshape(3, 1), np.arange(4)
    found = parse(text).value({"n": n, "m": m})
    assert [[parse(text).value({"n": i, "m": j}) for j in range(4)] for i in range(3)] == (
        found.tolist()
    )


ARRAYS = "arrays of whole numbers end at 2**63 - 1"
REFUSED = {
    "n + 1": f"numbers up to 9223372036854775808 are too large; {ARRAYS}",
    "n * 2": f"numbers up to 18446744073709551614 are too large; {ARRAYS}",
    "-n - 2": f"numbers up to 9223372036854775809 are too large; {ARRAYS}",
    "n ** 2": f"numbers up to 8.51e+37 are too large; {ARRAYS}",
    "10 ** n": "10 ** 9223372036854775807 is too large; numbers end at 1e400",
    "one * 10**19": f"numbers up to 10000000000000000000 are too large; {ARRAYS}",
    "n / 2": "numbers up to 9223372036854775807 are too large for decimals; use // or floor",
    "n > 0.5": "numbers up to 9223372036854775807 are too large for decimals; use // or floor",
    "n if one == 0 else 0.5": "numbers up to 9223372036854775807 are too large for decimals; "
    "use // or floor",
    "huge * 10": "numbers up to inf are too large; decimals end at 1.8e308",
    "huge / 0.01": "numbers up to inf are too large; decimals end at 1.8e308",
    "floor(huge)": f"numbers up to 1.00e+308 are too large; {ARRAYS}",
    "huge ** 2": "1e+308 ** 2 is too large; decimals end at 1.8e308",
    "one // zero": "the divisor is 0 in 1 of 2 elements; guard //, as in a//b if b != 0 else 0",
    "one % 0": "the divisor is 0; guard %, as in a%b if b != 0 else 0",
    "mode * one": '"same" is text; calculate with numbers only',
    "one < mode": '"same" is text; calculate with numbers only',
    "one + words": "an array of 2 is no number; calculate with numbers only",
    "(-one) ** 0.5": "(-1) ** 0.5 is no real number; take broken powers of positive numbers",
    "square if one > 0 else 0": "a condition of shape (2,) chooses among (2, 2); "
    "give both one shape",
    "divisible(one, zero)": "an array of 2 is no divisor; give a whole number, at least 1",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items())
def test_what_does_not_fit_is_refused(text, message):
    names = {
        "n": np.array([2, MOST]),
        "one": np.array([1, 0]) if "square" in text or "==" in text else np.array([1, 1]),
        "zero": np.array([1, 0]),
        "huge": np.array([1.0, 1e308]),
        "square": np.ones((2, 2), np.int64),
        "words": np.array(["a", "b"]),
        "mode": "same",
    }
    with pytest.raises(ExpressionError) as caught:
        parse(text).value(names)
    assert (caught.value.code, caught.value.message) == ("CC112", message)


@given(st.sampled_from(["n + m", "n - m", "n * m", "n // m", "n % m", "-n"]), st.data())
def test_near_the_end_nothing_wraps(text, data):
    values = st.integers(-(2**63), MOST) | st.integers(-(2**32), 2**32)
    n, m = data.draw(values), data.draw(values)
    found = attempt(text, {"n": np.array([n]), "m": np.array([m])})
    if isinstance(found, ExpressionError):
        assert found.code == "CC112"
    else:
        assert found.tolist() == [parse(text).value({"n": n, "m": m})]


def test_text_is_unequal_to_every_element():
    array = np.arange(2)
    assert parse("n == 'same'").value({"n": array}) is False
    assert parse("n != 'same'").value({"n": array}) is True
