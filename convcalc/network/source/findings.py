"""Everything that is wrong with a text: all of it is told at once."""

from __future__ import annotations

from convcalc.errors import InputError, Problem
from convcalc.network.source.nodes import Mark
from convcalc.network.source.text import Text

_MOST = 100  # whoever has more begins with these


class Findings:
    """Problems as they are found."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._problems: list[Problem] = []

    def add(self, code: str, message: str, mark: Mark) -> None:
        """One more, after which reading goes on."""
        self._problems.append(self.text.problem(code, message, mark))
        if len(self._problems) == _MOST:
            self.check()

    def last(self, code: str, message: str, mark: Mark) -> InputError:
        """All of them, with one after which nothing can be read."""
        self._problems.append(self.text.problem(code, message, mark))
        return self._error()

    def check(self) -> None:
        """Raise what was found, in the order of the text."""
        if self._problems:
            raise self._error()

    def _error(self) -> InputError:
        return InputError.of(sorted(self._problems, key=_position))


def _position(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (place.line, place.column) if place else (0, 0)
