"""CC501 and its neighbours: advice, by the weight that each rule has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convcalc.advice import ADVICE, NETWORK_ADVICE, Finding
from convcalc.advice.findings import findings
from convcalc.advice.network import Network
from convcalc.audit.judging.subject import Subject
from convcalc.audit.rules import level_of
from convcalc.audit.verdict import Level, Verdict


def judged_advice(subject: Subject, *, every: bool) -> Iterator[Verdict]:
    """What is hardly meant: by the rules that are configured, or by `every` one not switched off.

    To ask all of them takes a third of the time that the costs take, so it is not done unasked.
    """
    wanted = _wanted(subject, every=every)
    rules = {code: ADVICE[code] for code in ADVICE if wanted(code)}
    network_rules = {code: NETWORK_ADVICE[code] for code in NETWORK_ADVICE if wanted(code)}
    if not rules and not network_rules:
        return
    network = Network(subject.network.graph, subject.cost)
    for finding in findings(network, rules, network_rules):
        yield _verdict(subject, finding)


def _wanted(subject: Subject, *, every: bool) -> Callable[[str], bool]:
    return lambda code: (
        (every or code in subject.levels) and level_of(code, subject.levels) is not Level.OFF
    )


def _verdict(subject: Subject, finding: Finding) -> Verdict:
    times = f" ({finding.count} times)" if finding.count > 1 else ""
    return Verdict(
        rule=finding.code,
        level=level_of(finding.code, subject.levels),
        message=finding.message,
        network=subject.name,
        path=f"{finding.path}{times}",
        place=finding.place,
    )
