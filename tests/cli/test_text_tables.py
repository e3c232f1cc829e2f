"""A table without rich: its lines are those that rich draws."""

import io
import re

from convcalc.report.text_table import TextTable

TABLE = TextTable(
    ["layer", "output", "macs"],
    [["conv1", "8x5x5", 1234567], ["層", "", 0], ["e\u0301nd", "8", 12]],
    caption="net",
    footer="one\ntwo",
)


def written(**more):
    out = io.StringIO()
    TABLE.write(out, **more)
    return out.getvalue()


def test_words_stand_left_and_numbers_right():
    # By hand: the wide character fills two columns, and the accent none.
    assert written(colour=False) == (
        "net\n"
        "layer  output       macs\n"
        "conv1  8x5x5   1,234,567\n"
        "層                     0\n"
        "e\u0301nd    8              12\n"
        "one\ntwo\n"
    )


def test_rich_draws_the_same_lines():
    drawn = re.sub(r"\x1b\[[0-9;]*m", "", written(colour=True))
    assert [line.rstrip() for line in drawn.splitlines()] == written(colour=False).splitlines()


def test_a_table_may_have_no_rows():
    out = io.StringIO()
    TextTable(["layer", "macs"], []).write(out, colour=False)
    assert out.getvalue() == "layer  macs\n"
