"""JUnit's XML: a suite for each network, a case for each check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TextIO
from xml.etree import ElementTree as ET

from convcalc.audit.verdict import Level, Verdict, of_problem
from convcalc.report.ci.places import relative
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.whole import Report, all_verdicts

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VALID = Verdict(rule="valid", level=Level.ERROR, message="the network is valid", passed=True)


def write_junit(report: Report, out: TextIO) -> None:
    """Passed checks are cases too; warnings and notes are cases that pass and say something."""
    suites = ET.Element("testsuites", name="convcalc")
    if report.beside:
        suites.append(_suite("convcalc", "", report.beside, ()))
    suites.extend(_network(label, answer) for label, answer in report.labelled())
    for count in ("tests", "failures", "errors"):
        suites.set(count, str(sum(int(suite.get(count, 0)) for suite in suites)))
    ET.indent(suites)
    text = ET.tostring(suites, encoding="unicode")
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')


def _network(label: str, answer: NetworkAnswer) -> ET.Element:
    """What is not valid has an error for each problem; of the others it is said that they are."""
    problems = [of_problem(problem, answer.name) for problem in answer.problems]
    others = all_verdicts(answer)[len(problems) :]
    return _suite(label, answer.file, [*([] if problems else [_VALID]), *others], problems)


def _suite(
    name: str, file: str, verdicts: Sequence[Verdict], problems: Sequence[Verdict]
) -> ET.Element:
    names: Counter[str] = Counter()
    cases = [_case(one, "error", name, names) for one in problems]
    cases += [_case(one, "failure", name, names) for one in verdicts if one.level is not Level.OFF]
    suite = ET.Element("testsuite", name=legal(name), tests=str(len(cases)))
    for kind in ("failure", "error"):
        suite.set(f"{kind}s", str(sum(case.find(kind) is not None for case in cases)))
    suite.set("skipped", "0")
    if path := relative(file):
        suite.set("file", legal(path))
    suite.extend(cases)
    return suite


def _case(verdict: Verdict, tag: str, suite: str, names: Counter[str]) -> ET.Element:
    name = _numbered(_name(verdict, suite), names)
    case = ET.Element("testcase", classname=legal(suite), name=legal(name))
    if verdict.place:
        case.set("file", legal(relative(verdict.place.file)))
        case.set("line", str(verdict.place.line))
    if verdict.failed and verdict.level is Level.ERROR:
        message = legal(verdict.where + verdict.message)
        told = ET.SubElement(case, tag, message=message, type=verdict.rule)
        told.text = legal(str(verdict))
    elif verdict.failed:
        ET.SubElement(case, "system-out").text = legal(str(verdict))
    return case


def _name(verdict: Verdict, suite: str) -> str:
    """Rule, layer and metric; and the network, where it is not the suite's as it stands."""
    other = "" if suite.startswith(verdict.network) else f"of {verdict.network}"
    return " ".join(part for part in (verdict.rule, verdict.path, verdict.metric, other) if part)


def _numbered(name: str, names: Counter[str]) -> str:
    """A name that comes again is numbered: to readers equal names are one case."""
    names[name] += 1
    return name if names[name] == 1 else f"{name} ({names[name]})"


def legal(text: str) -> str:
    r"""The text without what XML has no way to write.

    >>> legal("a\x1b[31m\tb\x00") == "a\N{REPLACEMENT CHARACTER}[31m\tb\N{REPLACEMENT CHARACTER}"
    True
    """
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
