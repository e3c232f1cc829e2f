"""Comparisons, of numbers as Python does them, of text by == and != only."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from convcalc.network.expression.arrays import exact_as_floats, is_float, widened
from convcalc.network.expression.error import RefusedError
from convcalc.network.expression.values import NUMBERS, Value, is_array, no_number, shown

Compare = Callable[[Any, Any], Any]


def _comparison(symbol: str, exact: Compare) -> Compare:
    equality = symbol in ("==", "!=")

    def compare(x: Value, y: Value) -> Value:
        if type(x) in NUMBERS and type(y) in NUMBERS:
            result: Value = exact(x, y)
            return result
        texts = isinstance(x, str) or isinstance(y, str)
        if is_array(x) or is_array(y):
            return symbol == "!=" if texts and equality else _on_arrays(exact, x, y)
        if equality:
            return exact(x, y)  # type: ignore[no-any-return]
        if texts:
            raise RefusedError(f"{shown(x)} {symbol} {shown(y)}: compare text by == or !=")
        raise no_number(x, y)

    return compare


def _on_arrays(exact: Compare, x: Value, y: Value) -> Value:
    a, b = widened(x), widened(y)
    if is_float(a) != is_float(b):
        exact_as_floats(a, b)
    result: Value = exact(a, b)
    return result


COMPARISONS: dict[str, Compare] = {
    symbol: _comparison(symbol, exact)
    for symbol, exact in {
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }.items()
}
