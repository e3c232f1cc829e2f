"""Budgets that are lowered to what their networks need, in place; none is ever raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from convcalc.errors import Place
from convcalc.network.budgets import Bound, Limit
from convcalc.network.budgets.amounts import metric_number

_UNIT = re.compile(r"[a-zA-Z]+$")
_EXPONENT = re.compile(r"[0-9.][eE]")
_LEAST = 100  # a budget in three digits leaves less than a hundredth of room
_WARN = "warn is not above max"


@dataclass(frozen=True, slots=True)
class Used:
    """How much one network, or the costliest of the layers that are meant, uses of a limit."""

    limit: Limit
    value: Fraction
    network: str


@dataclass(frozen=True, slots=True)
class Lowered:
    """A number of a file that becomes another one."""

    place: Place
    old: str
    new: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.old} -> {self.new}: {self.why}"


def lowered(used: Iterable[Used]) -> list[Lowered]:
    """Each `max` that is larger than any of its networks needs, and a `warn` that was above it."""
    most: dict[Place, Used] = {}
    for one in used:
        bound = one.limit.max
        if bound and (bound.place not in most or one.value > most[bound.place].value):
            most[bound.place] = one
    # An alias in YAML is its anchor again: a number that is a max stays what that needs.
    found: dict[Place, Lowered] = {}
    for change in sorted((each for one in most.values() for each in _of(one)), key=_is_warn):
        found.setdefault(change.place, change)
    return list(found.values())


def _is_warn(change: Lowered) -> bool:
    return change.why == _WARN


def _of(used: Used) -> Iterator[Lowered]:
    """No max falls below its min, which the file would be refused for."""
    limit, metric = used.limit, used.limit.metric
    if limit.max is None:
        return
    least = max(used.value, limit.min.value) if limit.min else used.value
    new = as_limit(metric, limit.max, least)
    if new is None:
        return
    why = f"{used.network} has {metric} {float(used.value):,.10g}"
    yield Lowered(limit.max.place, limit.max.text, new, why)
    highest = metric_number(metric, new)
    if limit.warn and limit.warn.value > highest:
        alike = _unit(limit.warn) == _unit(limit.max)
        text = new if alike else _plain(highest)  # rounded in another unit it may be above
        yield Lowered(limit.warn.place, limit.warn.text, text, _WARN)


def as_limit(metric: str, bound: Bound, value: Fraction) -> str | None:
    """The value as a limit in the unit in which the file has it; None unless that is lower.

    >>> at = Place("convcalc.yaml", 1, 1)
    >>> as_limit("macs", Bound(Fraction(4_200_000_000), "4.2G", at), Fraction(4_089_184_256))
    '4.09G'
    >>> as_limit("params", Bound(Fraction(30_000_000), "30000000", at), Fraction(25_557_032))
    '25557032'
    >>> as_limit("params", Bound(Fraction(25_600_000), "25.6M", at), Fraction(25_557_032))
    """
    unit = _unit(bound)
    text = _rounded_up(metric, value, unit) if unit else _plain(value)
    return text if metric_number(metric, text) < bound.value else None


def _unit(bound: Bound) -> str:
    """The unit as it is written, if there is one."""
    found = None if _EXPONENT.search(bound.text) else _UNIT.search(bound.text)
    return found[0] if found else ""


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else _decimal(value)


def _rounded_up(metric: str, value: Fraction, unit: str) -> str:
    return f"{_decimal(value / metric_number(metric, f'1{unit}'))}{unit}"


def _decimal(value: Fraction) -> str:
    """At least three digits, and not less than the value."""
    places, digits = 0, abs(value)
    while 0 < digits < _LEAST:
        places, digits = places + 1, 10 * digits
    up = ceil(value * 10**places)
    whole, rest = divmod(abs(up), 10**places)
    part = f"{rest:0{places}d}".rstrip("0") if places else ""
    return f"{'-' if up < 0 else ''}{whole}{f'.{part}' if part else ''}"


def rewritten(text: str, changes: Sequence[Lowered]) -> str:
    """A file with the numbers changed, and nothing else.

    Raises ValueError where the file no longer has what was read.
    """
    lines = re.split(r"(\r\n|\r|\n)", text)  # the line ends stand between
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    for change in sorted(changes, key=lambda one: (one.place.line, -one.place.column)):
        index = 2 * (change.place.line - 1)
        line = lines[index].removeprefix(mark) if index == 0 else lines[index]
        begin, end = change.place.column - 1, change.place.column - 1 + change.place.width
        quote = line[begin] if line[begin : begin + 1] in {"'", '"'} else ""
        if line[begin:end].strip("'\"").strip() != change.old:
            remedy = "run it again, or change it by hand"
            raise ValueError(f"{change.place}: {change.old} does not stand there; {remedy}")
        line = f"{line[:begin]}{quote}{change.new}{quote}{line[end:]}"
        lines[index] = f"{mark}{line}" if index == 0 else line
    return "".join(lines)
