"""JUnit, read back by a reader library; expected texts are written by hand."""

from dataclasses import replace

import pytest
from ci_reports import ADVICE, ALL, OVER, report, text
from junitparser import Error, Failure, JUnitXml

from convcalc.report.ci.junit import legal, write_junit


def suites(found):
    return list(JUnitXml.fromstring(text(write_junit, found).encode()))


@pytest.fixture
def read():
    return {suite.name: suite for suite in suites(ALL)}


def test_a_suite_for_each_network_and_one_for_what_is_beside(read):
    counts = {name: (one.tests, one.failures, one.errors) for name, one in read.items()}
    assert counts == {"convcalc": (1, 0, 0), "lenet5": (5, 1, 0), "bad.yaml": (1, 0, 1)}


def test_the_counts_are_those_of_the_cases(read):
    for suite in read.values():
        cases = list(suite)
        assert suite.tests == len(cases)
        results = [result for case in cases for result in case.result]
        assert suite.failures == sum(isinstance(one, Failure) for one in results)
        assert suite.errors == sum(isinstance(one, Error) for one in results)


def test_a_passed_check_is_a_case_and_what_is_off_is_none(read):
    names = [case.name for case in read["lenet5"]]
    assert names == ["valid", "CC301 macs", "CC301 params", "CC507 features.c3", "CC505"]
    assert [case.is_passed for case in read["lenet5"]] == [True, False, True, True, True]
    assert {case.classname for case in read["lenet5"]} == {"lenet5"}


def test_a_failure_has_its_sentence_and_its_place(read):
    case = list(read["lenet5"])[1]
    (failure,) = case.result
    assert failure.message == "lenet5: macs 416,520 is over 400,000"
    assert failure.type == "CC301"
    assert failure.text.splitlines() == [
        "convcalc.yaml:4:12: error[CC301]: lenet5: macs 416,520 is over 400,000",
        "  |",
        "4 |     macs: {max: 400k}",
        "  |            ^^^^",
        "  = largest: c3 240,000",
        "  = raise the limit, or make c3 smaller",
    ]
    assert (case._elem.get("file"), case._elem.get("line")) == ("convcalc.yaml", "4")


def test_a_warning_passes_and_is_told(read):
    case = list(read["lenet5"])[3]
    assert case.is_passed
    assert case.system_out.startswith("nets/my net.yaml:9:5: warning[CC507]: lenet5: features.c3: ")


def test_a_network_that_is_not_valid_is_an_error(read):
    (case,) = read["bad.yaml"]
    (error,) = case.result
    assert isinstance(error, Error)
    assert error.message == 'stem: unknown key "stirde"'
    assert error.text.startswith('bad.yaml:7:3: error[CC102]: stem: unknown key "stirde"\n')


def test_equal_names_are_numbered_since_readers_take_them_for_one():
    (suite,) = suites(report(ADVICE, ADVICE, replace(ADVICE, path="b"), ADVICE))
    assert [case.name for case in suite] == [
        "valid",
        "CC507 features.c3",
        "CC507 features.c3 (2)",
        "CC507 b",
        "CC507 features.c3 (3)",
    ]


def test_another_network_than_the_suites_is_named():
    (suite,) = suites(report(OVER, replace(OVER, network="lenet5 (classes=5)")))
    names = [case.name for case in suite]
    assert names[1:] == ["CC301 macs", "CC301 macs of lenet5 (classes=5)"]


def test_two_networks_of_one_name_are_told_by_their_files():
    found = report(OVER)
    again = replace(found.answers[0], file="other.yaml")
    names = [suite.name for suite in suites(replace(found, answers=[found.answers[0], again]))]
    assert names == ["lenet5 (nets/my net.yaml)", "lenet5 (other.yaml)"]


@pytest.mark.parametrize("bad", [*map(chr, range(32)), "\x7f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_replaced(bad):
    """XML 1.0, production 2: tab, newline, return; from blank on all but surrogates, FFFE, FFFF."""
    found = report(replace(OVER, message=f'a{bad}<&">z', network=f"n{bad}", path=f"p{bad}"))
    failure = list(suites(found)[0])[1].result[0]
    kept = bad if bad in "\t\n\r\x7f" else "\N{REPLACEMENT CHARACTER}"
    assert failure.message == f'n{kept}: p{kept}: a{kept}<&">z'


def test_what_xml_allows_stays():
    assert legal("größe 名 \U0001f600 \t\n") == "größe 名 \U0001f600 \t\n"
