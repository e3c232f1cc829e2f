"""What can be wrong with an input, and the one place that says where.

Inner code raises :class:`InputError` with a code and a sentence that holds the
values and what to do. Whoever knows the file, line or layer adds the place, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SHOWN = 120  # characters of a source line


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: line and column count from 1; `width` characters of `text` are meant."""

    file: str
    line: int
    column: int
    width: int = 1
    text: str = ""  # the whole source line

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def excerpt(self) -> list[str]:
        """The source line with carets under what is meant; of a very long line the part around."""
        start = max(self.column - 1 - _SHOWN // 2, 0) if len(self.text) > _SHOWN else 0
        shown = self.text[start : start + _SHOWN].rstrip()
        if not shown:
            return []
        before = shown[: self.column - 1 - start]
        width = max(min(self.width, len(shown) - len(before)), 1)
        margin = " " * len(str(self.line))
        carets = _blank(before) + "^" * len(_blank(shown[len(before) :][:width]) or "^")
        return [f"{margin} |", f"{self.line} | {shown}", f"{margin} | {carets}"]


def _blank(text: str) -> str:
    """As many columns of nothing as a terminal gives to the text; tabs stay tabs."""
    wide = ("W", "F")
    return "".join(
        one if one == "\t" else "  " if east_asian_width(one) in wide else " " for one in text
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a code that `convcalc explain` knows, and a sentence.

    >>> str(Problem("CC204", "groups=3 does not divide in_channels=64; use 1 or 2"))
    'error[CC204]: groups=3 does not divide in_channels=64; use 1 or 2'
    >>> print(Problem("CC204", "groups=3 ...", "stem", Place("a.yaml", 3, 9, 1, "  - {k: x}")))
    a.yaml:3:9: error[CC204]: stem: groups=3 ...
      |
    3 |   - {k: x}
      |         ^
    """

    code: str
    message: str
    path: str = ""
    place: Place | None = None
    note: str = ""  # one more line: what was known there
    key: str = ""  # the argument that is meant, where it is one

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        layer = f"{self.path}: " if self.path else ""
        lines = [f"{where}error[{self.code}]: {layer}{self.message}"]
        lines += self.place.excerpt() if self.place else []
        margin = " " * (len(str(self.place.line)) + 1 if self.place else 2)
        lines += [f"{margin}= {self.note}"] if self.note else []
        return "\n".join(lines)

    def inside(self, path: str) -> Problem:
        """The same problem, known to be in the layer called `path`."""
        return replace(self, path=".".join(part for part in (path, self.path) if part))

    def at(self, place: Place) -> Problem:
        """The same problem with its place, unless it knows a nearer one."""
        return self if self.place else replace(self, place=place)


class InputError(Exception):
    """The input cannot be computed. Holds every problem that was found, in order.

    >>> raise InputError("CC202", "input 3 has no spatial axis; write it as CxHxW")
    Traceback (most recent call last):
    convcalc.errors.InputError: error[CC202]: input 3 has no spatial axis; write it as CxHxW
    """

    def __init__(
        self, code: str, message: str | Callable[[], str], *, path: str = "", key: str = ""
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self._message, self._path, self._key = message, path, key

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All that were found. A sentence that is to be made is made when somebody reads it."""
        said = self._message if isinstance(self._message, str) else self._message()
        return (Problem(self.code, said, self._path, key=self._key),)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> InputError:
        """One error of at least one problem."""
        found = tuple(problems)
        error = cls(found[0].code, found[0].message)
        error.problems = found
        return error

    @property
    def problem(self) -> Problem:
        """The first problem; of a layer it is the only one."""
        return self.problems[0]

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    def inside(self, path: str) -> InputError:
        """The same error with the name of the layer it is in."""
        if "problems" not in vars(self):
            whole = ".".join(part for part in (path, self._path) if part)
            return InputError(self.code, self._message, path=whole, key=self._key)
        return InputError.of(problem.inside(path) for problem in self.problems)

    def bare(self) -> InputError:
        """The same error without a place, where the place says nothing new."""
        return InputError(self.problem.code, self.problem.message)


_LONGEST = 200  # characters of a word that may be misspelt


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that names the known word nearest to `word`, or nothing.

    >>> nearest("stirde", ["stride", "padding"])
    '; did you mean "stride"?'
    >>> nearest("xyz", ["stride", "padding"])
    ''
    """
    if len(word) > _LONGEST:  # nobody meant to write it, and to compare takes its square
        return ""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""
