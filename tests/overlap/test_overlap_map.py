"""The drawn map: its shades stand for the laid copies, and what is drawn is said."""

import io
import re

import naive
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.analysis.overlap import AxisOverlap
from convcalc.ops.windowed import Axis
from convcalc.report.overlap_map import overlap_map
from convcalc.report.screen import Screen, screen

# In words: how to read a legend such as "· 0   ░ 1..2   █ 4".
MEANING = re.compile(r"(\S) (\d+)(?:\.\.(\d+))?")


def axis(size, **window):
    window = {"stride": 1, "dilation": 1, "before": 0, "after": 0} | window
    copies = naive.laid_copies(size, **window, output_padding=0)
    return AxisOverlap(size, len(copies), Axis(**window)), copies


def drawn(*axes, columns=80, blocks=True):
    return overlap_map(axes, columns=columns, blocks=blocks)


def test_a_strip_by_hand():
    # K = 3, S = 2 on three inputs: 1 1 2 1 2 1 1.
    one, _ = axis(3, kernel_size=3, stride=2)
    assert drawn(one).rows == ("░░░░██░░██░░░░",)
    assert drawn(one).legend == "░ 1   █ 2"


def test_a_map_by_hand():
    # 1 2 1 along rows, 1 1 0 1 1 0 … along columns.
    rows, _ = axis(2, kernel_size=3, stride=2, before=1, after=1)
    columns, _ = axis(3, kernel_size=2, stride=3)
    assert drawn(rows, columns).rows == (
        "░░░░··░░░░··░░░░",
        "████··████··████",
        "░░░░··░░░░··░░░░",
    )
    assert drawn(rows, columns).legend == "· 0   ░ 1   █ 2"


def test_an_even_map_is_of_one_shade_but_for_its_edge():
    one, _ = axis(3, kernel_size=4, stride=2, before=1, after=1)
    assert drawn(one, one).rows == ("░" * 12, *["░░████████░░"] * 4, "░" * 12)
    assert drawn(one, one).legend == "░ 1..2   █ 4"


def test_ascii_has_a_shade_for_each_block():
    one, _ = axis(2, kernel_size=3, stride=2, before=1, after=1)
    assert drawn(one, one, blocks=False).rows == ("::++::", "++##++", "::++::")
    assert drawn(axis(2, kernel_size=1, stride=2)[0], blocks=False).rows == ("##..##",)


def test_of_three_axes_the_first_is_cut_where_most_copies_lie():
    deep, copies = axis(4, kernel_size=3, stride=2)
    one, _ = axis(2, kernel_size=3, stride=2, before=1, after=1)
    picture = drawn(deep, one, one)
    assert picture.rows == ("░░▒▒░░", "▒▒██▒▒", "░░▒▒░░")
    assert picture.legend == "░ 2   ▒ 4   █ 8"
    (place,) = picture.views[0].outputs
    assert copies[place] == max(copies) == 2
    bare, _ = axis(4, kernel_size=1, stride=2, before=1)  # 0 1 0 1 …
    assert drawn(bare, one, one).views[0].outputs == range(1, 2)


def test_a_large_map_is_cut_to_the_corner():
    one, copies = axis(50, kernel_size=3, stride=2)
    picture = drawn(one, one, columns=40)
    assert [len(row) for row in picture.rows] == [38] * 16
    assert [view.outputs for view in picture.views] == [range(16), range(19)]
    assert picture.views[1].copies == tuple(copies[:19])
    assert not picture.views[0].whole


def test_a_corner_that_is_all_edge_is_left_out():
    one, _ = axis(50, kernel_size=61, stride=2)
    assert [view.outputs for view in drawn(one, one).views] == [range(60, 76), range(60, 99)]
    assert len(set("".join(drawn(one, one).rows))) == 3  # 30·30, 30·31 and 31·31


def test_a_window_at_the_end_is_full():
    one, _ = axis(2, kernel_size=30, stride=4)  # 34 outputs, inside from 29 on
    assert [view.outputs for view in drawn(one, one, columns=20).views] == [
        range(18, 34),
        range(25, 34),
    ]


@pytest.mark.parametrize("columns", [1, 2, 3, 20])
def test_a_narrow_screen_still_shows_something(columns):
    one, _ = axis(9, kernel_size=3, stride=2)
    assert all(0 < len(row) <= max(columns - 2, 2) for row in drawn(one, one, columns=columns).rows)


SMALL = st.integers(1, 6)
AXES = st.builds(
    lambda size, kernel, stride, dilation: axis(
        size, kernel_size=kernel, stride=stride, dilation=dilation
    ),
    SMALL,
    SMALL,
    SMALL,
    SMALL,
)


@given(AXES, AXES, st.booleans())
def test_every_shade_stands_for_the_copies_that_were_laid(down, across, blocks):
    (rows, laid_down), (columns, laid_across) = down, across
    picture = drawn(rows, columns, blocks=blocks)
    meant = {
        shade: range(int(low), int(high or low) + 1)
        for shade, low, high in MEANING.findall(picture.legend)
    }
    for row, a in zip(picture.rows, picture.views[0].outputs, strict=True):
        for shade, b in zip(row[::2], picture.views[1].outputs, strict=True):
            assert laid_down[a] * laid_across[b] in meant[shade]


@given(AXES, AXES)
def test_what_is_uneven_inside_has_more_than_one_shade(down, across):
    (rows, laid_down), (columns, laid_across) = down, across
    picture = drawn(rows, columns)
    inside = {
        shade: laid_down[a] * laid_across[b]
        for row, a in zip(picture.rows, picture.views[0].outputs, strict=True)
        for shade, b in zip(row[::2], picture.views[1].outputs, strict=True)
        if a in rows.inside and b in columns.inside
    }
    numbers = {
        laid_down[a] * laid_across[b]
        for a in picture.views[0].outputs
        for b in picture.views[1].outputs
        if a in rows.inside and b in columns.inside
    }
    assert len(inside) == len(numbers)


def test_a_stream_says_what_it_can_show():
    assert screen(io.StringIO(), "█") == Screen(80, blocks=True)
    assert screen(io.TextIOWrapper(io.BytesIO(), encoding="ascii"), "█") == Screen(80, blocks=False)
    assert screen(io.TextIOWrapper(io.BytesIO(), encoding="cp437"), "·░▒▓█").blocks
    assert not screen(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"), "·░▒▓█").blocks


def test_a_terminal_says_how_wide_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr("os.get_terminal_size", lambda _: type("Size", (), {"columns": 132}))
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        assert screen(out, "█").columns == 132
