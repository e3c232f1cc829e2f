"""Products in whole numbers: they cost as those of our operators, and run as ONNX defines them.

What is quantized as it runs has a level of 0 that only then is known, and that every product
takes off at once. So it is taken off where the levels are made, if nobody but products reads them,
and these read one tensor, as ours do. What writes numbers again wants their scale too, and so gets
numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from convcalc.network.onnx.call import Call, Laid
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.operands import Operands
from convcalc.network.onnx.running import Running
from convcalc.network.onnx.values import Active, Constant, Value
from convcalc.ops.general import Elementwise
from convcalc.ops.op import Op


class Reading(NamedTuple):
    """At which inputs a product reads the level of 0, and the scale, if it does."""

    zero: int
    scale: int | None = None


_READINGS: Mapping[str, Reading] = {
    "ConvInteger": Reading(2),
    "MatMulInteger": Reading(2),
    "MatMulIntegerToFloat": Reading(4, 2),
}
_WRITER = "DynamicQuantizeLinear"
LEVELS, CENTRED, NUMBERS = "levels", "centred", "numbers"


def dynamic_quantize(call: Call) -> tuple[Active, ...]:
    """DynamicQuantizeLinear: the elements in whole numbers, and one scale and zero point of all."""
    levels, scale, zero, *_ = [*call.node.outputs, "", ""]
    attributes = {"kept": _kept(call, levels, scale, zero)}
    told = replace(call, node=replace(call.node, attributes=attributes))
    x = told.active()
    return told.elementwise(x.dims, x), *[told.movement((), output=at) for at in (1, 2)]


def _kept(call: Call, levels: str, scale: str, zero: str) -> str:
    """As what the levels of these names are kept: by who reads them, and their 0 and scale."""
    nodes = call.readers(levels)
    if not nodes or not all(one.op in _READINGS and one.inputs[0] == levels for one in nodes):
        return LEVELS
    readings = [(node.inputs, _READINGS[node.op]) for node in nodes]
    if any(list(names[one.zero : one.zero + 1]) != [zero] for names, one in readings):
        return LEVELS
    if any(one not in nodes for one in call.readers(zero)):
        return LEVELS
    scaling = [names[one.scale] == scale for names, one in readings if one.scale]
    if not scaling:
        return CENTRED
    alone = len(scaling) == len(nodes) and all(one in nodes for one in call.readers(scale))
    return NUMBERS if alone and all(scaling) else LEVELS


def settled(call: Call) -> Call:
    """The product without a level of 0, and a scale, that are taken off already."""
    reading, x = _READINGS[call.node.op], call.given(0)
    made = call.graph.made(x.tensor) if isinstance(x, Active) else None
    quantized = made and isinstance(made.op, Elementwise) and made.op.function == _WRITER
    if not isinstance(x, Active) or not quantized:
        return call
    names = [*call.node.inputs, *[""] * len(_READINGS)]
    scale = names[reading.scale] if reading.scale else ""
    kept = _kept(call, names[0], scale, names[reading.zero])
    if kept == LEVELS:
        return call
    inputs = list(call.inputs)
    inputs[0] = replace(x, dtype=0)  # numbers below 0 are no levels
    for place in (reading.zero, reading.scale):
        if place:
            inputs[place] = None
    return replace(call, inputs=tuple(inputs))


def as_levels(
    call: Call,
    spec: Op,
    given: Sequence[Value | None],
    written: tuple[Dims, Laid],
    weights: Sequence[Constant | None] = (),
    *,
    tensors: int = 1,
) -> int:
    """An operator of ours, of so many tensors and with these weights, that runs as what it is."""
    dims, (shape, order) = written
    own = tuple([one.recipe for one in weights if one and one.recipe])
    found = Operands(call.node.op, given, own, call.graph.shape)
    read = [one.tensor for one in given if isinstance(one, Active)]
    moving = " with a scale that is known only while it runs" if len(read) > tensors else ""
    run = Running(
        function=f"{call.node.op}{moving}",
        operands=found.listed,
        attributes=call.node.attributes,
        dims=dims,
        order=order,
        rank=len(shape),
        opset=call.opset,
        trained=own,
        beside=tuple(found.beside),
    )
    return call.graph.add(call, spec, *read[:tensors], weights=run.weights, run=run)
