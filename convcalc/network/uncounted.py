"""What is not in a network's numbers: each operator by name, how often it stands, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from convcalc.network.problems import one_line

_SHOWN = 3  # paths in a sentence; a record has all


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An operator that is not counted, or not as often as it runs."""

    op: str
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """An operator with the places in which it is not counted, for one reason.

    >>> print(Gathered("NonZero", "how much it makes is not known", ("a", "b", "c", "d")))
    4 × NonZero (a, b, c, …): how much it makes is not known
    """

    op: str
    why: str
    paths: tuple[str, ...]

    def __str__(self) -> str:
        paths = ", ".join(self.paths[:_SHOWN]) + (", …" if len(self.paths) > _SHOWN else "")
        times = f"{len(self.paths)} × " if len(self.paths) > 1 else ""
        return one_line(f"{times}{self.op} ({paths}): {self.why}")


def gathered(uncounted: Iterable[Uncounted]) -> list[Gathered]:
    """Equal operators together, in the order of the network.

    >>> [one.paths for one in gathered([Uncounted("A", "x", ""), Uncounted("A", "y", "")])]
    [('x', 'y')]
    """
    found: dict[tuple[str, str], list[str]] = {}
    for one in uncounted:
        found.setdefault((one.op, one.why), []).append(one.path)
    return [Gathered(op, why, tuple(paths)) for (op, why), paths in found.items()]
