"""GitLab's code quality report: a list of what a merge request brings."""

from __future__ import annotations

import json
from typing import TextIO

from convcalc.audit.verdict import Level
from convcalc.report.ci.findings import Finding, findings
from convcalc.report.whole import Report

_SEVERITY = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTE: "info"}


def write_gitlab(report: Report, out: TextIO) -> None:
    """Every finding; GitLab tells old from new by the fingerprint."""
    issues = [_issue(one) for one in findings(report)]
    out.write(json.dumps(issues, indent=2, ensure_ascii=False) + "\n")


def _issue(one: Finding) -> dict[str, object]:
    """GitLab takes nothing without a path: what has no file is of the whole folder."""
    return {
        "description": one.text,
        "check_name": one.verdict.rule,
        "fingerprint": one.fingerprint,
        "severity": _SEVERITY[one.verdict.level],
        "location": {"path": one.file or ".", "lines": {"begin": one.line}},
    }
