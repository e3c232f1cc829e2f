"""The types of ONNX's elements, by their numbers in TensorProto.DataType.

Arrays of a running model are float32. What a model has as whole numbers is given to a function as
those, so that it divides, shifts and overflows as the model does; what it has in fewer bits than
32 is rounded where it is cast.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

AnyArray = NDArray[Any]

# Those of four and two bits are kept in eight.
WHOLE: Mapping[int, np.dtype[Any]] = {
    number: np.dtype(letters)
    for number, letters in {
        2: "u1", 3: "i1", 4: "u2", 5: "i2", 6: "i4", 7: "i8", 9: "?", 12: "u4", 13: "u8",
        21: "u1", 22: "i1", 25: "u1", 26: "i1",
    }.items()
}  # fmt: skip
_BITS: Mapping[int, int] = {21: 4, 22: 4, 25: 2, 26: 2}  # of those that are kept in more
_FLOAT16, _FLOAT8E8M0 = 10, 24


class Format(NamedTuple):
    """A float: bits of its mantissa, its lowest exponent, its largest number.

    Of what is larger, some formats have an infinity, some are said to keep to their largest.
    """

    mantissa: int
    lowest: int
    largest: float
    infinite: bool = False


# Source: ONNX, "Float stored in 8 bits", and "Float stored in 4 bits".
FORMATS: Mapping[int, Format] = {
    16: Format(7, -126, float(2**128 - 2**120), infinite=True),  # bfloat16
    17: Format(3, -6, 448.0),  # float8e4m3fn
    18: Format(3, -7, 240.0),  # float8e4m3fnuz
    19: Format(2, -14, 57344.0, infinite=True),  # float8e5m2
    20: Format(2, -15, 57344.0),  # float8e5m2fnuz
    23: Format(1, 0, 6.0),  # float4e2m1
}
_SATURATING = {17, 18, 19, 20, 23}


def whole(x: AnyArray, dtype: int) -> AnyArray:
    """What a model has as whole numbers, as those; anything else as it is.

    >>> whole(np.float32([-1.5, 0, 2]), 6).tolist(), whole(np.float32([0, 2]), 9).tolist()
    ([-1, 0, 2], [False, True])
    """
    return x if dtype not in WHOLE else x.astype(WHOLE[dtype])


def cast(x: AnyArray, dtype: int, *, saturate: bool = True, round_mode: str = "up") -> AnyArray:
    """As a type has it: whole numbers are cut towards zero, floats rounded to the nearest.

    >>> cast(np.float32([-1.5, 2.7]), 7).tolist(), cast(np.float32([19, 500]), 17).tolist()
    ([-1, 2], [20.0, 448.0])
    """
    if dtype in WHOLE:
        return _cut(x, dtype)
    if dtype == _FLOAT16:
        return x.astype(np.float16)
    if dtype == _FLOAT8E8M0:
        return _power(x, round_mode)
    if dtype in FORMATS:
        return rounded(x, FORMATS[dtype], saturate=saturate and dtype in _SATURATING)
    return x


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


def rounded(x: AnyArray, form: Format, *, saturate: bool) -> AnyArray:
    """The nearest number of a format, of two that are as near the one whose last bit is 0."""
    x = np.asarray(x, np.float64)
    _, exponents = np.frexp(x)  # of a fraction between a half and one
    step = np.ldexp(1.0, np.maximum(exponents - 1, form.lowest) - form.mantissa)
    found = np.rint(x / step) * step
    beyond = form.largest if saturate else np.inf if form.infinite else np.nan
    return np.asarray(np.where(np.abs(found) > form.largest, np.copysign(beyond, x), found))


def _power(x: AnyArray, round_mode: str) -> AnyArray:
    """A power of two, which is all that float8e8m0 has."""
    fractions, exponents = np.frexp(np.abs(np.asarray(x, np.float64)))
    above = {"up": fractions > 0.5, "nearest": fractions >= 0.75}.get(round_mode, False)  # noqa: PLR2004 — of 0.5 to 1
    power = np.ldexp(1.0, np.clip(exponents - 1 + above, -127, 127))
    return np.asarray(np.where(np.isfinite(x), power, np.nan))
