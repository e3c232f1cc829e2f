"""Where a YAML parser stopped, and the text around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from convcalc.network.source.nodes import Mark
from convcalc.network.source.text import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """Where it stopped, and where that began of which it was a part."""

    text: Text
    mark: Mark
    context: Mark

    @property
    def char(self) -> str:
        """The character at which the parser stopped, or "" at the end of a line."""
        return self.rest(self.mark)[:1]

    @property
    def opening(self) -> str:
        """The character with which it began."""
        return self.rest(self.context)[:1]

    @property
    def before(self) -> str:
        """The line up to where the parser stopped."""
        return self.line(self.mark.line)[: self.mark.column - 1]

    def rest(self, mark: Mark) -> str:
        """The line from a mark on."""
        return self.line(mark.line)[mark.column - 1 :]

    def line(self, number: int) -> str:
        """A line by its number, from 1."""
        return self.text.lines[number - 1]

    def line_above(self) -> int:
        """The number of the line above that says something, or 0."""
        numbers = range(self.mark.line - 1, 0, -1)
        return next((one for one in numbers if self.line(one).split("#")[0].strip()), 0)

    def ends(self) -> bool:
        """Whether the text ended too soon."""
        rest = "\n".join((self.rest(self.mark), *self.text.lines[self.mark.line :]))
        return not rest.strip()


def failure(error: Any, text: Text) -> Failure:  # noqa: ANN401 — PyYAML's errors have no types
    """What a MarkedYAMLError says of its place."""
    mark = _mark(error.problem_mark or error.context_mark, text)
    return Failure(text, mark, _mark(error.context_mark, text) if error.context_mark else mark)


def _mark(mark: Any, text: Text) -> Mark:  # noqa: ANN401
    """A parser stops in a blank line behind what it missed: the end of that is meant."""
    line = mark.line
    if line < len(text.lines) and text.lines[line].strip():
        return Mark(line + 1, mark.column + 1)
    while line and not "".join(text.lines[line : line + 1]).strip():
        line -= 1
    return Mark(line + 1, len(text.lines[line].rstrip()) + 1)
