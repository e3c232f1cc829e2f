"""The numbers of a tensor as its file has them, in bytes of their type or in lists."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError
from convcalc.executor import WHOLE, cast, numbers_in_bits
from convcalc.network.onnx import Tensor
from convcalc.verify.beside import Beside, MissingError

AnyArray = NDArray[Any]
Buffer: TypeAlias = "bytes | memoryview"

_BFLOAT16 = 16
_KEPT: Mapping[int, np.dtype[Any]] = {  # by their numbers in TensorProto.DataType
    number: np.dtype(letters)
    for number, letters in {
        1: "<f4", 2: "u1", 3: "i1", 4: "<u2", 5: "<i2", 6: "<i4", 7: "<i8", 9: "?", 10: "<f2",
        11: "<f8", 12: "<u4", 13: "<u8", _BFLOAT16: "<u2",
    }.items()
}  # fmt: skip
_BYTE = np.dtype("u1")  # of smaller types, and of those of which several are in one
_PACKED: Mapping[int, int] = {21: 4, 22: 4, 23: 4, 25: 2, 26: 2}  # bits of each


def stored(tensor: Tensor, beside: Beside) -> AnyArray:
    """Its numbers, in the memory of its file where that is possible.

    Raises MissingError where they are nowhere, or in another file that is not there, InputError
    for more or fewer than its shape says. [CC140]
    """
    kept = _KEPT.get(tensor.dtype, _BYTE)
    size = prod(tensor.dims)
    many = -(-size * _PACKED.get(tensor.dtype, 8 * kept.itemsize) // 8)  # bytes
    if not (tensor.external or tensor.listed or tensor.raw is not None) and size:
        raise MissingError("the file has none")
    raw = beside.part(tensor.external, many) if tensor.external else tensor.raw
    found = _listed(tensor, kept) if raw is None else _numbers(tensor, raw, kept)
    if found.nbytes != many:
        raise _unfit(tensor, f"{found.size} of them")
    return _meant(found, tensor.dtype, size).reshape(tensor.dims)


def _numbers(tensor: Tensor, data: Buffer, kept: np.dtype[Any]) -> AnyArray:
    if len(data) % kept.itemsize:
        raise _unfit(tensor, f"{len(data)} bytes of them")
    return np.frombuffer(data, kept)


def _unfit(tensor: Tensor, found: str) -> InputError:
    shape = "x".join(map(str, tensor.dims)) or "a single number"
    return InputError("CC140", f"the numbers of {tensor.name} are {shape}, and {found} are there")


def _meant(raw: AnyArray, dtype: int, size: int) -> AnyArray:
    """What bits stand for that NumPy has no type for."""
    if dtype == _BFLOAT16:
        return (raw.astype(np.uint32) << 16).view(np.float32)
    if dtype in _PACKED:
        raw = _unpacked(raw, _PACKED[dtype])[:size]
    if dtype in WHOLE:
        return cast(raw, dtype)
    return raw if dtype in _KEPT else numbers_in_bits(raw, dtype)


def _unpacked(raw: AnyArray, bits: int) -> AnyArray:
    """The lowest come first.

    >>> _unpacked(np.array([0x21, 0x43], np.uint8), 4).tolist()
    [1, 2, 3, 4]
    """
    places = np.arange(0, 8, bits, dtype=np.uint8)
    return np.asarray((raw[:, None] >> places) % 2**bits).reshape(-1)


def _listed(tensor: Tensor, kept: np.dtype[Any]) -> AnyArray:
    """Numbers in a field of their type; floats of 16 bits and less stand there as their bits."""
    word, *parts = tensor.listed or (b"f",)
    form, data = bytes(word).decode(), b"".join(parts)
    if form != "varint":
        return _numbers(tensor, data, np.dtype(f"<{form}")).astype(kept)
    found = _varints(np.frombuffer(data, np.uint8))
    bits = np.dtype(f"<u{kept.itemsize}")
    return found.astype(bits).view(kept) if kept.kind == "f" else found.astype(kept)


def _varints(data: AnyArray) -> AnyArray:
    """Numbers of 7 bits a byte, the lowest first; the last byte of each is below 128.

    >>> _varints(np.array([150, 1, 3], np.uint8)).tolist()
    [150, 3]
    """
    ends = np.flatnonzero(data < 128)  # noqa: PLR2004 — the highest bit says that more follow
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    data = data[: ends[-1] + 1 if len(ends) else 0]
    inside = np.arange(len(data)) - np.repeat(starts, ends - starts + 1)
    parts = (data & 127).astype(np.uint64) << (7 * inside).astype(np.uint64)
    found = np.bitwise_or.reduceat(parts, starts) if len(starts) else parts
    return found.view(np.int64)
