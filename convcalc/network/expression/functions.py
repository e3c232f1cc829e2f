"""The functions of expressions: one table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from convcalc.network.expression import arrays
from convcalc.network.expression.arithmetic import add, floor_divide, multiply
from convcalc.network.expression.choices import joined, part, truth
from convcalc.network.expression.comparisons import COMPARISONS
from convcalc.network.expression.error import RefusedError
from convcalc.network.expression.values import NUMBERS, Value, is_array, no_number, shown

_less, _differ = COMPARISONS["<"], COMPARISONS["!="]


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many values it takes; `most` is None where there is no end."""

    apply: Callable[..., Value]
    least: int = 1
    most: int | None = 1


def _to_whole(exact: Callable[[Any], int], wide: Callable[[Any], Value]) -> Callable[..., Value]:
    def apply(value: Value) -> Value:
        if type(value) in NUMBERS:
            return exact(value)
        if is_array(value):
            return wide(value)
        raise no_number(value)

    return apply


floor = _to_whole(math.floor, arrays.floor)
ceil = _to_whole(math.ceil, arrays.ceil)
nearest_whole = _to_whole(round, arrays.rounded)


def least(*values: Value) -> Value:
    """The smallest value."""
    return reduce(lambda best, one: _either(_less(one, best), one, best), values)


def greatest(*values: Value) -> Value:
    """The largest value."""
    return reduce(lambda best, one: _either(_less(best, one), one, best), values)


def _either(first: Value, yes: Value, no: Value) -> Value:
    holds = truth(first)
    if holds is True or holds is False:
        return yes if holds else no
    return joined(holds, _part(yes, holds), _part(no, ~holds))


def _part(value: Value, holds: Any) -> Value:  # noqa: ANN401 — an array of bools
    return part(value, holds) if is_array(value) else value


def divisible(value: Value, divisor: Value) -> Value:
    """The multiple of `divisor` nearest to a value, and never more than a tenth below it.

    Formula: m = max(n, ⌊x + n/2⌋ // n · n);  m + n if m < 0.9·x, else m
    Source: MobileNet's `make_divisible`, github.com/tensorflow/models, as torchvision has it.

    >>> divisible(32 * 0.35, 8), divisible(24 * 0.75, 8), divisible(11, 8)
    (16, 24, 16)
    """
    n = floor(divisor)
    if truth(COMPARISONS["!="](n, divisor)) is not False or truth(_less(n, 1)) is not False:
        raise RefusedError(f"{shown(divisor)} is no divisor; give a whole number, at least 1")
    half_up = floor_divide(floor(add(multiply(value, 2), n)), multiply(n, 2))
    near = greatest(n, multiply(half_up, n))
    result: Value = add(near, multiply(n, _less(near, multiply(value, 0.9))))
    return result


def round8(value: Value) -> Value:
    """The multiple of 8 nearest to a value, and never more than a tenth below it.

    Formula: divisible(x, 8)

    >>> round8(32 * 0.5), round8(1280 * 1.4)
    (16, 1792)
    """
    return divisible(value, 8)


FUNCTIONS: dict[str, Function] = {
    "ceil": Function(ceil),
    "floor": Function(floor),
    "round": Function(nearest_whole),
    "min": Function(least, 2, None),
    "max": Function(greatest, 2, None),
    "divisible": Function(divisible, 2, 2),
    "round8": Function(round8),
}
