"""The kernel of every function of ONNX: sample by sample, on tensors as the model sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.errors import InputError
from convcalc.executor.definition import Element
from convcalc.executor.elementwise import BLOCK
from convcalc.executor.functions.call import (
    NONE,
    AnyArray,
    Arrays,
    Call,
    Given,
    Held,
    Operand,
    fitted,
)
from convcalc.executor.functions.element_types import WHOLE, whole
from convcalc.executor.layout import Array, Layout, Shape
from convcalc.executor.meter import Meter

FLOAT32 = 4  # bytes
BLOCKS = 64 * BLOCK  # of what is computed some elements at a time


class Function(NamedTuple):
    """What a function does.

    - `dims(call)`: the dims of what it writes;
    - `compute(call, arrays, meter)`: what it writes, from its operands in their own dims;
    - `element(call, arrays, index)`: one element of it by the definition, and the scale of its
      rounding error; `work(call)` terms are added up for it;
    - `contracts`: whether it multiplies and adds up, so that its multiplications are work;
    - `useful(call, meter)`: how many of them are no padding, of arrays of ones; else all.
    - `room`: how much memory it takes beside what it reads and writes, in those.
    """

    dims: Callable[[Call], Shape]
    compute: Callable[[Call, Arrays, Meter], AnyArray]
    element: Callable[[Call, Arrays, Shape], Element]
    work: Callable[[Call], int] = lambda _: 1
    contracts: bool = False
    room: float = 1.0
    useful: Callable[[Call, Meter], float] | None = None


@contextmanager
def told(call: Call) -> Iterator[None]:
    """What NumPy says of a function that does not fit what it reads becomes an InputError."""
    try:
        yield
    except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise InputError("CC221", f"{call.function} cannot be run: {said}") from None


def lay_out(function: Function, call: Call) -> Layout:
    """A step that is such a function."""
    with told(call):
        return _laid_out(function, call)


def _laid_out(function: Function, call: Call) -> Layout:
    found = function.dims(call)
    if prod(found) != prod(call.laid.dims):
        said = f"{call.function} writes {found}, which is not {call.laid.dims}"
        raise InputError("CC221", said)
    laid = call.laid._replace(dims=found, order=_order(found, call))
    step = Running(function, call._replace(laid=laid))
    counts = function.contracts and not call.output  # of the others, the first has the work
    return Layout(
        output=laid.shape,
        compute=step.compute,
        weights=call.weights,
        buffers=len(call.weights) - call.trained,
        workspace=_workspace(function, call),
        contracts=counts,
        useful=step.useful if counts else None,
        plain=step.plain,
        plain_work=function.work(call),
    )


def _workspace(function: Function, call: Call) -> int:
    """Bytes of whole numbers that it is given, of what it makes, and of its room."""
    given = [(prod(one.dims), one.dtype) for one in call.operands if one is not None]
    whole = [(size, WHOLE[dtype].itemsize) for size, dtype in given if dtype in WHOLE]
    to = WHOLE.get(call.attribute("to", 0), np.dtype(np.float32)).itemsize
    made, sizes = prod(call.laid.dims), sum([size for size, _ in given])
    return (
        sum([size * each for size, each in whole])
        + made * max([FLOAT32, to, *[each for _, each in whole]])
        + int(function.room * FLOAT32 * (made + sizes))
        + BLOCKS
    )


def _order(found: Shape, call: Call) -> Shape:
    """The order of what is found, where axes of length 1 came or went."""
    order = [axis for size, axis in zip(call.laid.dims, call.laid.order, strict=True) if size > 1]
    left = iter(order)
    return tuple([next(left, NONE) if size > 1 else NONE for size in found])


class Running(NamedTuple):
    """One function, laid out."""

    function: Function
    call: Call

    def compute(
        self, inputs: Sequence[Array], weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write what the function makes of each sample."""
        with told(self.call):
            for item, written in enumerate(out):
                found = self.function.compute(self.call, self._read(inputs, weights, item), meter)
                written[...] = self.call.laid.ours(found)

    def plain(self, inputs: Sequence[Array], weights: Sequence[Array], index: Shape) -> Element:
        """One output element by the definition."""
        item, *place = index
        with told(self.call):
            arrays = self._read(inputs, weights, item)
            return self.function.element(self.call, arrays, self.call.laid.place(tuple(place)))

    def useful(self, inputs: Sequence[Array], meter: Meter) -> float:
        """All that is multiplied, or what of it is no padding."""
        with told(self.call):
            if self.function.useful:
                return self.function.useful(self.call, meter)
            held = [np.ones(one, inputs[0].dtype) for one in self.call.weights]
            self.function.compute(self.call, self._read(inputs, held, 0), meter)
            return meter.macs

    def _read(self, inputs: Sequence[Array], weights: Sequence[Array], item: int) -> Arrays:
        """What the function reads for one sample."""
        left = iter(inputs)
        return [_operand(one, left, weights, item) for one in self.call.operands]


def _operand(
    one: Operand, left: Iterator[Array], weights: Sequence[Array], item: int
) -> AnyArray | None:
    if isinstance(one, Given):
        return one.array
    if isinstance(one, Held):
        return whole(fitted(weights[one.number], one.dims), one.dtype)
    if one is None:
        return None
    x = next(left, None)
    if x is None:
        raise ValueError("it reads more tensors than it is given")
    return whole(one.laid.seen(x[item]), one.dtype)
