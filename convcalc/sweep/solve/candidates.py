"""The values that a var may take: an interval to so many digits, or steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from convcalc.errors import InputError
from convcalc.notation import number

_FORM = "write an interval such as width=0.1..2, or steps such as depth=1..9:2"
_DIGITS = 4  # of an interval, after the first digit of its length


@dataclass(frozen=True, slots=True)
class Candidates:
    """Values of a var upwards, both ends among them; none is made before it is asked for."""

    name: str
    text: str  # as they were written
    low: Fraction
    high: Fraction
    step: Fraction
    stepped: bool  # whether the user wrote the step

    def __len__(self) -> int:
        if self.stepped:
            return int((self.high - self.low) // self.step) + 1
        return int(-(-self.high // self.step) - self.low // self.step) + 1

    def value(self, index: int) -> int | float:
        """The value of that number: an int where it is whole, else the nearest float.

        >>> found = read_candidates("width=0.125..2")
        >>> len(found), found.value(0), found.value(1), found.value(len(found) - 1)
        (18751, 0.125, 0.1251, 2)
        """
        first = self.low if self.stepped else self.low // self.step * self.step
        return plain(min(max(first + index * self.step, self.low), self.high))

    def values(self, indices: Iterable[int]) -> list[int | float]:
        """The values of several numbers."""
        return [self.value(index) for index in indices]

    def shorter(self, index: int, up: bool) -> list[int | float]:
        """Values nearby with fewer digits, the shortest first; with `up`, those above.

        >>> found = read_candidates("width=0.1..2")
        >>> found.shorter(8921, up=False), found.shorter(8921, up=True)
        ([0.9, 0.99, 0.992], [1, 1, 1, 0.993])
        """
        exact = Fraction(str(self.value(index)))
        found = []
        for digits in range(_digits(self.step)):
            unit = Fraction(1, 10**digits)
            rounded = (-(-exact // unit) if up else exact // unit) * unit
            if self.low <= rounded <= self.high:
                found.append(plain(rounded))
        return found

    def whole(self) -> Candidates | None:
        """The whole numbers among them; none where there are none."""
        low, high = -(-self.low // 1), self.high // 1
        if low > high:
            return None
        return replace(self, low=Fraction(low), high=Fraction(high), step=Fraction(1), stepped=True)


def plain(value: Fraction) -> int | float:
    """An int where it is whole, else the nearest float: what a user would write."""
    return value.numerator if value.denominator == 1 else float(value)


def _digits(step: Fraction) -> int:
    """Decimals of a step."""
    return max(-Decimal(str(float(step))).normalize().as_tuple().exponent, 0)  # type: ignore[operator]  # finite


def read_candidates(text: str) -> Candidates:
    """The values of `--vary NAME=LOW..HIGH`, or with `:STEP`.

    Raises InputError where they cannot be read.
    """
    name, equals, values = text.partition("=")
    bounds, colon, step = values.strip().partition(":")
    low, dots, high = bounds.partition("..")
    if not (name.strip() and equals and dots):
        raise InputError("CC100", f"--vary {text}: {_FORM}")
    try:
        ends = number(low), number(high)
        width = ends[1] - ends[0]
        if width <= 0:
            raise ValueError("the interval is empty; write it upwards")  # noqa: TRY301
        by = number(step) if colon else _fine(width)
        if colon:
            _check_step(ends[0], width, by)
    except ValueError as error:
        raise InputError("CC105", f"--vary {text}: {error}") from None
    return Candidates(name.strip(), values.strip(), *ends, by, bool(colon))


def _fine(width: Fraction) -> Fraction:
    """The step of an interval: a power of ten, so that there are 10⁴ to 10⁵ values."""
    power = Decimal(str(float(width))).adjusted() - _DIGITS
    return Fraction(10) ** power


def _check_step(low: Fraction, width: Fraction, step: Fraction) -> None:
    if step <= 0:
        raise ValueError("the step is not above 0; write it like 1..9:2")
    if width % step:
        last = low + width // step * step
        ends = f"{plain(last)} or {plain(last + step)}"
        raise ValueError(f"the steps miss the end of the range; end it at {ends}")
