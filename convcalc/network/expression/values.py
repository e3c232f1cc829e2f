"""What expressions calculate with: numbers, text to compare, and arrays of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from convcalc.network.expression.error import RefusedError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.int64] | NDArray[np.float64] | NDArray[np.bool_]

Number: TypeAlias = int | float
Value: TypeAlias = "Number | str | Array"
Names: TypeAlias = Mapping[str, Value]

NUMBERS = frozenset({int, float, bool})  # the exact types: NumPy's numbers are arrays here
_PLAIN_DIGITS = 20
_SHOWN = 40  # characters of a text
_PRINTED_BITS = 5_000


def is_array(value: object) -> TypeGuard[NDArray[Any]]:
    """Whether a value is NumPy's, without importing it.

    >>> is_array(3), is_array("half")
    (False, False)
    """
    return hasattr(value, "dtype")


def shown(value: object) -> str:
    """A value as errors name it.

    >>> shown(0.25), shown("half"), shown(10**30), shown((3, 3)), shown(True)
    ('0.25', '"half"', '1.00e+30', '(3, 3)', 'true')
    """
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _SHOWN else f'"{value[:_SHOWN]}…"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**_PLAIN_DIGITS:
        return f"{Decimal(value):.2e}" if value.bit_length() < _PRINTED_BITS else "a huge number"
    return f"an array of {value.size}" if is_array(value) else str(value)


def no_number(*values: object) -> RefusedError:
    """The first of the values that is none, as an error."""
    wrong = next(one for one in values if type(one) not in NUMBERS and not _numeric(one))
    kind = "text" if isinstance(wrong, str) else "no number"
    return RefusedError(f"{shown(wrong)} is {kind}; calculate with numbers only")


def _numeric(value: object) -> bool:
    return is_array(value) and value.dtype.kind in "bif"
