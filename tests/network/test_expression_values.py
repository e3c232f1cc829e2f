"""What expressions are worth, held against Python's own arithmetic and MobileNet's rule."""

import math
import operator
from fractions import Fraction

import pytest
from attempts import attempt
from hypothesis import given, settings
from hypothesis import strategies as st

from convcalc.network.expression import ExpressionError, parse

NAMES = {"mid": 64, "cin": 48, "width": 0.35, "s": 2, "mode": "same", "pads": (1, 2)}

# By hand, with mid 64, cin 48, width 0.35, s 2.
VALUES = {
    "7": 7,
    "1_000": 1000,
    "300k": 300_000,
    "4.1G": 4_100_000_000,  # exactly, though 4.1 is no binary fraction
    "1.5k": 1500,
    ".5": 0.5,
    "1e-3": 0.001,
    "mid*4": 256,
    "mid * (s - 1) + 1": 65,
    "-mid ** 2": -4096,  # the power comes first, as in Python and on paper
    "2 ** 3 ** 2": 512,  # from the right
    "2 ** -1": 0.5,
    "- -3": 3,
    "+3": 3,
    "7 // 2": 3,
    "-7 // 2": -4,  # downwards
    "-7 % 3": 2,
    "cin/4": 12,
    "10**30/10": 10**29,  # exact where it divides, though beyond 2**53
    "1/4": 0.25,
    "1 < s < 3": True,
    "3 > s > 2": False,
    "not s == 1": True,
    "s != 1 or cin != mid": True,
    "s == 1 and cin == mid": False,
    "0 or mid": 64,  # the value that decides, as in Python
    "s and mid": 64,
    "1 if s == 1 else 2 if s == 2 else 3": 2,
    "cin // (s - 2) if s != 2 else 5": 5,  # the side that is not taken is not computed
    "s == 2 or cin // 0": True,
    "s == 1 and cin // 0": False,
    "8*(s == 2)": 8,
    "floor(2.5)": 2,
    "ceil(2.5)": 3,
    "ceil(-0.5)": 0,
    "round(2.5)": 2,  # of two equally near the even one
    "round(3.5)": 4,
    "max(1, mid, cin)": 64,
    "min(width, 1)": 0.35,
    "mode == 'same'": True,
    'mode != "half"': True,
    "mode == 3": False,
    "'half' if s == 1 else mode": "same",
    "true": True,
    "False or TRUE": True,
    "mode": "same",
    "pads": (1, 2),
    " mid\n + 1 ": 65,
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_by_hand(text, value):
    assert parse(text).value(NAMES) == value


@pytest.mark.parametrize("text", ["7", "4.1G", "mid*4", "floor(2.5)", "ceil(cin*width)", "2**70"])
def test_whole_numbers_are_ints(text):
    assert type(parse(text).value(NAMES)) is int


# MobileNetV2's widths times 0.35, 0.5, 0.75 and 1.4, by hand: the nearest multiple of 8, half
# upwards, 8 at least; and the next one where that is more than a tenth too small. For instance
# 24·0.75 = 18 is nearest to 16 and 16 < 16.2, hence 24; 96·0.35 = 33.6 -> 32 ≥ 30.24;
# 16·1.4 = 22.4 -> 24; 32·0.35 = 11.2 -> 8 < 10.08, hence 16; 16·0.35 = 5.6 -> 8.
WIDTHS = {
    0.35: {32: 16, 16: 8, 24: 8, 64: 24, 96: 32, 160: 56, 320: 112},
    0.5: {32: 16, 16: 8, 24: 16, 64: 32, 96: 48, 160: 80, 320: 160},
    0.75: {32: 24, 16: 16, 24: 24, 64: 48, 96: 72, 160: 120, 320: 240},
    1.4: {32: 48, 16: 24, 24: 32, 64: 88, 96: 136, 160: 224, 320: 448},
}


@pytest.mark.parametrize(
    ("width", "channels", "rounded"),
    [(width, *pair) for width, row in WIDTHS.items() for pair in row.items()],
)
def test_mobilenets_widths(width, channels, rounded):
    names = {"width": width, "c": channels}
    assert parse("round8(c*width)").value(names) == rounded
    assert parse("divisible(c*width, 8)").value(names) == rounded


def make_divisible(v, divisor):
    """torchvision 0.29.1, torchvision/models/_utils.py, `_make_divisible` without `min_value`."""
    new_v = max(divisor, int(v + divisor / 2) // divisor * divisor)
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v


@given(st.floats(0, 1e6) | st.integers(0, 10**6), st.integers(1, 300))
def test_divisible_is_torchvisions(value, divisor):
    found = parse("divisible(x, n)").value({"x": value, "n": divisor})
    assert found == make_divisible(value, divisor)
    assert type(found) is int


# Trees as a text and a function of Python's, built side by side.

BINARY = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def constants():
    numbers = st.integers(0, 40) | st.floats(0, 40, allow_subnormal=False)
    return numbers.map(lambda value: (repr(value), lambda _: value)) | st.sampled_from(
        [("true", lambda _: True), ("false", lambda _: False)]
    )


def named():
    return st.sampled_from("abc").map(lambda name: (name, lambda names: names[name]))


def joined(parts):
    two = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(st.sampled_from([*BINARY]), two).map(_binary),
        two.map(lambda p: (f"({p[0][0]}) and ({p[1][0]})", lambda n: p[0][1](n) and p[1][1](n))),
        two.map(lambda p: (f"({p[0][0]}) or ({p[1][0]})", lambda n: p[0][1](n) or p[1][1](n))),
        two.map(lambda p: (f"min({p[0][0]}, {p[1][0]})", lambda n: min(p[0][1](n), p[1][1](n)))),
        two.map(lambda p: (f"max({p[0][0]}, {p[1][0]})", lambda n: max(p[0][1](n), p[1][1](n)))),
        st.tuples(parts, parts, parts).map(_choice),
        parts.map(lambda p: (f"-({p[0]})", lambda n: -p[1](n))),
        parts.map(lambda p: (f"not ({p[0]})", lambda n: not p[1](n))),
        parts.map(lambda p: (f"floor({p[0]})", lambda n: math.floor(p[1](n)))),
        parts.map(lambda p: (f"ceil({p[0]})", lambda n: math.ceil(p[1](n)))),
        parts.map(lambda p: (f"round({p[0]})", lambda n: round(p[1](n)))),
    )


def _binary(drawn):
    symbol, ((left, run_left), (right, run_right)) = drawn
    apply = BINARY[symbol]
    return f"({left}) {symbol} ({right})", lambda names: apply(run_left(names), run_right(names))


def _choice(parts):
    (yes, run_yes), (condition, holds), (no, run_no) = parts
    return (
        f"({yes}) if ({condition}) else ({no})",
        lambda names: run_yes(names) if holds(names) else run_no(names),
    )


def trees():
    return st.recursive(constants() | named(), joined, max_leaves=12)


def of_python(run, names):
    """What Python makes of a tree; None where there is no real number below 1e400."""
    try:
        value = run(names)
    except (ZeroDivisionError, OverflowError, ValueError, TypeError):  # complex is not compared
        return None
    good = not isinstance(value, complex) and -(10**400) <= value <= 10**400
    return value if good else None


def readable(tree):
    """Short enough for the language, and without powers of powers, which keep Python busy."""
    text, _ = tree
    return text.count("**") <= 1 and len(text.replace("(", " ( ").split()) < 100


@settings(max_examples=300)
@given(trees().filter(readable), st.data())
def test_values_are_pythons(tree, data):
    text, run = tree
    value = st.integers(-30, 30) | st.floats(-30, 30, allow_subnormal=False)
    names = {name: data.draw(value) for name in "abc"}
    expected, found = of_python(run, names), attempt(text, names)
    if expected is None:
        assert found.code == "CC112"
        return
    assert found == expected
    if isinstance(expected, int):
        assert type(found) is type(expected)


# Precedence: the same text, read by Python.

FLAT = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "-a", "2", "3", "-2", "0.5"]),
        st.sampled_from(["+", "-", "*", "//", "/", "%", "<", "==", " and ", " or ", " and not "]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=200)
