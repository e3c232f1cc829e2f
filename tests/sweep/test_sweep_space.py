"""Points and their numbers: chunks of any size hold each once, in order."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.sweep.draw import drawn
from convcalc.sweep.model import Random
from convcalc.sweep.space import Axis, Space, values_of

LENGTHS = st.lists(st.integers(1, 5), min_size=1, max_size=4)


def space_of(lengths):
    axes = [Axis({f"v{at}": values_of(list(range(length)))}) for at, length in enumerate(lengths)]
    return Space(tuple(axes))


def points_of(box):
    """The digits of each point of a box by the point's number."""
    numbers = box.points(np.arange(len(box))).tolist()
    steps = np.unravel_index(np.arange(len(box)), box.shape)
    columns = [
        edge.digits[axis][some]
        for edge, some in zip(box.edges, steps, strict=True)
        for axis in edge.digits
    ]
    order = [axis for edge in box.edges for axis in edge.digits]
    rows = np.column_stack(columns)[:, np.argsort(order)].tolist()
    return dict(zip(numbers, map(tuple, rows), strict=True))


@given(LENGTHS, st.integers(1, 40))
def test_chunks_hold_each_point_once(lengths, most):
    cuts = space_of(lengths).cuts(most)
    found = {}
    for number in range(len(cuts)):
        box = cuts.box(number)
        assert len(box) <= most
        assert not found.keys() & points_of(box).keys()
        found |= points_of(box)
    # Mixed radix, the last axis moving fastest: the order of itertools.product.
    assert list(found.items()) == list(enumerate(product(*map(range, lengths))))


@given(LENGTHS, st.data())
def test_parts_hold_each_point_once_and_are_alike(lengths, data):
    (box,) = [space_of(lengths).cuts(10**6).box(0)]
    values = np.array(
        data.draw(st.lists(st.integers(0, 2), min_size=len(box), max_size=len(box)))
    ).reshape(box.shape)
    flat, found = values.reshape(-1), {}
    for part in box.parts(values):
        points = points_of(part)
        assert len({int(flat[number]) for number in points}) == 1
        assert not found.keys() & points.keys()
        found |= points
    assert found == points_of(box)


def test_many_kinds_of_points_are_a_part_for_each_value():
    """No box for each step of an axis: 100 thresholds on a diagonal make two parts."""
    box = space_of([100, 100]).cuts(10**6).box(0)
    below = np.arange(100)[:, None] < np.arange(100)[None, :]
    parts = box.parts(below)
    # By hand: 100·99/2 pairs lie above the diagonal.
    assert sorted(map(len, parts)) == [4950, 5050]


def test_a_draw_hangs_on_the_seed_and_its_number_alone():
    space = space_of([7, 11, 5])
    whole = drawn(space, Random(1000, 3), np.arange(1000))
    some = drawn(space, Random(10**9, 3), np.array([5, 999]))
    other = drawn(space, Random(1000, 4), np.arange(1000))
    for axis in range(3):
        digits = whole.edges[0].digits[axis]
        assert some.edges[0].digits[axis].tolist() == digits[[5, 999]].tolist()
        assert other.edges[0].digits[axis].tolist() != digits.tolist()


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_draws_are_even(axis):
    lengths = [7, 11, 5]
    digits = drawn(space_of(lengths), Random(100_000, 1), np.arange(100_000)).edges[0].digits[axis]
    expected = 100_000 / lengths[axis]
    # Six standard deviations of a binomial count: one in 10⁹ by chance, and the seed is fixed.
    assert np.abs(np.bincount(digits) - expected).max() < 6 * expected**0.5
