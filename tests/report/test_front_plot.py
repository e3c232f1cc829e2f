"""The plot of a front in a terminal, and the scales that it shares with the pictures."""

import io
from itertools import pairwise

import pytest
from commandline import convcalc
from hypothesis import given
from hypothesis import strategies as st

from convcalc.report.front.picture import Axis, Picture
from convcalc.report.front.scale import Scale, scale_of
from convcalc.report.front.terminal import plot_lines, write_plot

SMALL = Picture(
    title="small",
    axes=[Axis("macs"), Axis("accuracy", largest=True)],
    front=[(0, 0.0), (100, 1.0)],
    others=[(100, 0.0)],
    total=3,
)


def test_points_are_where_their_numbers_say():
    lines = list(plot_lines(SMALL, 40))
    # By hand: 0.0 is on the lowest row, 1.0 on the highest, with a margin of a row's part.
    assert lines[0] == "accuracy, larger is better"
    high, low = lines[1], lines[18]
    assert (high.startswith("1.0 ┤"), low.startswith("  0 ┤")) == (True, True)
    assert (high.rstrip()[-1], high.count("●")) == ("●", 1)
    assert low.index("●") < len(lines[18]) // 4
    assert 0x2800 < ord(low.rstrip()[-1]) < 0x2900  # the other one, as braille
    assert lines[-2].strip() == "macs [MAC], smaller is better"
    assert lines[-1] == "● front, 2 points   ⠶ 1 of 3 points"


@given(st.integers(24, 100), st.sampled_from([1, 10**4, 10**9]))
def test_no_line_is_wider_than_the_screen(columns, factor):
    axes = [Axis("weights_bytes"), Axis("macs"), Axis("a" * 40)]
    rows = [(factor * (1 + at), 1 / (1 + at), 0.5) for at in range(9)]
    picture = Picture("wide", axes, rows, rows, 10**12)
    assert max(map(len, plot_lines(picture, columns))) <= columns


def test_without_braille_it_is_letters():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    write_plot(SMALL, out)
    out.flush()
    said = out.buffer.getvalue().decode()
    assert said.isascii()
    assert "o front, 2 points   . 1 of 3 points\n" in said


def test_more_than_two_decades_are_drawn_in_powers():
    assert (scale_of([1, 100]).log, scale_of([1, 101]).log, scale_of([0, 101]).log) == (
        False,
        True,
        False,
    )
    rows = [(1, 5), (1000, 1)]
    picture = Picture("p", [Axis("a"), Axis("b")], rows, (), 2)
    lines = list(plot_lines(picture, 60))
    assert lines[-2].strip() == "a, smaller is better, in powers"
    assert lines[-3].split() == ["1", "10", "100", "1", "k"]


@given(
    st.floats(-1e12, 1e12, allow_subnormal=False),
    st.floats(1e-3, 1e12),
    st.booleans(),
    st.integers(1, 9),
)
def test_marks_lie_within_the_ends_and_differ(low, length, binary, most):
    scale = scale_of([low, low + length], binary=binary)
    ticks = scale.ticks(most)
    assert len(ticks) <= most + 1
    values = [one.value for one in ticks]
    assert all(a < b for a, b in pairwise(values))
    room = (scale.high - scale.low) * 1e-6
    assert all(scale.low - room <= one <= scale.high + room for one in values)
    if length > 1e-9 * abs(low):
        assert len({one.text for one in ticks}) == len(ticks)


@given(st.floats(1e-6, 1e6), st.floats(101, 1e12), st.booleans(), st.integers(2, 9))
def test_powers_too(low, factor, binary, most):
    scale = scale_of([low, low * factor], binary=binary)
    assert scale.log
    ticks = scale.ticks(most)
    assert len(ticks) <= most + 1
    assert all(scale.low <= one.value <= scale.high for one in ticks)
    assert len({one.text for one in ticks}) == len(ticks)


@pytest.mark.parametrize(
    ("low", "high", "binary", "texts"),
    [
        (0, 10, False, ["0", "2", "4", "6", "8", "10"]),
        (0.5, 0.75, False, ["0.50", "0.55", "0.60", "0.65", "0.70", "0.75"]),
        (299.9e6, 300.1e6, False, ["299.90 M", "299.95 M", "300.00 M", "300.05 M", "300.10 M"]),
        (0, 4 * 2**20, True, ["0", "1 MiB", "2 MiB", "3 MiB", "4 MiB"]),
        (-2000, 2000, False, ["-2 k", "-1 k", "0", "1 k", "2 k"]),
    ],
)
def test_marks_are_round_and_told_with_their_unit(low, high, binary, texts):
    assert [one.text for one in Scale(low, high, False, binary).ticks(5)] == texts


@pytest.mark.parametrize("values", [[], [5], [0, 0], [float("inf"), 3.0]])
def test_axes_of_hardly_anything(values):
    scale = scale_of(values)
    assert scale.low < scale.high
    picture = Picture("p", [Axis("a"), Axis("b")], [(one, one) for one in values], (), 0)
    assert len(list(plot_lines(picture, 60))) == 23


def test_a_sweep_draws_below_its_table():
    words = ("sweep", "mobilenet_v2", "--space", "width=0.25..1:0.25", "--min", "macs")
    plain = convcalc(*words, "--max", "width")
    drawn = convcalc(*words, "--max", "width", "--plot")
    assert drawn.out.startswith(plain.out)
    assert drawn.out[len(plain.out) :].startswith("\nwidth, larger is better\n")
    assert "● front, 4 points   ⠶ all 4 points\n" in drawn.out


def test_a_plot_needs_two_objectives_and_a_table():
    words = ("sweep", "mobilenet_v2", "--space", "width=0.5,1", "--min", "macs", "--plot")
    ran = convcalc(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "error[CC103]: a plot has two axes, so two objectives" in ran.err
    ran = convcalc(*words, "-f", "json")
    assert (ran.code, ran.out) == (2, "")
    assert "--plot stands below a table" in ran.err
