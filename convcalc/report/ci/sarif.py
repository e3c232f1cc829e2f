"""SARIF 2.1.0: findings for GitHub's code scanning, and for editors.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0, errata 01.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from convcalc import __version__
from convcalc.audit.verdict import Verdict
from convcalc.glossary import KINDS, Entry
from convcalc.report.ci.findings import Finding, findings
from convcalc.report.ci.places import uri
from convcalc.report.verdict_record import verdict_record
from convcalc.report.whole import Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://github.com/convcalc/convcalc"
_ROOT = "%SRCROOT%"
_FINDING = 1  # the highest exit code of a run that could do its work
_NUMBERS = ("metric", "value", "limit", "excess", "base")


def write_sarif(report: Report, out: TextIO) -> None:
    """One run, with all that did not pass."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    out.write(json.dumps(log, indent=2, ensure_ascii=False) + "\n")


def _run(report: Report) -> dict[str, Any]:
    """Without a file a finding is no result: it is about the run itself, and told there."""
    found = findings(report)
    rules = list(dict.fromkeys(one.verdict.rule for one in found))
    placed = [one for one in found if one.file]
    about_run = [_notification(one.verdict, rules) for one in found if not one.file]
    return {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",  # as the parser counts; tests/network holds it
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [
            {
                "executionSuccessful": report.exit_code <= _FINDING,
                "exitCode": report.exit_code,
                "toolExecutionNotifications": about_run,
            }
        ],
        "results": [_result(one, rules) for one in placed],
    }


def _driver(rules: Sequence[str]) -> dict[str, Any]:
    known = {entry.name: entry for entry in KINDS["rules"]()}
    return {
        "name": "convcalc",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": _HOME,
        "rules": [_rule(code, known.get(code)) for code in rules],
    }


def _rule(code: str, entry: Entry | None) -> dict[str, Any]:
    """A rule in the words of `convcalc explain`."""
    if entry is None:
        return {"id": code}
    help_text = "\n\n".join(text for text in (entry.summary, entry.text) if text)
    return {
        "id": code,
        "shortDescription": {"text": entry.summary},
        "fullDescription": {"text": entry.text or entry.summary},
        "help": {"text": f"{help_text}\n\nMore: convcalc explain {code}"},
    }


def _notification(verdict: Verdict, rules: Sequence[str]) -> dict[str, Any]:
    return {
        "descriptor": {"id": verdict.rule, "index": rules.index(verdict.rule)},
        "level": str(verdict.level),
        "message": {"text": _message(verdict, verdict.where + verdict.message)},
    }


def _result(one: Finding, rules: Sequence[str]) -> dict[str, Any]:
    verdict = one.verdict
    record = verdict_record(verdict)
    return {
        "ruleId": verdict.rule,
        "ruleIndex": rules.index(verdict.rule),
        "level": str(verdict.level),
        "message": {"text": _message(verdict, one.text)},
        "locations": [_location(one)],
        "partialFingerprints": {"convcalc/v1": one.fingerprint},
        "properties": {
            "network": verdict.network,
            **{name: record[name] for name in _NUMBERS if name in record},
        },
    }


def _message(verdict: Verdict, text: str) -> str:
    return "\n".join([text, *verdict.details])


def _location(one: Finding) -> dict[str, Any]:
    region = {"startLine": one.line}
    if one.columns:
        region |= dict(zip(("startColumn", "endColumn"), one.columns, strict=True))
    inside = not Path(one.file).is_absolute()
    file = {"uri": uri(one.file)} | ({"uriBaseId": _ROOT} if inside else {})
    found: dict[str, Any] = {"physicalLocation": {"artifactLocation": file, "region": region}}
    if path := one.verdict.path:
        layer = {"name": path.rpartition(".")[2], "fullyQualifiedName": path, "kind": "element"}
        found["logicalLocations"] = [layer]
    return found
