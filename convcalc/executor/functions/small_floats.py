"""Floats of 16, 8 and 4 bits that NumPy has no type for: rounding to them, and what bits mean.

Source: ONNX, "Float stored in 8 bits" and "Float stored in 4 bits"; bfloat16 is the upper half of a
float32. By their numbers in TensorProto.DataType.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError

AnyArray = NDArray[Any]
POWERS = 24  # float8e8m0, which has powers of two alone
_FLOAT4 = 23
_SATURATING = {17, 18, 19, 20}  # those that may be asked to keep to their largest
_UNSIGNED_ZERO = {18, 20}  # those whose minus zero is no number


class Format(NamedTuple):
    """A float: bits of its mantissa, its lowest exponent, its largest number."""

    mantissa: int
    lowest: int
    largest: float
    infinite: bool = False  # whether it has an infinity, for what is larger


FORMATS: Mapping[int, Format] = {
    16: Format(7, -126, float(2**128 - 2**120), infinite=True),  # bfloat16
    17: Format(3, -6, 448.0),  # float8e4m3fn
    18: Format(3, -7, 240.0),  # float8e4m3fnuz
    19: Format(2, -14, 57344.0, infinite=True),  # float8e5m2
    20: Format(2, -15, 57344.0),  # float8e5m2fnuz
    _FLOAT4: Format(1, 0, 6.0),  # float4e2m1, which has nothing but numbers
}


def rounded(x: AnyArray, dtype: int, *, saturate: bool) -> AnyArray:
    """The nearest number, of two that are as near the one whose last bit is 0.

    >>> rounded(np.array([19, 500, -1e-9]), 17, saturate=True).tolist()
    [20.0, 448.0, -0.0]
    """
    x, form = np.asarray(x, np.float64), FORMATS[dtype]
    _, exponents = np.frexp(x)  # of a fraction between a half and one
    step = np.ldexp(1.0, np.maximum(exponents - 1, form.lowest) - form.mantissa)
    found = np.rint(x / step) * step
    keeps = dtype == _FLOAT4 or (saturate and dtype in _SATURATING)
    beyond = form.largest if keeps else np.inf if form.infinite else np.nan
    found = np.where(np.abs(found) > form.largest, np.copysign(beyond, x), found)
    if dtype == _FLOAT4:  # it has no place for what is no number
        found = np.where(np.isnan(x), form.largest, found)
    return found.astype(np.float32)


def power_of_two(x: AnyArray, round_mode: str) -> AnyArray:
    """The power of two above a number, below it, or the nearest; its sign is gone.

    >>> power_of_two(np.array([5, 6, 8]), "nearest").tolist()
    [4.0, 8.0, 8.0]
    """
    fractions, exponents = np.frexp(np.abs(np.asarray(x, np.float64)))
    above = {"up": fractions > 0.5, "nearest": fractions >= 0.75}.get(round_mode, False)  # noqa: PLR2004 — of 0.5 to 1
    powers = np.where(fractions > 0, exponents - 1 + above, -127)
    power = np.ldexp(1.0, np.clip(powers, -127, 127))
    return np.where(np.isfinite(x), power, np.nan).astype(np.float32)


def numbers_in_bits(bits: AnyArray, dtype: int) -> AnyArray:
    """What the bits of a float of 8 or 4 bits stand for.

    >>> numbers_in_bits(np.array([0x38, 0x7E, 0xB8], np.uint8), 17).tolist()
    [1.0, 448.0, -1.0]
    """
    bits = bits.astype(np.int64)
    if dtype == POWERS:
        return np.where(bits == 255, np.nan, np.ldexp(1.0, bits - 127)).astype(np.float32)  # noqa: PLR2004 — all bits
    if dtype not in FORMATS:
        raise InputError("CC221", f"numbers of ONNX's type {dtype} cannot be run")
    form, sign = FORMATS[dtype], 3 if dtype == _FLOAT4 else 7  # the place of the sign's bit
    parts, exponents = bits % 2**form.mantissa, bits % 2**sign >> form.mantissa
    whole = np.where(exponents > 0, parts + 2**form.mantissa, parts).astype(np.float64)
    found = np.ldexp(whole, np.maximum(exponents, 1) - 1 + form.lowest - form.mantissa)
    beyond = np.inf if form.infinite else np.nan
    found = np.where(found > form.largest, np.where(parts == 0, beyond, np.nan), found)
    found = np.where(bits >> sign, -found, found)
    none = (bits == 128) & (dtype in _UNSIGNED_ZERO)  # noqa: PLR2004 — minus zero
    return np.where(none, np.nan, found).astype(np.float32)
