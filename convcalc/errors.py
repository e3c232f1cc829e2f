"""What can be wrong with an input, and the one place that says where.

Inner code raises :class:`InputError` with a code and a sentence that holds the
values and what to do. Whoever knows the file, line or layer adds the place, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a code that `convcalc explain` knows, and a sentence.

    >>> str(Problem("CC204", "groups=3 does not divide in_channels=64; use 1 or 2"))
    'error[CC204]: groups=3 does not divide in_channels=64; use 1 or 2'
    >>> str(Problem("CC204", "groups=3 ...", path="reduce"))
    'error[CC204]: reduce: groups=3 ...'
    """

    code: str
    message: str
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"error[{self.code}]: {where}{self.message}"

    def inside(self, path: str) -> Problem:
        """The same problem, known to be in the layer called `path`."""
        return replace(self, path=".".join(part for part in (path, self.path) if part))


class InputError(Exception):
    """The input cannot be computed. Holds every problem that was found, in order.

    >>> raise InputError("CC202", "input 3 has no spatial axis; write it as CxHxW")
    Traceback (most recent call last):
    convcalc.errors.InputError: error[CC202]: input 3 has no spatial axis; write it as CxHxW
    """

    def __init__(self, code: str, message: str, *, path: str = "") -> None:
        self.problem = Problem(code, message, path)
        super().__init__(str(self.problem))

    def inside(self, path: str) -> InputError:
        """The same error with the name of the layer it is in."""
        problem = self.problem.inside(path)
        return InputError(problem.code, problem.message, path=problem.path)

    def bare(self) -> InputError:
        """The same error without a place, where the place says nothing new."""
        return InputError(self.problem.code, self.problem.message)


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that names the known word nearest to `word`, or nothing.

    >>> nearest("stirde", ["stride", "padding"])
    '; did you mean "stride"?'
    >>> nearest("xyz", ["stride", "padding"])
    ''
    """
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""
