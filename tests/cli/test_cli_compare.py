"""`compare` takes the questions that every layer command takes."""

import json

import pytest
from commandline import convcalc

WORDS = ("compare", "64x56x56", "128", "-s", "2", "-q")


def variants(*flags):
    ran = convcalc(*WORDS, "-f", "json", *flags)
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    return found["standard"], {one["variant"]: one for one in reversed(found["variants"])}


def test_by_the_textbook_the_work_is_done_at_the_inputs_positions():
    standard, rows = variants("--convention", "textbook")
    # By hand: 3·3·64·128·56·56 + 128, and 1·1·64·128·56·56; their ratio.
    assert standard["macs"] == 231_211_136
    assert rows["conv"]["ratio"]["exact"] == 1
    assert rows["pointwise"]["macs"] == 25_690_112
    assert rows["pointwise"]["ratio"]["value"] == pytest.approx(25_690_112 / 231_211_136)
    assert rows["pointwise"]["convention"]["name"] == "textbook"


def test_what_a_convention_does_not_define_is_compared_as_we_count():
    _, rows = variants("--convention", "textbook")
    _, ours = variants()
    assert rows["resize_conv"]["ratio"] == ours["resize_conv"]["ratio"]
    assert rows["resize_conv"]["macs"] == ours["resize_conv"]["macs"]
    assert rows["resize_conv"]["convention"]["note"] == (
        "the textbook convention does not define resize-conv; these are our own numbers"
    )


def test_the_formulas_of_every_variant():
    _, rows = variants("--explain")
    for row in rows.values():
        # What is explained adds up to what is said.
        for metric in ("params", "macs"):
            said = [one["value"] for one in row["explained"] if one["quantity"] == metric]
            assert sum(said) == row[metric]
    _, without = variants()
    assert not any("explained" in row for row in without.values())


@pytest.mark.parametrize(
    ("flag", "heading"),
    [
        (("--explain",), "with the numbers put in"),
        (("--convention", "textbook"), "textbook convention"),
    ],
)
def test_below_the_table_stands_what_was_asked_for(flag, heading):
    table = convcalc(*WORDS).out
    ran = convcalc(*WORDS, *flag)
    rows = len(table.splitlines()) - 2
    headings = [line for line in ran.out.splitlines() if heading in line]
    assert len(headings) >= rows
    assert heading not in table


def test_a_convention_that_is_not_known():
    ran = convcalc(*WORDS, "--convention", "txtbook")
    assert ran.code == 2
    assert 'convention "txtbook" is not known; did you mean "textbook"?' in ran.err
