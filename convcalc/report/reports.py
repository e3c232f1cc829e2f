"""The reports that are written beside the output: one table of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from convcalc.report.ci.checks_csv import write_checks
from convcalc.report.ci.gitlab import write_gitlab
from convcalc.report.ci.junit import write_junit
from convcalc.report.ci.sarif import write_sarif
from convcalc.report.ci.summary import write_markdown
from convcalc.report.networks import write_json
from convcalc.report.whole import Report

Writer = Callable[[Report, TextIO], None]

FORMATS: Mapping[str, Writer] = {
    "json": write_json,
    "csv": write_checks,
    "markdown": write_markdown,
    "junit": write_junit,
    "sarif": write_sarif,
    "gitlab": write_gitlab,
}
