"""The axes of an operator, and what is said of several at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from convcalc.ops.op import Op
from convcalc.ops.windowed import Axis


def windows(op: Op) -> tuple[Axis, ...]:
    """The window along each axis; none of an operator that slides no window."""
    found: Any = getattr(op, "windows", ())
    return tuple(found)


def by_axis(texts: Iterable[str]) -> list[str]:
    """The text of each axis behind its number; axes of which the same is said share it.

    >>> by_axis(["even", "", "even"])
    ['axes 0 and 2: even']
    >>> by_axis(["even", "uneven"])
    ['axis 0: even', 'axis 1: uneven']
    """
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        numbers.setdefault(text, []).append(number)
    return [f"{_named(axes)}: {text}" for text, axes in numbers.items() if text]


def _named(axes: list[int]) -> str:
    *most, last = map(str, axes)
    return f"axes {', '.join(most)} and {last}" if most else f"axis {last}"
