"""What is not in a network's numbers: each operator by name, how often it stands, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convcalc.report.network_answer import NetworkAnswer

if TYPE_CHECKING:
    from convcalc.network.onnx import Uncounted

_SHOWN = 3  # paths in a sentence; a record has all


@dataclass(frozen=True, slots=True)
class Gathered:
    """An operator with the places in which it is not counted, for one reason."""

    op: str
    why: str
    paths: tuple[str, ...]


def gathered(uncounted: Iterable[Uncounted]) -> list[Gathered]:
    """Equal operators together, in the order of the network."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in uncounted:
        found.setdefault((one.op, one.why), []).append(one.path)
    return [Gathered(op, why, tuple(paths)) for (op, why), paths in found.items()]


def uncounted_record(one: Gathered) -> dict[str, Any]:
    """As a record."""
    return {"op": one.op, "count": len(one.paths), "paths": list(one.paths), "why": one.why}


def uncounted_sentences(answer: NetworkAnswer) -> list[str]:
    """One sentence for each operator that is not counted.

    >>> from convcalc.network.onnx import Uncounted
    >>> [str(one.op) for one in gathered([Uncounted("NonZero", "a", "it is not known")])]
    ['NonZero']
    """
    found = []
    for one in gathered(answer.uncounted):
        paths = ", ".join(one.paths[:_SHOWN]) + (", …" if len(one.paths) > _SHOWN else "")
        times = f"{len(one.paths)} × " if len(one.paths) > 1 else ""
        found.append(f"partial: {answer.name}: {times}{one.op} ({paths}): {one.why}")
    return found
