"""From networks to an audit's report, and from that to sentences and an exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from convcalc.audit.audit import audited
from convcalc.audit.candidates import Candidate, Candidates
from convcalc.audit.config import Config
from convcalc.audit.model import Asked, Audited
from convcalc.audit.rules import NO_BASE
from convcalc.audit.verdict import Level, Verdict
from convcalc.cli import talk
from convcalc.cli.codes import CANNOT_RUN, FINDING, OK
from convcalc.cli.progress import progress
from convcalc.collector import collector_off
from convcalc.network.budgets import Assumed
from convcalc.report.groups import Selection
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_sheet import NetworkTable
from convcalc.report.whole import Report

_MOST = 100  # findings that are said; whoever has more begins with these


@dataclass(frozen=True, slots=True)
class Judgement:
    """What makes an audit fail."""

    strict: bool = False
    exit_zero: bool = False
    require_baseline: bool = False

    def exit_code(self, answers: Sequence[NetworkAnswer], verdicts: Sequence[Verdict]) -> int:
        """2 for what is not valid, 1 for a finding, which `exit_zero` makes 0."""
        if any(answer.problems for answer in answers) or any(map(self._lacks_base, verdicts)):
            return CANNOT_RUN
        least = Level.WARNING if self.strict else Level.ERROR
        found = any(one.failed and one.level >= least for one in verdicts)
        return FINDING if found and not self.exit_zero else OK

    def weighed(self, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
        """The verdicts; where a base is required, the lack of one is an error."""
        return tuple([one.at(Level.ERROR) if self._lacks_base(one) else one for one in verdicts])

    def _lacks_base(self, verdict: Verdict) -> bool:
        return self.require_baseline and verdict.rule == NO_BASE


@collector_off()  # what stays is looked through again and again, and holds no cycles
def audited_all(candidates: Sequence[Candidate], config: Config, asked: Asked) -> list[Audited]:
    """Every network judged; what is wrong with one does not stop the others."""
    found = []
    with progress(len(candidates), "audit") as advance:
        for candidate in candidates:
            found.append(audited(candidate, config, asked))
            if advance:
                advance(candidate.file)
    return found


def report_of(
    found: Sequence[Audited], beside: Sequence[Verdict], assumed: Assumed, judgement: Judgement
) -> Report:
    """What the audit found, with its exit code."""
    answers = [_answer(one, judgement) for one in found]
    beside = judgement.weighed(beside)
    verdicts = [*beside, *[verdict for one in answers for verdict in one.verdicts]]
    return Report(
        answers=answers,
        table=NetworkTable(Selection(), batch=assumed.batch or 1, dtype=assumed.dtype or "fp32"),
        exit_code=judgement.exit_code(answers, verdicts),
        beside=beside,
    )


def _answer(one: Audited, judgement: Judgement) -> NetworkAnswer:
    subject = one.subject
    return NetworkAnswer(
        name=one.name,
        file=one.candidate.file,
        network=subject.network if subject else None,
        cost=subject.cost if subject else None,
        problems=one.problems,
        verdicts=judgement.weighed(one.verdicts),
        base=subject.base if subject else None,
    )


_TALK = {Level.NOTE: talk.note, Level.WARNING: talk.warning, Level.ERROR: talk.error}


def say(report: Report, candidates: Candidates) -> None:
    """What was found, beside the data: problems and findings always, notes unless quiet."""
    for answer in report.answers:
        for problem in answer.problems:
            talk.error(str(problem))
    spoken = list(_spoken(report))
    if len(spoken) > _MOST:
        talk.error(f"{len(spoken) - _MOST:,} more findings are left out; -f csv has them all")
    for verdict in spoken[-_MOST:]:
        _TALK[verdict.level](str(verdict))
    if not report.answers:
        skipped = ", ".join(candidates.skipped)
        none = f"{skipped} {'is' if len(candidates.skipped) == 1 else 'are'} no network of ours"
        talk.note(f"nothing to audit: {none if skipped else 'no file matches'}")


def _spoken(report: Report) -> Iterator[Verdict]:
    """Failed verdicts, the weightiest last, where eyes rest."""
    failed = [
        *[one for one in report.beside if one.failed],
        *[one for answer in report.answers for one in answer.verdicts if one.failed],
    ]
    yield from sorted(failed, key=lambda one: one.level)
