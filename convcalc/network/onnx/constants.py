"""The numbers of small tensors: shapes, axes and scales. Weights are never read."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from convcalc.network.onnx.model import Tensor
from convcalc.network.onnx.values import Constant
from convcalc.network.onnx.wire import DamagedError, numbers

if TYPE_CHECKING:
    from convcalc.network.onnx.values import Numbers

MOST = 2**16  # numbers; what shapes are computed from is far smaller
# By their numbers in TensorProto.DataType; what is not here is never part of a shape.
_KINDS: dict[int, str] = {
    1: "<f4", 2: "u1", 3: "i1", 4: "<u2", 5: "<i2", 6: "<i4", 7: "<i8", 9: "?", 10: "<f2",
    11: "<f8", 12: "<u4", 13: "<u8",
}  # fmt: skip
_FLOAT16 = 10


def kind(dtype: int) -> str:
    """NumPy's word for a type of ONNX; float where it has none.

    >>> kind(7), kind(16)
    ('<i8', '<f4')
    """
    return _KINDS.get(dtype, "<f4")


def numbers_of(tensor: Tensor) -> Numbers | None:
    """The numbers of a tensor; none for what is large, elsewhere, or of a type that shapes lack.

    Raises DamagedError where there are more or fewer than its shape says.
    """
    size = prod(tensor.dims)
    if size > MOST or tensor.external or tensor.dtype not in _KINDS:
        return None
    found = _raw(tensor) if tensor.raw is not None else _listed(tensor)
    if found.size != size:
        said = "x".join(map(str, tensor.dims)) or "no axes"
        raise DamagedError(f"{tensor.name}: {found.size} numbers stand where the shape is {said}")
    return found.reshape(tensor.dims)


def constant_of(numbers: Sequence[float] | float, dtype: str | None = None) -> Constant:
    """Numbers that are known."""
    made = np.asarray(numbers, dtype)
    return Constant(made.shape, made=made)


def _raw(tensor: Tensor) -> Numbers:
    word = np.dtype(_KINDS[tensor.dtype])
    assert tensor.raw is not None  # noqa: S101 — the caller has asked
    if len(tensor.raw) % word.itemsize:
        raise DamagedError(f"{tensor.name} ends in the middle of a number")
    return np.frombuffer(tensor.raw, word)


def _listed(tensor: Tensor) -> Numbers:
    """Numbers in a field of their type, as old writers put them; a float16 as its bits."""
    if not tensor.listed:
        return np.zeros(0, _KINDS[tensor.dtype])
    word, *parts = tensor.listed
    form = bytes(word).decode()
    found: list[Any] = []
    for part in parts:
        found += numbers(part) if form == "varint" else _floats(part, form, tensor.name)
    if tensor.dtype == _FLOAT16:
        return np.array([one % 2**16 for one in found], np.uint16).view(np.float16)
    return np.array(found).astype(_KINDS[tensor.dtype])


def _floats(part: memoryview, form: str, name: str) -> list[Any]:
    if len(part) % np.dtype(form).itemsize:
        raise DamagedError(f"{name} ends in the middle of a number")
    found: list[Any] = np.frombuffer(part, form).tolist()
    return found
