"""Products in whole numbers: what is multiplied are levels less the level of 0.

Sums are exact, in float64. Where a result is to be levels again, it is scaled in float32 and
rounded to the nearest, of two that are as near to the even one, as ONNX Runtime does.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.contracted import CONTRACTED
from convcalc.executor.functions.convolved import convolved, convolved_dims, one_of
from convcalc.executor.functions.element_types import limits
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.levels import rounded
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter

_UINT8 = 2
_MATMUL = CONTRACTED["MatMul"]


class Levels(NamedTuple):
    """A product of two factors, of windows or of matrices; its operands by their places.

    −1 is for what it does not have: without scales it writes sums, without a scale of what is
    written it writes numbers, else levels.
    """

    windows: bool
    factors: tuple[int, int]
    zeros: tuple[int, int]
    scales: tuple[int, ...] = ()
    scale: int = -1
    zero: int = -1
    bias: int = -1
    rounds: bool = False  # whether the first are numbers, that are rounded to levels

    def dims(self, call: Call) -> Shape:
        """Of what it writes."""
        if self.windows:
            return convolved_dims(call, self.factors[1])
        return _MATMUL.dims(self._matrices(call))

    def work(self, call: Call) -> int:
        """Products that are added up for one element."""
        if self.windows:
            return prod(call.dims(self.factors[1])[1:])
        return _MATMUL.work(self._matrices(call))

    def compute(self, call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
        """All of it."""
        pair = self._pair(arrays)
        if self.windows:
            return self._written(call, arrays, convolved(call, *pair, meter))
        sums = _MATMUL.compute(self._matrices(call), list(pair), meter)
        return self._written(call, arrays, sums)

    def element(self, call: Call, arrays: Arrays, index: Shape) -> Element:
        """One element, by the definition of the sum."""
        pair = self._pair(arrays)
        if self.windows:
            found, scale = one_of(call, *pair, index)
        else:
            found, scale = _MATMUL.element(self._matrices(call), list(pair), index)
        one = np.full((1,) * len(index), found)
        value = float(self._written(call, arrays, one, index).item())
        return value, max(abs(value), scale * self._size(arrays))

    def useful(self, call: Call, meter: Meter) -> float:
        """Products that are no padding, of ones."""
        a, b = [np.ones(call.dims(place), np.float32) for place in self.factors]
        if self.windows:
            return float(convolved(call, a, b, meter).sum(dtype=np.float64))
        _MATMUL.compute(self._matrices(call), [a, b], meter)
        return meter.macs

    def _matrices(self, call: Call) -> Call:
        """The same as a product of matrices."""
        return call._replace(
            function="MatMul", operands=tuple([call.operands[place] for place in self.factors])
        )

    def _pair(self, arrays: Arrays) -> tuple[AnyArray, AnyArray]:
        """Both factors, less their levels of 0: one for all, or one for each row or feature."""
        a, b = [np.asarray(arrays[place], np.float64) for place in self.factors]
        a = rounded(a.astype(np.float32)) if self.rounds else a
        low, other = [_at(arrays, place) for place in self.zeros]
        if low is not None:
            a = a - (low[..., None] if low.ndim == 1 < low.size else low)
        if other is not None:
            by_filter = self.windows and other.size > 1
            b = b - (other.reshape(-1, *[1] * (b.ndim - 1)) if by_filter else other)
        return a, b

    def _written(
        self, call: Call, arrays: Arrays, sums: AnyArray, index: Shape | None = None
    ) -> AnyArray:
        """What is written for sums, those of all or that of one place."""
        bias = _at(arrays, self.bias)
        if bias is not None and bias.dtype.kind != "f":
            sums = sums + self._spread(bias, sums.ndim, index)
        if not self.scales:
            return sums
        factor = np.asarray(call.attribute("alpha", 1.0), np.float32)
        for scale in self._scales(arrays):
            factor = factor * self._spread(scale, sums.ndim, index)
        to_levels = _at(arrays, self.scale)
        if to_levels is not None:
            return self._levels(call, arrays, sums, factor / to_levels.item())
        added = 0 if bias is None or bias.dtype.kind != "f" else bias
        return sums.astype(np.float32) * factor + self._spread(np.asarray(added), sums.ndim, index)

    def _levels(self, call: Call, arrays: Arrays, sums: AnyArray, factor: AnyArray) -> AnyArray:
        zero = _at(arrays, self.zero)
        levels = np.rint(sums.astype(np.float32) * factor)
        low, high = limits(call.dtype(self.zero) or _UINT8)
        return np.asarray(np.clip(levels + (0 if zero is None else zero.item()), low, high))

    def _spread(self, numbers: AnyArray, rank: int, index: Shape | None) -> AnyArray:
        """One number for all, or one for each feature of what is written."""
        if numbers.size == 1:
            return numbers.reshape(())
        axis = 1 if self.windows else rank - 1
        if index is not None:
            return np.asarray(numbers.reshape(-1)[index[axis]])
        return numbers.reshape([-1 if at == axis else 1 for at in range(rank)])

    def _scales(self, arrays: Arrays) -> list[AnyArray]:
        """Those of the factors; what is scaled already has none."""
        found = [_at(arrays, place) for place in self.scales]
        return [one.astype(np.float32) for one in found if one is not None]

    def _size(self, arrays: Arrays) -> float:
        """By how much a sum is scaled."""
        sizes = [float(scale.max()) for scale in self._scales(arrays)]
        written = _at(arrays, self.scale)
        return prod(sizes) / (1 if written is None else float(written.item()))


def _at(arrays: Arrays, place: int) -> AnyArray | None:
    return arrays[place] if 0 <= place < len(arrays) else None


def _function(levels: Levels) -> Function:
    return Function(
        dims=levels.dims,
        compute=levels.compute,
        element=levels.element,
        work=levels.work,
        contracts=True,
        room=3,
        useful=levels.useful,
    )


_PLACES: Mapping[str, Levels] = {
    "ConvInteger": Levels(True, (0, 1), (2, 3)),
    "MatMulInteger": Levels(False, (0, 1), (2, 3)),
    "MatMulIntegerToFloat": Levels(False, (0, 1), (4, 5), (2, 3), bias=6),
    "DynamicQuantizeMatMul": Levels(False, (0, 1), (-1, 3), (2,), bias=4, rounds=True),
    "QLinearConv": Levels(True, (0, 3), (2, 5), (1, 4), 6, 7, bias=8),
    "QLinearMatMul": Levels(False, (0, 3), (2, 5), (1, 4), 6, 7),
    "QGemm": Levels(False, (0, 3), (2, 5), (1, 4), 7, 8, bias=6),
}
QUANTIZED: Mapping[str, Function] = {name: _function(one) for name, one in _PLACES.items()}
