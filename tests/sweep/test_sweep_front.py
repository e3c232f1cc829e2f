"""The front, held against its definition: every point is compared with every other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.sweep.dominance import not_dominated, sieved
from convcalc.sweep.front import Front

ROW = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
ROWS = st.lists(ROW, min_size=1, max_size=40)


def by_definition(rows):
    """Distinct rows that no other is better than, each with its first place and how often it is."""
    found = {}
    for row in rows:
        beaten = any(
            all(a <= b for a, b in zip(other, row, strict=True)) and other != row for other in rows
        )
        if not beaten:
            found[row] = (rows.index(row), rows.count(row))
    return found


def columns(rows):
    return [np.array(column) for column in zip(*rows, strict=True)]


def told(front):
    rows = zip(*[column.tolist() for column in front.objectives], strict=True)
    places = zip(front.points.tolist(), front.counts.tolist(), strict=True)
    return dict(zip(rows, places, strict=True))


@given(ROWS)
def test_a_front_is_what_its_definition_says(rows):
    assert told(Front.of(columns(rows), np.arange(len(rows)))) == by_definition(rows)


@given(ROWS, st.integers(1, 39))
def test_it_may_be_made_in_parts(rows, cut):
    cut = min(cut, len(rows) - 1)
    if not cut:
        return
    first = Front.of(columns(rows[:cut]), np.arange(cut))
    later = columns(rows[cut:])
    passing = first.passing(later)
    points = np.arange(cut, len(rows))[passing]
    second = Front.of([column[passing] for column in later], points)
    assert told(first.merged(second)) == by_definition(rows)


@given(ROWS)
def test_without_the_extra_it_is_the_same(rows):
    matrix = np.array(rows, np.float64)
    assert sieved(matrix).tolist() == not_dominated(matrix).tolist()


def test_numbers_that_are_one_float_are_told_apart():
    # By hand: 2**53 + 1 is no float, its neighbours 2**53 and 2**53 + 2 are.
    rows = [(2**53 + 1, 5), (2**53, 6), (2**53 + 2, 4)]
    assert len(Front.of(columns(rows), np.arange(3))) == 3
    worse = [(2**53 + 1, 5), (2**53, 5)]
    assert Front.of(columns(worse), np.arange(2)).points.tolist() == [1]


@pytest.mark.parametrize("judge", [not_dominated, sieved])
def test_no_rows_have_no_front(judge):
    assert judge(np.zeros((0, 2))).tolist() == []