@given(FLAT, st.integers(1, 9), st.integers(1, 9))
def test_precedence_is_pythons(parts, a, b):
    text = "".join(value + symbol for value, symbol in parts) + "a"
    names = {"a": a, "b": b}
    try:
        expected = eval(text, {}, names)  # noqa: S307 — the text is made here
    except ZeroDivisionError:
        expected = None
    found = attempt(text, names)
    if isinstance(found, ExpressionError):  # a chain is computed whole, where Python stops early
        assert "divides by zero" in found.message
        assert expected is None or "<" in text or "==" in text
    else:
        assert found == expected


@given(st.integers(-(10**150), 10**150), st.integers(-(10**150), 10**150).filter(bool))
def test_ints_are_exact(a, b):
    names = {"a": a, "b": b}
    assert parse("a*b + a - b").value(names) == a * b + a - b
    assert parse("a // b").value(names) == math.floor(Fraction(a, b))
    assert parse("a*b/b").value(names) == a
    assert parse("a % b").value(names) == a - b * math.floor(Fraction(a, b))


def test_names_come_in_their_order_with_their_places():
    found = parse("max(mid, 2*cin) if stride == 1 else mid").names
    assert [(name.text, name.start) for name in found] == [
        ("mid", 4),
        ("cin", 11),
        ("stride", 19),
        ("mid", 36),
    ]


def test_a_text_is_read_once():
    assert parse("mid*expansion") is parse("mid*expansion")
