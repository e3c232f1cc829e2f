"""What an audit is asked, and what it says of one network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from convcalc.audit.candidates import Candidate
from convcalc.audit.judging.subject import Subject
from convcalc.audit.lowering import Used
from convcalc.audit.verdict import Verdict
from convcalc.errors import Problem
from convcalc.network import Network, Settings
from convcalc.network.budgets import Budget


class NoBaseError(Exception):
    """There is nothing to compare a network with, and why."""


# The network of a candidate as it was; raises NoBaseError.
Base: TypeAlias = Callable[[Candidate, Settings], Network]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for beside the files."""

    batch: int | None = None
    dtype: str | None = None
    advice: bool = False  # every rule of it, not only those that are configured
    base: Base | None = None
    revision: str = ""  # what the base was asked for by


@dataclass(frozen=True, slots=True)
class Audited:
    """A network with its verdicts; or, where it is not valid, its problems."""

    candidate: Candidate
    subject: Subject | None = None
    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    matched: tuple[Budget, ...] = ()
    used: tuple[Used, ...] = ()  # of every limit, the tightest or not

    @property
    def name(self) -> str:
        """What the network is called; where it cannot be read, by its file."""
        return self.subject.network.name if self.subject else self.candidate.file
