"""SARIF, against the schema of the standard and the requirements of GitHub's code scanning."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from ci_reports import ADVICE, ALL, BASELINE, LAYER, NOTE, OVER, report, text
from jsonschema import Draft4Validator

from convcalc.errors import Place, Problem
from convcalc.glossary import found
from convcalc.report.ci.sarif import write_sarif

DATA = Path(__file__).parents[1] / "data" / "sarif-2.1.0.json"
SCHEMA = json.loads(DATA.read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def run(report):
    """The only run, after the whole log was held against the schema."""
    log = json.loads(text(write_sarif, report))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    assert (log["version"], log["$schema"]) == ("2.1.0", SCHEMA["id"])
    (only,) = log["runs"]
    return only


def located(verdict):
    (result,) = run(report(verdict))["results"]
    (location,) = result["locations"]
    return location


def test_the_schema_finds_a_mistake():
    log = json.loads(text(write_sarif, ALL))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALIDATOR.is_valid(log)


def test_what_passed_or_is_off_is_no_result():
    results = run(ALL)["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("CC301", "error"),
        ("CC102", "error"),
        ("CC507", "warning"),
        ("CC505", "note"),
    ]
    assert run(report())["results"] == []


def test_a_result_says_what_where_and_by_how_much():
    (result,) = run(report(OVER))["results"]
    assert result["message"]["text"].splitlines() == [
        "lenet5: macs 416,520 is over 400,000",
        "largest: c3 240,000",
        "raise the limit, or make c3 smaller",
    ]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "convcalc.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 12, "endColumn": 16},
            }
        }
    ]
    assert result["properties"] == {
        "network": "lenet5",
        "metric": "macs",
        "value": 416520,
        "limit": 400000,
        "excess": 16520,
        "base": 390000,
    }


def test_a_layer_is_a_logical_location_and_a_path_is_a_uri():
    location = located(ADVICE)
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "nets/my%20net.yaml"
    assert location["logicalLocations"] == [
        {"name": "c3", "fullyQualifiedName": "features.c3", "kind": "element"}
    ]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("größe #1.yaml", "gr%C3%B6%C3%9Fe%20%231.yaml"),
        ("100%.yaml", "100%25.yaml"),
        ("a:b?.yaml", "a%3Ab%3F.yaml"),
        (r"nets\vgg.yaml", "nets%5Cvgg.yaml"),  # a name like any other where \ divides nothing
        ("./nets/../a.yaml", "a.yaml"),
    ],
)
def test_uris_are_percent_encoded(file, uri):
    place = located(replace(ADVICE, place=replace(LAYER, file=file)))["physicalLocation"]
    assert place["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_file_elsewhere_has_an_absolute_uri():
    place = located(replace(ADVICE, place=replace(LAYER, file="/else where/a.yaml")))
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "file:///else%20where/a.yaml"}


def test_paths_are_relative_to_the_repository(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    for file in ("a.yaml", str(tmp_path / "sub" / "a.yaml")):
        place = located(replace(ADVICE, place=replace(LAYER, file=file)))["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "sub/a.yaml"


def test_columns_are_counted_in_characters():
    """An emoji is one code point and two UTF-16 units: the key after it begins at 6."""
    place = Place("a.yaml", 1, 6, 3, '{"😀": abc}')
    only = run(report(replace(ADVICE, place=place)))
    assert only["columnKind"] == "unicodeCodePoints"
    region = only["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (6, 9)


def test_without_a_place_it_is_the_file_of_the_network():
    assert located(NOTE)["physicalLocation"] == {
        "artifactLocation": {"uri": "nets/my%20net.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }


def test_what_is_in_no_file_is_told_of_the_run():
    stdin = Problem("CC102", "unknown key", place=Place("<stdin>", 1, 1))
    only = run(report(beside=(BASELINE,), problems=(stdin,), exit_code=2))
    (invocation,) = only["invocations"]
    told = invocation["toolExecutionNotifications"]
    assert [one["message"]["text"] for one in told] == [
        "bad.yaml: unknown key",
        "no revision main; fetch-depth: 0",
    ]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    assert only["results"] == []


def test_rules_speak_as_explain_does():
    only = run(ALL)
    rules = only["tool"]["driver"]["rules"]
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    advice = next(rule for rule in rules if rule["id"] == "CC507")
    (entry,) = found("CC507")
    assert advice["shortDescription"]["text"] == entry.summary
    assert entry.text in advice["help"]["text"]


def test_a_rule_that_is_not_known_has_its_code_alone():
    unknown = run(report(replace(ADVICE, rule="CC999")))["tool"]["driver"]["rules"]
    assert unknown == [{"id": "CC999"}]
