"""A column calculates as Python's own ints do, and never wraps."""

import operator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.formulas import axis
from convcalc.formulas.arithmetic import floor_sum, gcd
from convcalc.sweep.calculation import DifferError, TooLargeError
from convcalc.sweep.figures import largest, total
from convcalc.sweep.numbers import Numbers, column
from convcalc.sweep.pool import Pool

OPERATORS = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.floordiv,
    operator.mod,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
]
SMALL = st.integers(-100, 100)
SIDE = st.lists(SMALL, min_size=1, max_size=4)


def along(numbers, axis):
    return column(np.array(numbers).reshape((-1, 1) if axis == 0 else (1, -1)), Pool())


def at(value, row, col):
    if not isinstance(value, Numbers):
        return value
    rows, cols = value.array.shape
    return value.array[row if rows > 1 else 0, col if cols > 1 else 0].item()


@pytest.mark.parametrize("operate", OPERATORS)
@given(SIDE, SIDE)
def test_operators_are_those_of_ints_at_each_point(operate, rows, cols):
    if operate in (operator.floordiv, operator.mod):
        cols = [one or 7 for one in cols]
    found = operate(along(rows, 0), along(cols, 1))
    for row, a in enumerate(rows):
        for col, b in enumerate(cols):
            assert at(found, row, col) == operate(a, b)


@given(SMALL, SIDE)
def test_a_number_may_stand_on_either_side(number, cols):
    numbers = along(cols, 1)
    for col, one in enumerate(cols):
        assert at(number - numbers, 0, col) == number - one
        assert at(numbers * number, 0, col) == one * number
        assert at(number + (numbers > 0), 0, col) == number + (one > 0)


@given(st.lists(st.integers(1, 60), min_size=2, max_size=4), st.integers(1, 9), st.integers(1, 9))
def test_formulas_with_loops_are_those_of_ints(cols, kernel, step):
    """Floor sums and Euclid's algorithm go on until every point is done."""
    numbers = along(cols, 1)
    taps = axis.useful_taps(
        numbers, size=40, kernel_size=kernel, stride=step, dilation=2, before=kernel // 2
    )
    for col, one in enumerate(cols):
        assert at(gcd(numbers, step * 12), 0, col) == gcd(one, step * 12)
        assert at(floor_sum(numbers, step, kernel, 3), 0, col) == floor_sum(one, step, kernel, 3)
        assert at(taps, 0, col) == axis.useful_taps(
            one, size=40, kernel_size=kernel, stride=step, dilation=2, before=kernel // 2
        )


def test_a_product_beyond_64_bits_is_refused_with_its_axes():
    # By hand: (2**40)² = 2**80, and int64 ends at 2**63 − 1; both axes take part.
    with pytest.raises(TooLargeError) as caught:
        along([1, 2**40], 0) * along([3, 2**40], 1)
    assert caught.value.shape == (2, 2)


def test_what_fits_at_every_point_is_computed_though_its_ends_would_not():
    # By hand: 2**40 · 2 = 2**41 = 2 · 2**40, while 2**40 · 2**40 occurs nowhere.
    found = along([2**40, 2], 0) * along([2, 2**40], 0)
    assert found.array.ravel().tolist() == [2**41, 2**41]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_is_no_int64_is_refused(number):
    with pytest.raises(TooLargeError):
        along([1, 2], 0) + number


def test_whoever_asks_whether_a_column_holds_parts_the_points():
    numbers = along([1, 2, 3], 0)
    with pytest.raises(DifferError) as caught:
        bool(numbers > 1)
    assert caught.value.values.ravel().tolist() == [False, True, True]
    assert (numbers > 0) is True
    assert (numbers > 3) is False


def test_a_column_is_divided_by_zero_nowhere():
    with pytest.raises(DifferError):
        6 // along([0, 2], 0)
    assert (6 // along([-2, 3], 0)).array.ravel().tolist() == [-3, 2]


def test_the_largest_is_taken_point_by_point():
    found = largest([3, along([5, 24], 0), along([7, 30], 1)])
    assert found.array.tolist() == [[7, 30], [24, 30]]


def test_a_sum_is_that_of_each_point():
    found = total([3, along([5, 24], 0), along([7, 30], 1), 4])
    assert found.array.tolist() == [[19, 42], [38, 61]]
