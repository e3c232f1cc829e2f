"""A text that was read, and the places in it."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.errors import InputError, Place, Problem
from convcalc.network.source.nodes import Mark


@dataclass(frozen=True, slots=True)
class Text:
    """A file as messages name it, its text with one kind of line ends, and its lines."""

    file: str
    text: str
    lines: tuple[str, ...]

    def place(self, mark: Mark, offset: int | None = None, width: int | None = None) -> Place:
        """The place of a node or, with an offset, of `width` characters inside a scalar's text.

        The offset counts from 0 after an opening quote; a text of several lines is its first.
        """
        line = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        column = mark.column
        if offset is not None:
            column = min(column + offset + (line[column - 1 : column] in _QUOTES), len(line) + 1)
        return Place(self.file, mark.line, column, width or mark.width, line)

    def problem(self, code: str, message: str, mark: Mark) -> Problem:
        """What is wrong at a mark."""
        return Problem(code, message, place=self.place(mark))

    def error(self, code: str, message: str, mark: Mark) -> InputError:
        """The only thing that is wrong, at a mark."""
        return InputError.of([self.problem(code, message, mark)])

    def mark_at(self, index: int, width: int = 1) -> Mark:
        """The mark of a character of the text, counted from 0."""
        before = self.text.count("\n", 0, index)
        return Mark(before + 1, index - self.text.rfind("\n", 0, index), width)


_QUOTES = frozenset("'\"")


def lined(file: str, text: str) -> Text:
    r"""The text without a byte order mark, with line ends of one kind.

    >>> lined("a.yaml", "\ufeffa: 1\r\nb: 2").lines
    ('a: 1', 'b: 2')
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Text(file, text, tuple(text.split("\n")))
