"""Arithmetic that ints and arrays share, against the standard library and plain loops."""

import math

import numpy as np
import pytest

from convcalc.formulas import arithmetic


def test_gcd_is_that_of_the_standard_library():
    pairs = [(a, b) for a in range(1, 60) for b in range(1, 60)]
    assert [arithmetic.gcd(a, b) for a, b in pairs] == [math.gcd(a, b) for a, b in pairs]
    a, b = np.array(pairs).T
    assert arithmetic.gcd(a, b).tolist() == np.gcd(a, b).tolist()


@pytest.mark.parametrize("divisor", range(1, 8))
@pytest.mark.parametrize("factor", range(10))
def test_floor_sum_is_the_sum_in_a_loop(divisor, factor):
    for terms in range(9):
        for start in range(12):
            expected = sum((factor * i + start) // divisor for i in range(terms))
            assert arithmetic.floor_sum(terms, divisor, factor, start) == expected


def test_prod_multiplies_what_a_loop_multiplies():
    for values in ([7], [3, 5], [2, 3, 5], (4, 0, 9)):
        assert arithmetic.prod(values) == math.prod(values)


@pytest.mark.parametrize(
    ("value", "left"),
    [(0, False), (1, True), (-1, True), (np.array([0, 0]), False), (np.array([0, 2]), True)],
)
def test_work_is_left_where_any_number_is_not_zero(value, left):
    assert arithmetic.any_left(value) is left


def test_clipped_is_the_nearest_number_of_the_range():
    for most in range(6):
        for value in range(-4, 10):
            nearest = min(range(most + 1), key=lambda one: abs(one - value))
            assert arithmetic.clipped(value, most) == nearest
