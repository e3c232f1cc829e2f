"""The types of ONNX's elements, by their numbers in TensorProto.DataType.

Arrays of a running model are float32. What a model has as whole numbers is given to a function as
those, so that it divides, shifts and overflows as the model does; what it has in fewer bits than
32 is rounded where it is cast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from convcalc.executor.functions.small_floats import (
    FORMATS,
    POWERS,
    AnyArray,
    power_of_two,
    rounded,
)

# Those of four and two bits are kept in eight.
WHOLE: Mapping[int, np.dtype[Any]] = {
    number: np.dtype(letters)
    for number, letters in {
        2: "u1", 3: "i1", 4: "u2", 5: "i2", 6: "i4", 7: "i8", 9: "?", 12: "u4", 13: "u8",
        21: "u1", 22: "i1", 25: "u1", 26: "i1",
    }.items()
}  # fmt: skip
_BITS: Mapping[int, int] = {21: 4, 22: 4, 25: 2, 26: 2}  # of those that are kept in more
_FLOAT16 = 10


def whole(x: AnyArray, dtype: int) -> AnyArray:
    """What a model has as whole numbers, as those; anything else as it is.

    >>> whole(np.float32([-1.5, 0, 2]), 6).tolist(), whole(np.float32([0, 2]), 9).tolist()
    ([-1, 0, 2], [False, True])
    """
    return x if dtype not in WHOLE else x.astype(WHOLE[dtype])


def limits(dtype: int) -> tuple[int, int]:
    """The smallest and the largest whole number of a type.

    >>> limits(3), limits(21)
    ((-128, 127), (0, 15))
    """
    kind = WHOLE[dtype]
    bits = _BITS.get(dtype, 8 * kind.itemsize)
    return (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if kind.kind == "i" else (0, 2**bits - 1)


def cast(x: AnyArray, dtype: int, *, saturate: bool = True, round_mode: str = "up") -> AnyArray:
    """As a type has it: whole numbers are cut towards zero, floats rounded to the nearest.

    >>> cast(np.float32([-1.5, 2.7]), 7).tolist(), cast(np.float32([19, 500]), 17).tolist()
    ([-1, 2], [20.0, 448.0])
    """
    if dtype in WHOLE:
        return _cut(x, dtype)
    if dtype == _FLOAT16:
        return x.astype(np.float16)
    if dtype == POWERS:
        return power_of_two(x, round_mode)
    return rounded(x, dtype, saturate=saturate) if dtype in FORMATS else x


def _cut(x: AnyArray, dtype: int) -> AnyArray:
    """What does not fit wraps around, as bits do."""
    to = WHOLE[dtype]
    if to.kind == "b":
        return np.asarray(x != 0)
    if x.dtype.kind == "f" and to.itemsize < np.dtype(np.int64).itemsize:
        x = x.astype(np.int64)
    if dtype not in _BITS:
        return x.astype(to)
    many = 2 ** _BITS[dtype]
    below = 0 if to.kind == "u" else many // 2
    return np.asarray((x.astype(np.int64) + below) % many - below, to)
