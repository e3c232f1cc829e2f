"""What did not pass, each with its place and a name that it keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from convcalc.audit.verdict import Level, Verdict
from convcalc.report.ci.places import relative
from convcalc.report.whole import Report, all_verdicts


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict that did not pass: `file` is relative to the repository, empty if there is none."""

    verdict: Verdict
    file: str
    fingerprint: str  # the same as long as the finding is, whatever else changes

    @property
    def line(self) -> int:
        """Of its place, else the first."""
        return self.verdict.place.line if self.verdict.place else 1

    @property
    def columns(self) -> tuple[int, int] | None:
        """The first character that is meant, and the first that is not, counted from 1."""
        place = self.verdict.place
        return (place.column, place.column + max(place.width, 1)) if place else None

    @property
    def text(self) -> str:
        """Where it is in the network, and what is wrong."""
        return self.verdict.where + self.verdict.message

    @property
    def where(self) -> str:
        """The file, with line and column where these are known."""
        place = self.verdict.place
        return f"{self.file}:{place.line}:{place.column}" if self.file and place else self.file


def findings(report: Report) -> list[Finding]:
    """All that did not pass, errors first, otherwise in order."""
    seen: Counter[str] = Counter()
    found = []
    for verdict, file in _failed(report):
        key = _identity(verdict, file)
        seen[key] += 1
        found.append(Finding(verdict, file, _hash(f"{key}\n{seen[key]}")))
    return sorted(found, key=lambda one: -one.verdict.level)


def of_level(found: list[Finding], level: Level) -> list[Finding]:
    """Those that weigh so much."""
    return [one for one in found if one.verdict.level is level]


def _failed(report: Report) -> Iterator[tuple[Verdict, str]]:
    """Each with its file: that of its place, else that of its network."""
    pairs = [(one, "") for one in report.beside]
    pairs += [(one, answer.file) for answer in report.answers for one in all_verdicts(answer)]
    for verdict, file in pairs:
        if verdict.failed:
            yield verdict, relative(verdict.place.file if verdict.place else file)


def _identity(verdict: Verdict, file: str) -> str:
    """What makes it this finding: no number of a line, no value that the next edit changes."""
    line = verdict.place.text.strip() if verdict.place and not verdict.metric else ""
    parts = (verdict.rule, file, verdict.network, verdict.path, verdict.metric, line)
    return "\n".join(parts)


def _hash(text: str) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()[:32]
