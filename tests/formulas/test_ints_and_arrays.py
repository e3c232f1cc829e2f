"""One text for ints and int64 arrays: the same numbers come out, for every public formula."""

import numpy as np
import pytest
from formula_table import CASES, FORMULAS, drawn_cases


# `any_left` asks about a whole array at once: see test_arithmetic.py.
@pytest.mark.parametrize("name", sorted(FORMULAS.keys() - {"arithmetic.any_left"}))
def test_arrays_give_the_numbers_of_ints(name):
    formula, cases = FORMULAS[name], drawn_cases(name)
    by_ints = [formula(**case) for case in cases]
    assert all(type(value) is int for value in by_ints)
    by_arrays = formula(**_columns(cases))
    assert by_arrays.dtype == np.int64
    assert by_arrays.tolist() == by_ints


def _columns(cases):
    return {name: _column([case[name] for case in cases]) for name in cases[0]}


def _column(values):
    if isinstance(values[0], tuple):
        return tuple(np.array(axis, np.int64) for axis in zip(*values, strict=True))
    return np.array(values, np.int64)


def test_enough_cases_are_drawn():
    assert all(len(drawn_cases(name)) == CASES for name in FORMULAS)
    assert len(FORMULAS) >= 20  # as many as there were when this was written
