"""Functions of levels that are no products: of the numbers that these are, and levels again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.activations import ACTIVATIONS
from convcalc.executor.functions.call import AnyArray, Arrays, Call, Given, Held, Operand, Read
from convcalc.executor.functions.element_types import limits
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.moved import MOVED
from convcalc.executor.functions.pointwise import POINTWISE
from convcalc.executor.functions.pooled import POOLED
from convcalc.executor.functions.reduced import REDUCTIONS
from convcalc.executor.functions.related import RELATED
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter

_FLOAT, _UINT8 = 1, 2
_FUNCTIONS: Mapping[str, Function] = {
    **ACTIVATIONS, **MOVED, **POINTWISE, **POOLED, **REDUCTIONS, **RELATED,
}  # fmt: skip
# A number halfway between two levels may go to either, by how it was computed.
_A_LEVEL = 2.0**19


class Levels(NamedTuple):
    """A function of numbers; `read` are the operands that it has, of which each may be levels.

    Their scales and levels of 0 are the two after each; `written` are those of what is made.
    """

    function: str
    read: Callable[[Call], Sequence[int]]
    written: int
    plain: tuple[int, ...] = ()  # operands that are no levels
    told: Callable[[Call], Mapping[str, object]] = lambda call: call.attributes

    def dims(self, call: Call) -> Shape:
        """Of what it writes."""
        inner = self._inner(call)
        return _FUNCTIONS[self.function].dims(inner)

    def compute(self, call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
        """All of it."""
        inner = self._inner(call)
        made = _FUNCTIONS[self.function].compute(inner, self._numbers(call, arrays), meter)
        return self._quantized(call, arrays, made)

    def element(self, call: Call, arrays: Arrays, index: Shape) -> Element:
        """One element, to within a level."""
        numbers = self._numbers(call, arrays)
        made, _ = _FUNCTIONS[self.function].element(self._inner(call), numbers, index)
        return float(self._quantized(call, arrays, np.asarray(made))), _A_LEVEL

    def work(self, call: Call) -> int:
        """That of the function."""
        return _FUNCTIONS[self.function].work(self._inner(call))

    def _inner(self, call: Call) -> Call:
        operands = [call.operands[place] for place in self.read(call)]
        opset = call.attribute("opset", call.opset)
        return call._replace(
            function=self.function,
            operands=tuple([one if place in self.plain else _of_numbers(one)
                            for place, one in zip(self.read(call), operands, strict=True)]),
            attributes=self.told(call),
            opset=opset,
        )  # fmt: skip

    def _numbers(self, call: Call, arrays: Arrays) -> Arrays:
        return [
            arrays[place] if place in self.plain else _number(arrays[place : place + 3])
            for place in self.read(call)
        ]

    def _quantized(self, call: Call, arrays: Arrays, numbers: AnyArray) -> AnyArray:
        scaling = arrays[self.written], _zero(arrays, self.written + 1)
        scale, zero = [np.asarray(one, np.float32).reshape(()) for one in scaling]
        levels = np.rint(numbers.astype(np.float32) / scale) + zero
        return np.asarray(np.clip(levels, *limits(call.dtype(self.written + 1) or _UINT8)))


def _of_numbers(one: Operand) -> Operand:
    return one._replace(dtype=_FLOAT) if isinstance(one, Read | Held | Given) else one


def _zero(arrays: Arrays, place: int) -> AnyArray:
    found = arrays[place] if place < len(arrays) else None
    return np.zeros(()) if found is None else found


def _number(told: Arrays) -> AnyArray:
    """Levels, by a scale and a level of 0."""
    levels, scale = [np.asarray(one, np.float32) for one in told[:2]]
    return np.asarray((levels - _zero(told, 2).astype(np.float32).reshape(())) * scale.reshape(()))


def _at(*places: int) -> Callable[[Call], Sequence[int]]:
    return lambda _: places


def _positions(call: Call) -> Mapping[str, object]:
    return {"axes": tuple(range(2, len(call.dims()))), "keepdims": 1}


_LEVELS: Mapping[str, Levels] = {
    "QLinearAdd": Levels("Add", _at(0, 3), 6),
    "QLinearMul": Levels("Mul", _at(0, 3), 6),
    "QLinearSigmoid": Levels("Sigmoid", _at(0), 3),
    "QLinearLeakyRelu": Levels("LeakyRelu", _at(0), 3),
    "QLinearSoftmax": Levels("Softmax", _at(0), 3),
    "QLinearAveragePool": Levels("AveragePool", _at(0), 3),
    "QLinearGlobalAveragePool": Levels("ReduceMean", _at(0), 3, told=_positions),
    "QLinearConcat": Levels("Concat", lambda call: range(2, len(call.operands), 3), 0),
    "QLinearWhere": Levels("Where", _at(0, 1, 4), 7, plain=(0,)),
}
QUANTIZED_ELEMENTS: Mapping[str, Function] = {
    name: Function(one.dims, one.compute, one.element, one.work, room=2)
    for name, one in _LEVELS.items()
}
