"""A real audit: every report has the same findings, at the same places."""

import csv
import json

import pytest
from commandline import convcalc
from jsonschema import Draft4Validator
from junitparser import JUnitXml
from test_ci_sarif import SCHEMA

NAMES = ("json", "csv", "markdown", "junit", "sarif", "gitlab")
TINY = """\
convcalc: 1
input: 3x8x8
layers:
  - {name: stem, conv: {out: 8, k: 3}}
  - {name: größe, conv: {out: 8, k: 1}}
"""
CONFIG = """\
convcalc: 1
networks: ["my nets/*.yaml"]
budgets:
  - {match: tiny, params: 200, macs: {max: 1M, warn: 1k}}
"""
# By hand: stem has 8 x 3 x 9 + 8 = 224 params and 8 x 36 x 27 = 7,776 MACs; the other 8 x 8 + 8
# = 72 and 8 x 36 x 8 = 2,304. Together 296 params, above 200, and 10,080 MACs, above 1k.
FOUND = {
    ("CC301", "convcalc.yaml", 4),
    ("CC303", "convcalc.yaml", 4),
    ("CC117", "my nets/bad ü.yaml", 3),
}


@pytest.fixture
def audited(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my nets").mkdir()
    (tmp_path / "my nets" / "tiny.yaml").write_text(TINY, "utf-8")
    (tmp_path / "my nets" / "bad ü.yaml").write_text(
        "convcalc: 1\ninput: 3x8x8\nlayers: [{cnov: {out: 3}}]\n"
    )
    (tmp_path / "convcalc.yaml").write_text(CONFIG)
    ran = convcalc("audit", *[word for name in NAMES for word in ("--report", f"{name}={name}")])
    assert ran.code == 2
    return {name: (tmp_path / name).read_text("utf-8") for name in NAMES}


def in_json(text):
    report = json.loads(text)
    for network in report["networks"]:
        for one in network.get("errors", []):
            yield one["code"], one["source"]
        for one in network["checks"]:
            if not one["passed"]:
                yield one["rule"], one["source"]


def test_every_report_has_the_same_findings(audited):
    read = {name: audited[name] for name in NAMES}
    results = json.loads(read["sarif"])["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"] for one in results]
    found = {
        "json": {(rule, at["file"], at["line"]) for rule, at in in_json(read["json"])},
        "csv": {
            (row["rule"], row["file"], int(row["line"]))
            for row in csv.DictReader(read["csv"].splitlines())
            if row["passed"] == "false"
        },
        "gitlab": {
            (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"])
            for one in json.loads(read["gitlab"])
        },
        "junit": {
            (case.name.split()[0], case._elem.get("file"), int(case._elem.get("line")))
            for suite in JUnitXml.fromstring(read["junit"].encode())
            for case in suite
            if case.result or case.system_out
        },
    }
    assert found == dict.fromkeys(found, FOUND)
    assert [(one["ruleId"], one["level"]) for one in results] == [
        *(("CC117", "error"), ("CC301", "error"), ("CC303", "warning"))
    ]
    assert [(at["artifactLocation"]["uri"], at["region"]["startLine"]) for at in places] == [
        *(("my%20nets/bad%20%C3%BC.yaml", 3), ("convcalc.yaml", 4), ("convcalc.yaml", 4))
    ]


def test_an_audit_is_valid_sarif(audited):
    log = json.loads(audited["sarif"])
    assert Draft4Validator(SCHEMA).is_valid(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rule["help"]["text"] for rule in rules)  # each is known to `explain`


def test_the_table_has_value_limit_and_excess(audited):
    rows = audited["markdown"].splitlines()[4:7]
    assert rows == [
        "| ❌ | my nets/bad ü.yaml | not valid |  |  |  |",
        "| ❌ | tiny | params | 296 | 200 | +96 (+48.0 %) |",
        "| ⚠️ | tiny | macs | 10,080 | 1,000 | +9,080 (+908.0 %) |",
    ]
