"""What is wrong with a file: gathered, so that all of it is told at once, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from convcalc.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from convcalc.network.values import Fault

_TOLD = 100  # whoever has more begins with these
_LENGTH = 500  # characters of a sentence: names in it may be of any length


class Problems:
    """Problems by their places; the same one is kept once, however often a layer is repeated."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place, str], Problem] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, code: str, message: str, place: Place, *, note: str = "", path: str = "") -> None:
        """Keep a problem, unless there is one of its code at its place."""
        self.keep(Problem(code, one_line(message), path, place, note))

    def keep(self, problem: Problem) -> None:
        """Keep a problem that has its place.

        Raises InputError where there are as many as are told.
        """
        if problem.place is None:
            raise ValueError(f"{problem} has no place")
        self._found.setdefault((problem.place, problem.code), problem)
        if len(self._found) >= _TOLD:
            self.refuse()

    def fault(self, fault: Fault) -> None:
        """Keep what is wrong with an expression."""
        self.add(fault.code, fault.message, fault.place)

    def require_none(self) -> None:
        """Raise InputError with all that were found, if there are any."""
        if self._found:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raise InputError with all that were found, in the order of the file."""
        raise InputError.of(sorted(self._found.values(), key=_order))


def one_line(message: str) -> str:
    r"""A message as it is told: names in it may be of any length, and of several lines.

    >>> one_line("unknown name \"a\nb\""), len(one_line("a" * 10**6))
    ('unknown name "a b"', 501)
    """
    line = " ".join(message.split("\n"))
    return line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…"


def _order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)
