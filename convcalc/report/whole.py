"""All that a command on networks found: what every format and every report is written from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convcalc.audit.verdict import Level, Verdict, of_check, of_problem
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_sheet import NetworkTable


@dataclass(frozen=True, slots=True)
class Report:
    """Networks with what was found in them, and what was found beside them."""

    answers: Sequence[NetworkAnswer]
    table: NetworkTable
    exit_code: int
    beside: tuple[Verdict, ...] = ()  # of no one network: a baseline that is missing, say

    def verdicts(self) -> Iterator[Verdict]:
        """Every rule that was asked, passed or not, in order; what is not valid comes as errors."""
        yield from self.beside
        for answer in self.answers:
            yield from all_verdicts(answer)

    def labelled(self) -> list[tuple[str, NetworkAnswer]]:
        """Each network with its name; of several with one name, each with its file too."""
        count = Counter(answer.name for answer in self.answers)
        return [
            (one.name if count[one.name] == 1 else f"{one.name} ({one.file})", one)
            for one in self.answers
        ]

    def findings(self, level: Level) -> list[Verdict]:
        """Those of a level that did not pass."""
        return [one for one in self.verdicts() if one.failed and one.level is level]


def all_verdicts(answer: NetworkAnswer) -> list[Verdict]:
    """Of one network: what is not valid, what a run says, and what rules say."""
    problems = [of_problem(problem, answer.name) for problem in answer.problems]
    checks = [of_check(check, answer.name) for check in answer.verified or ()]
    return [*problems, *checks, *answer.verdicts]
