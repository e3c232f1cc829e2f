"""Annotations as GitHub's documents of workflow commands have them; expected by hand."""

import json
from dataclasses import replace

import pytest
from ci_reports import ADVICE, ALL, BASELINE, LAYER, NOTE, OVER, report, text

from convcalc.report.ci.github import write_annotations


def lines(found):
    return text(write_annotations, found).splitlines()


def test_each_finding_is_a_line():
    over, key, beside, advice = lines(ALL)
    assert over == (
        "::error file=convcalc.yaml,line=4,col=12,endColumn=16,title=convcalc CC301::"
        "convcalc.yaml:4:12: lenet5: macs 416,520 is over 400,000%0A"
        "largest: c3 240,000%0Araise the limit, or make c3 smaller"
    )
    assert key == (
        "::error file=bad.yaml,line=7,col=3,endColumn=9,title=convcalc CC102::"
        'bad.yaml:7:3: stem: unknown key "stirde"'
    )
    assert beside == "::warning title=convcalc CC401::no revision main; fetch-depth: 0"
    assert advice == (
        "::warning file=nets/my net.yaml,line=9,col=5,endColumn=7,title=convcalc CC507::"
        "nets/my net.yaml:9:5: lenet5: features.c3: 6 channels; use a multiple of 8"
    )


def test_notes_and_what_passed_are_none():
    assert lines(report(NOTE, replace(OVER, passed=True))) == []


def test_what_would_end_a_command_is_escaped():
    place = replace(LAYER, file="a,b:c%.yaml")
    (line,) = lines(report(replace(ADVICE, message="5%\r\nof it", place=place)))
    assert line.startswith("::warning file=a%2Cb%3Ac%25.yaml,line=9,")
    assert line.endswith("::a,b:c%25.yaml:9:5: lenet5: features.c3: 5%25%0D%0Aof it")


@pytest.mark.parametrize(
    ("count", "shown", "last"),
    [
        (9, 9, None),
        (10, 10, "::error title=convcalc::and 1 more, which the log has"),
        (200, 10, "::error title=convcalc::and 191 more, which the log has"),
    ],
)
def test_at_most_nine_of_a_level_and_how_many_more(count, shown, last):
    """GitHub shows ten of each level and step, and drops the others in silence."""
    found = lines(report(*[OVER] * count, *[ADVICE] * 9))
    errors = [line for line in found if line.startswith("::error")]
    assert (len(errors), len(found) - len(errors)) == (shown, 9)
    assert last is None or errors[-1] == last


def test_warnings_are_counted_by_themselves():
    found = lines(report(*[ADVICE] * 12, beside=(BASELINE,)))
    assert len(found) == 10
    assert found[-1] == "::warning title=convcalc::and 4 more, which the log has"


def test_no_line_is_without_its_mark():
    wild = replace(OVER, message="\n::add-mask::x\n", details=("\r::stop-commands::t",))
    assert all(line.startswith(("::error ", "::warning ")) for line in lines(report(wild)))
    assert json.dumps(lines(report(wild))).count("::add-mask") == 1
