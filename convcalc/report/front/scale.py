"""Where a number is along an axis, and at which numbers the axis is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log, log10

_DECADES = 100  # more than this from end to end is drawn by powers
_STEPS = (1, 2, 2.5, 5, 10)
_MARGIN = 0.04  # of the length, on both sides
_PREFIXES = ("", "k", "M", "G", "T", "P", "E")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark and what stands at it."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from one end to the other, in steps or in powers."""

    low: float
    high: float
    log: bool
    binary: bool  # bytes are marked by powers of 1024

    def place(self, value: float) -> float:
        """From 0 at the low end to 1 at the high one.

        >>> Scale(1, 10000, True, False).place(100), Scale(0, 8, False, False).place(2)
        (0.5, 0.25)
        """
        if self.log:
            return log(value / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[Tick]:
        """Round numbers within the ends, at most so many.

        >>> [one.text for one in Scale(90e6, 410e6, False, False).ticks(5)]
        ['100 M', '200 M', '300 M', '400 M']
        >>> [one.text for one in Scale(900, 2e6, True, False).ticks(5)]
        ['1 k', '10 k', '100 k', '1 M']
        """
        return self._powers(most) if self.log else self._even(most)

    def _even(self, most: int) -> list[Tick]:
        power = self._power(max(abs(self.low), abs(self.high)))
        unit = float(self._base**power)
        low, high = self.low / unit, self.high / unit
        step = _round_step((high - low) / max(most, 1))
        digits = max(0, -floor(log10(step) + 1e-9), _decimals(step))
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        return [
            Tick(at * step * unit, self._text(at * step, digits, power))
            for at in range(first, last + 1)
        ]

    def _powers(self, most: int) -> list[Tick]:
        """Powers of 10, with 2 and 5 times them where there is room; of bytes, powers of 2."""
        base = 2 if self.binary else 10
        first, last = log(self.low, base), log(self.high, base)
        each = max(ceil((last - first) / max(most, 1)), 1)
        exponents = range(-(-ceil(first - 1e-9) // each) * each, floor(last + 1e-9) + 1, each)
        factors = (1, 2, 5) if base == 10 and 3 * (last - first) <= most else (1,)  # noqa: PLR2004
        if factors != (1,):
            exponents = range(floor(first), floor(last) + 1)
        values = [factor * float(base) ** one for one in exponents for factor in factors]
        return [Tick(one, self._short(one)) for one in values if self.low <= one <= self.high]

    @property
    def _base(self) -> int:
        return 1024 if self.binary else 1000

    def _power(self, value: float) -> int:
        """Of the prefix: thousands below 1 have none."""
        if value < self._base:
            return 0
        return min(int(log(value) / log(self._base) + 1e-9), len(_PREFIXES) - 1)

    def _short(self, value: float) -> str:
        power = self._power(value)
        return f"{value / self._base**power:.12g} {self._prefix(power)}".strip()

    def _text(self, value: float, digits: int, power: int) -> str:
        text = f"{value:.{digits}f}"
        zero = text.strip("-0.") == ""
        return "0" if zero else f"{text} {self._prefix(power)}".strip()

    def _prefix(self, power: int) -> str:
        return (_BINARY if self.binary else _PREFIXES)[power]


def _round_step(least: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** floor(log10(least))
    return next(one * power for one in _STEPS if one * power >= least * (1 - 1e-9))


def _decimals(step: float) -> int:
    """One more for 2.5, 0.25 and so on."""
    leading = step / 10.0 ** floor(log10(step) + 1e-9)
    below = -floor(log10(step) + 1e-9)
    return max(below + 1, 0) if abs(leading - 2.5) < 1e-6 else max(below, 0)  # noqa: PLR2004


def scale_of(values: Sequence[float], *, binary: bool = False) -> Scale:
    """The axis on which all of the numbers are, with some room at both ends."""
    some = [float(one) for one in values if isfinite(one)] or [0.0]
    low, high = min(some), max(some)
    if low > 0 and high / low > _DECADES:
        room = (high / low) ** _MARGIN
        return Scale(low / room, high * room, log=True, binary=binary)
    room = (high - low) * _MARGIN or abs(low) * _MARGIN or 1.0
    return Scale(low - room, high + room, log=False, binary=binary)
