"""The numbers of small tensors: shapes, axes and scales. Weights are never read."""

from __future__ import annotations

import struct
from math import prod

from convcalc.network.onnx.model import Tensor
from convcalc.network.onnx.small import MOST, Number, Numbers
from convcalc.network.onnx.wire import DamagedError, numbers

# By their numbers in TensorProto.DataType, in the letters of struct; the others are no shapes.
_LETTERS: dict[int, str] = {
    1: "f", 2: "B", 3: "b", 4: "H", 5: "h", 6: "i", 7: "q", 9: "?", 10: "e", 11: "d", 12: "I",
    13: "Q",
}  # fmt: skip
_FLOAT16 = 10
_REAL = "fed"
_DIGITS = range(1, 10)  # nine tell every number in 32 bits


def cast(value: Number, dtype: int) -> Number:
    """A number as a type of ONNX has it; whole numbers are cut towards zero.

    >>> cast(2.7, 7), cast(3, 1), cast(2, 9)
    (2, 3.0, True)
    """
    letter = _LETTERS.get(dtype, "f")
    if letter in _REAL:
        return float(value)
    return bool(value) if letter == "?" else int(value)


def shortest(value: float) -> float:
    """The number with the fewest digits that is the same in the 32 bits in which files have it.

    >>> shortest(9.999999974752427e-07), shortest(0.20000000298023224), shortest(float("inf"))
    (1e-06, 0.2, inf)
    """
    tried = [float(f"{value:.{digits}g}") for digits in _DIGITS]
    return next((one for one in tried if _in_32_bits(one) == _in_32_bits(value)), value)


def _in_32_bits(value: float) -> bytes:
    try:
        return struct.pack("<f", value)
    except OverflowError:  # larger than any of them
        return struct.pack("<d", value)


def numbers_of(tensor: Tensor) -> Numbers | None:
    """The numbers of a tensor; none for what is large, elsewhere, or of a type that shapes lack.

    Raises DamagedError where there are more or fewer than its shape says.
    """
    size = prod(tensor.dims)
    if size > MOST or tensor.external or tensor.dtype not in _LETTERS:
        return None
    found = _raw(tensor.raw, tensor) if tensor.raw is not None else _listed(tensor)
    if len(found) != size:
        shape = "x".join(map(str, tensor.dims)) or "no axes"
        raise DamagedError(f"{tensor.name}: {len(found)} numbers stand where the shape is {shape}")
    return Numbers(found, tensor.dims)


def constant_numbers(values: Number | tuple[Number, ...]) -> Numbers:
    """Numbers that a node says itself."""
    return Numbers(values, (len(values),)) if isinstance(values, tuple) else Numbers((values,), ())


def _raw(data: memoryview, tensor: Tensor) -> tuple[Number, ...]:
    return _unpacked(data, _LETTERS[tensor.dtype], tensor.name)


def _unpacked(data: memoryview, letter: str, name: str) -> tuple[Number, ...]:
    size = struct.calcsize(f"<{letter}")
    if len(data) % size or len(data) > size * MOST:
        raise DamagedError(f"{name} has {len(data)} bytes, for numbers of {size} each")
    return struct.unpack(f"<{len(data) // size}{letter}", data)


def _listed(tensor: Tensor) -> tuple[Number, ...]:
    """Numbers in a field of their type, as old writers put them; a float16 as its bits."""
    if not tensor.listed:
        return ()
    word, *parts = tensor.listed
    form = bytes(word).decode()
    found: list[Number] = []
    for part in parts:
        found += numbers(part) if form == "varint" else _unpacked(part, form, tensor.name)
    if tensor.dtype == _FLOAT16:
        bits = [int(one) % 2**16 for one in found]
        return struct.unpack(f"<{len(bits)}e", struct.pack(f"<{len(bits)}H", *bits))
    return tuple([cast(one, tensor.dtype) for one in found])
