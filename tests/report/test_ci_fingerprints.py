"""A finding keeps its fingerprint whatever else changes, and shares it with no other."""

import json
from dataclasses import replace

import pytest
from ci_reports import ADVICE, ALL, LAYER, MISSPELT, OVER, report, text

from convcalc.report.ci.findings import findings
from convcalc.report.ci.gitlab import write_gitlab
from convcalc.report.ci.sarif import write_sarif


def of(*verdicts, **more):
    return [one.fingerprint for one in findings(report(*verdicts, **more))]


@pytest.mark.parametrize(
    "later",
    [
        replace(ADVICE, place=replace(LAYER, line=99, column=7, text="    - c3: {k: 5}")),
        replace(ADVICE, message="12 channels; use a multiple of 8", details=("more",)),
    ],
)
def test_it_stays_when_lines_move_or_numbers_change(later):
    assert of(later) == of(ADVICE)


def test_a_budget_keeps_it_when_its_limit_is_written_anew():
    later = replace(OVER, limit=1, excess=416519, place=replace(OVER.place, text="macs: 1"))
    assert of(later) == of(OVER)


@pytest.mark.parametrize(
    "other",
    [
        replace(ADVICE, rule="CC506"),
        replace(ADVICE, network="vgg"),
        replace(ADVICE, path="features.c5"),
        replace(ADVICE, metric="macs"),
        replace(ADVICE, place=replace(LAYER, file="other.yaml")),
        replace(ADVICE, place=replace(LAYER, text="  - c5: {k: 5}")),
    ],
)
def test_it_is_another_for_another_finding(other):
    assert of(other) != of(ADVICE)


def test_equal_findings_are_told_apart_and_no_two_are_the_same():
    assert len(set(of(ADVICE, ADVICE, ADVICE))) == 3
    assert of(ADVICE, OVER)[0] == of(OVER)[0]
    assert of(problems=(MISSPELT, MISSPELT))[0] == of(problems=(MISSPELT,))[0]


def test_every_format_has_the_same():
    issues = json.loads(text(write_gitlab, ALL))
    results = json.loads(text(write_sarif, ALL))["runs"][0]["results"]
    in_sarif = {one["partialFingerprints"]["convcalc/v1"] for one in results}
    assert in_sarif < {one["fingerprint"] for one in issues}
    assert len(issues) == len({one["fingerprint"] for one in issues}) == 5


def test_code_quality_has_the_keys_that_gitlab_asks_for():
    """docs.gitlab.com, Code Quality: description, check_name, fingerprint, severity, location."""
    issue, key, beside, _, note = json.loads(text(write_gitlab, ALL))
    fingerprint = issue.pop("fingerprint")
    assert (len(fingerprint), int(fingerprint, 16) >= 0) == (32, True)
    assert issue == {
        "description": "lenet5: macs 416,520 is over 400,000",
        "check_name": "CC301",
        "severity": "major",
        "location": {"path": "convcalc.yaml", "lines": {"begin": 4}},
    }
    assert key["location"] == {"path": "bad.yaml", "lines": {"begin": 7}}
    assert (beside["severity"], beside["location"]["path"]) == ("minor", ".")
    assert (note["severity"], note["location"]["path"]) == ("info", "nets/my net.yaml")
