"""The checks of a report in JSON and CSV, verdict by verdict, from verdicts made by hand."""

import csv
import json
from dataclasses import replace
from fractions import Fraction
from io import StringIO

import pytest
from ci_reports import ADVICE, ALL, BASELINE, OFF, OVER, UNDER, report, text

from convcalc.report.ci.checks_csv import write_checks
from convcalc.report.networks import write_json
from convcalc.report.verdict_record import number, verdict_record
from convcalc.verify.check import Check

JSON = json.loads(text(write_json, ALL))


def test_a_check_has_the_keys_of_the_interface():
    assert verdict_record(OVER) == {
        "rule": "CC301",
        "level": "error",
        "metric": "macs",
        "value": 416520,
        "limit": 400000,
        "excess": 16520,
        "base": 390000,
        "passed": False,
        "message": "macs 416,520 is over 400,000",
        "details": ["largest: c3 240,000", "raise the limit, or make c3 smaller"],
        "source": {"file": "convcalc.yaml", "line": 4, "column": 12},
    }


def test_what_is_about_no_number_has_none_and_a_layer_is_named():
    assert verdict_record(ADVICE) == {
        "rule": "CC507",
        "level": "warning",
        "path": "features.c3",
        "passed": False,
        "message": "6 channels; use a multiple of 8",
        "source": {"file": "nets/my net.yaml", "line": 9, "column": 5},
    }


def test_value_limit_and_excess_stand_together():
    found = verdict_record(replace(UNDER, limit=None, excess=None))
    assert [found[key] for key in ("metric", "value", "limit", "excess")] == [
        *("params", 61706, None, None)
    ]


def test_passed_checks_are_there_and_those_of_no_network_stand_at_the_top():
    lenet, bad = JSON["networks"]
    assert [check["passed"] for check in lenet["checks"]] == [False, True, False, False, False]
    assert bad["checks"] == []
    assert JSON["checks"] == [verdict_record(BASELINE)]


def test_errors_and_warnings_are_counted_wherever_they_are():
    """OVER and the misspelt key; ADVICE and BASELINE. Notes, and what is off, count nowhere."""
    assert JSON["summary"] == {"errors": 2, "warnings": 2, "exit_code": 2}


def test_what_a_run_does_not_confirm_is_an_error():
    found = report()
    checks = (Check("c1", "macs", 9, 8), Check("c1", "params", 3, 3))
    object.__setattr__(found.answers[0], "verified", checks)
    assert json.loads(text(write_json, found))["summary"]["errors"] == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2**80, "1208925819614629174706176"),
        (Fraction(8, 2), "4"),
        (Fraction(1, 8), "0.125"),
        (Fraction(10**400, 3), str(10**400 // 3)),
        (Fraction(-(10**400), 2), str(-(10**400) // 2)),
    ],
)
def test_numbers_are_exact_or_the_nearest_float(value, written):
    assert json.dumps(number(value)) == written


def test_csv_has_a_row_for_each_verdict():
    rows = list(csv.DictReader(StringIO(text(write_checks, ALL))))
    assert [row["rule"] for row in rows] == [
        *("CC401", "CC301", "CC301", "CC507", "CC505", OFF.rule, "CC102")
    ]
    assert list(rows[1].values()) == [
        *("lenet5", "", "CC301", "error", "false", "macs", "416520", "400000", "16520"),
        *("390000", "macs 416,520 is over 400,000", "convcalc.yaml", "4", "12"),
    ]
    assert rows[4]["value"] == rows[4]["file"] == ""
