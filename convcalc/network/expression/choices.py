"""What depends on a condition: of an array, each part of the elements is computed by itself.

So `n//s if s else 0` divides by no zero, on numbers and on arrays alike: the side that is not
taken is not computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from convcalc.network.expression.arrays import exact_as_floats, is_float, widened
from convcalc.network.expression.error import RefusedError
from convcalc.network.expression.values import NUMBERS, Names, Value, is_array, shown

Run = Callable[[Names], Value]


def truth(value: Value) -> Any:  # noqa: ANN401 — a bool, or an array of them
    """Whether a value holds: a bool, or an array of bools that differ."""
    if value is True or value is False:
        return value
    if is_array(value):
        held = value != 0
        return held if held.any() and not held.all() else bool(held.any())
    if type(value) in NUMBERS:
        return value != 0
    raise RefusedError(f"{shown(value)} is neither true nor false; compare it with ==")


def opposite(value: Value) -> Value:
    """Whether a value does not hold.

    >>> opposite(0), opposite(True)
    (True, False)
    """
    holds = truth(value)
    if holds is True or holds is False:
        return value == 0
    return ~holds  # type: ignore[no-any-return]


def chosen(holds: Any, names: Names, yes: Run, no: Run) -> Value:  # noqa: ANN401 — as `truth`
    """`yes` where the condition holds, `no` elsewhere."""
    if holds is True:
        return yes(names)
    if holds is False:
        return no(names)
    return joined(holds, yes(Part(names, holds)), no(Part(names, ~holds)))


def joined(holds: Any, yes: Value, no: Value) -> Value:  # noqa: ANN401 — an array of bools
    """One array of the elements of both parts, in their order."""
    bools = _bools(yes) and _bools(no)
    parts = (yes, no) if bools else (widened(yes), widened(no))
    floats = is_float(parts[0]) or is_float(parts[1])
    if floats:
        exact_as_floats(*parts)
    kind = "bool" if bools else "float64" if floats else "int64"
    result = holds.astype(kind)
    result[holds], result[~holds] = parts
    return result  # type: ignore[no-any-return]


def _bools(value: Value) -> bool:
    return value.dtype.kind == "b" if is_array(value) else isinstance(value, bool)


class Part(Mapping[str, Value]):
    """Names whose arrays are only those elements that a condition takes."""

    def __init__(self, names: Names, holds: Any) -> None:  # noqa: ANN401 — an array of bools
        self._names = names
        self._holds = holds

    def __getitem__(self, name: str) -> Value:
        value = self._names[name]
        return part(value, self._holds) if is_array(value) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def part(value: Any, holds: Any) -> Value:  # noqa: ANN401 — arrays
    """The elements that a condition takes. Raises RefusedError where the two do not fit."""
    if value.shape != holds.shape:
        value = holds * 0 + value
    if value.shape != holds.shape:
        raise RefusedError(
            f"a condition of shape {holds.shape} chooses among {value.shape}; give both one shape"
        )
    taken: Value = value[holds]
    return taken
