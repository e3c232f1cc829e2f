"""What is asked of rows: which of them count, and what is to be small or large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convcalc.errors import InputError
from convcalc.sweep.calculation import Array
from convcalc.sweep.pareto.expressions import Term, parted, read_terms


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags as they were given."""

    min: Sequence[str] = ()
    max: Sequence[str] = ()
    where: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be as small as can be, or as large."""

    term: Term
    largest: bool

    def smaller_is_better(self, values: Array) -> Array:
        """The numbers, turned round where the largest is meant; or back again."""
        return -values if self.largest else values


@dataclass(frozen=True, slots=True)
class Question:
    """All that is asked of a file with these columns."""

    objectives: tuple[Objective, ...]
    where: tuple[Term, ...]

    @property
    def made(self) -> tuple[str, ...]:
        """The objectives that are no columns of the file."""
        return tuple(one.term.text for one in self.objectives if one.term.expression)

    @property
    def one_way(self) -> str:
        """How all objectives are meant where that is one way only; else nothing."""
        ways = {one.largest for one in self.objectives}
        return ("maximize" if ways.pop() else "minimize") if len(ways) == 1 else ""


def read_question(flags: Flags, known: tuple[str, ...]) -> Question:
    """The question that flags write. Raises InputError where it cannot be asked."""
    if not (flags.min or flags.max):
        raise InputError("CC103", "nothing is to be small or large; say --min COLUMN, --max COLUMN")
    found = []
    for flag, texts, largest in (("--min", flags.min, False), ("--max", flags.max, True)):
        parts = tuple(part for text in texts for part in parted(text, known))
        found += [Objective(term, largest) for term in read_terms(flag, parts, known)]
    for at, one in enumerate(found):
        if any(one.term.text == other.term.text for other in found[:at]):
            raise InputError("CC104", f"{one.term.text} is an objective twice; name it once")
    return Question(tuple(found), read_terms("--where", tuple(flags.where), known))
