"""A model as it runs: its functions as calls of the executor, its tensors as it has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convcalc.executor import Call, Given, Held, Laid, Read, run
from convcalc.graph import Graph
from convcalc.network.onnx import Execution, Known, Port, Running, Weight
from convcalc.network.onnx import Read as Reading
from convcalc.network.onnx.running import Operand
from convcalc.verify.beside import Beside
from convcalc.verify.constants import Constants, array_of, attributes_of
from convcalc.verify.plan import plan_of

AnyArray = NDArray[Any]


class Model(NamedTuple):
    """What a run of a model needs beside its graph: functions and weights, by path."""

    calls: Mapping[str, Call]
    weights: Mapping[str, Sequence[AnyArray]]
    missing: Sequence[str] = ()  # what is said of weights that are random instead


PLAIN = Model({}, {})  # of a graph that comes from no file: nothing, and random weights


def model_of(execution: Execution, folder: Path | None = None) -> Model:
    """The functions of a model as the executor calls them, and its weights.

    Those that it has in other files are read if they lie in its `folder`, else they are random.
    """
    calls = {path: _call(running) for path, running in execution.functions.items()}
    weights = Constants(execution.weights, Beside(folder))
    return Model(calls, weights, weights.missing())


def _call(running: Running) -> Call:
    shapes = {one.number: one.dims for one in running.operands if isinstance(one, Weight)}
    own = {number: one.dims for number, one in enumerate(running.trained)}
    weights = {**shapes, **own}
    return Call(
        function=running.function,
        operands=tuple(map(_operand, running.operands)),
        attributes=attributes_of(running.attributes),
        laid=Laid(running.dims, running.order, running.rank),
        opset=running.opset,
        output=running.output,
        weights=tuple([weights[number] for number in range(len(weights))]),
        trained=len(running.trained),
    )


def _operand(operand: Operand) -> Read | Held | Given | None:
    if isinstance(operand, Reading):
        return Read(Laid(operand.dims, operand.order, operand.rank), operand.dtype)
    if isinstance(operand, Weight):
        return Held(operand.dims, operand.number, operand.dtype)
    if isinstance(operand, Known):
        return Given(array_of(operand.numbers, operand.dtype), operand.dtype)
    return None


def outputs(
    graph: Graph,
    execution: Execution,
    inputs: Mapping[str, AnyArray],
    *,
    memory: int,
    folder: Path | None = None,
) -> dict[str, AnyArray]:
    """What a model answers: its outputs by name, for inputs by name, all in the model's own dims.

    In its `folder` are the files in which it may have weights.

    Raises InputError for an operator that cannot be run. [CC221]
    """
    model = model_of(execution, folder)
    plan = plan_of(graph, 1, model.calls)
    given = [_ours(port, inputs[port.name])[None] for port in execution.inputs]
    made = run(plan, given, model.weights, memory=memory)
    pairs = zip(execution.outputs, made, strict=False)  # of none, the last tensor is made
    return {port.name: _laid(port, x[0].ndim).seen(x[0]) for port, x in pairs}


def _laid(port: Port, rank: int) -> Laid:
    return Laid(port.dims, port.order, rank)


def _ours(port: Port, x: AnyArray) -> AnyArray:
    rank = max(port.order, default=0) + 1
    return _laid(port, rank).ours(np.asarray(x).reshape(port.dims))
