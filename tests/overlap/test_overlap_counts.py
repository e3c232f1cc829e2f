"""The copies on each output of drawn layers: by formula, by laying them, and by running it."""

import naive
import pytest
import variant_cases
from commandline import convcalc
from hypothesis import given
from hypothesis import strategies as st

from convcalc.analysis import overlap as analysis
from convcalc.analysis.overlap import AxisOverlap, overlap_axes
from convcalc.executor.copies import laid_copies
from convcalc.ops.windowed import Axis
from convcalc.verify.overlap import verify_overlap

LAYERS = variant_cases.CASES["conv_transpose"]
SMALL, CUT = st.integers(1, 7), st.integers(0, 6)
WINDOWS = st.fixed_dictionaries({"kernel_size": SMALL, "stride": SMALL, "dilation": SMALL})
UNEVEN = "conv-transpose 2x5x3 2 -k 3x4 -s 2x3 -p 1x0 --overlap --verify --quiet"


def node(case):
    return case.spec().graph(case.shape).nodes[0]


@given(SMALL, WINDOWS, st.tuples(CUT, CUT), st.integers(0, 5))
def test_the_copies_are_those_that_were_laid(size, window, cut, extra):
    before, after = cut
    canvas = naive.laid_copies(size, **window, before=0, after=0, output_padding=extra)
    kept = canvas[before : max(len(canvas) - after, 0)]
    axis = AxisOverlap(size, len(kept), Axis(**window, before=before, after=after))
    whole = range(-before, len(canvas) - before)
    assert [axis.copies(output) for output in whole] == canvas
    assert [axis.copies(output) for output in range(len(kept))] == kept


@given(SMALL, WINDOWS, CUT)
def test_inside_is_where_a_longer_input_changes_nothing(size, window, before):
    # Inputs are added on both sides of a canvas: where no copy was missing, none is added.
    bare = {**window, "before": 0, "after": 0, "output_padding": 0}
    canvas = naive.laid_copies(size, **bare)
    more = window["dilation"] * window["kernel_size"]
    longer = naive.laid_copies(size + 2 * more, **bare)[more * window["stride"] :]
    kept = range(max(len(canvas) - before, 0))
    inside = AxisOverlap(size, len(kept), Axis(**window, before=before, after=0)).inside
    assert set(inside) <= set(kept)
    assert all(canvas[before + output] == longer[before + output] for output in inside)
    # Behind the last of them the next input's copy would begin.
    begins = size * window["stride"] - before
    assert inside.stop == max(inside.start, min(begins, len(kept)))


@given(LAYERS)
def test_a_run_lays_as_many_copies_as_are_predicted(case):
    assert all(check.ok for check in verify_overlap(node(case)))


def test_a_run_by_hand():
    # K = 3, S = 2, one cut on both sides, two inputs: 1 1 2 1 1 less its ends is 1 2 1.
    window = {"kernel_size": 3, "stride": 2, "padding": 1}
    assert laid_copies(window, (2,)).tolist() == [1, 2, 1]
    assert laid_copies(window, (2, 2)).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("fewest_copies", "overlap_inside"),
        ("most_copies", "overlap_inside"),
        ("useful_taps", "overlap"),
    ],
)
def test_a_broken_formula_is_found_by_running_it(monkeypatch, name, quantity):
    assert convcalc(*UNEVEN.split()).code == 0
    formula = getattr(analysis, name)
    monkeypatch.setattr(analysis, name, lambda *args, **window: formula(*args, **window) + 1)
    ran = convcalc(*UNEVEN.split())
    assert ran.code == 1
    assert ran.err.startswith(f"not confirmed: conv_transpose {quantity}: predicted ")


def test_a_map_of_another_size_does_not_agree(monkeypatch):
    found = node(
        variant_cases.Case("conv_transpose", {"out_channels": 1, "kernel_size": 2}, (1, 3))
    )
    monkeypatch.setattr(
        "convcalc.verify.overlap.laid_copies",
        lambda *_, **__: laid_copies({"kernel_size": 2}, (4,)),
    )
    check, _ = verify_overlap(found)
    assert (check.predicted, check.measured, check.ok) == (4, 0, False)


def test_the_axes_are_those_of_the_operator():
    case = variant_cases.Case(
        "conv_transpose",
        {"out_channels": 2, "kernel_size": (3, 4), "stride": 2, "padding": ((1, 0), (0, 2))},
        (2, 5, 3),
    )
    assert overlap_axes(node(case)) == (
        AxisOverlap(5, 10, Axis(3, 2, 1, 1, 0)),  # (5 − 1)·2 + 3 − 1
        AxisOverlap(3, 6, Axis(4, 2, 1, 0, 2)),  # (3 − 1)·2 + 4 − 2
    )
