"""LSTM, GRU and RNN: in every step a product with the features and one with what was before."""

from __future__ import annotations

from collections.abc import Callable

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.shapes import said
from convcalc.network.onnx.values import NOT_OURS, Active, Value
from convcalc.ops.general import Recurrent

_AXES = 3


def recurrent(gates: int) -> Callable[[Call], tuple[Value, ...]]:
    """The operator with so many gates: outputs of all steps, and the last states.

    Shapes: x (steps, samples, features), weight (directions, gates·hidden, features), recurrence
    (directions, gates·hidden, hidden); all for one sample.
    """

    def translate(call: Call) -> tuple[Value, ...]:
        x, weight, recurrence = call.active(), call.weight(1), call.weight(2)
        if len(x.dims) != _AXES or len(weight.dims) != _AXES or len(recurrence.dims) != _AXES:
            raise NotCountedError(f"its input is {said(x.dims)}, its weight {said(weight.dims)}")
        batch_first = bool(call.number("layout"))
        steps, samples = x.dims[batch_first], x.dims[not batch_first]
        directions, rows, features = weight.dims
        hidden = recurrence.dims[2]
        if features != x.dims[2] or rows != gates * hidden:
            raise NotCountedError(f"its weight {said(weight.dims)} does not fit")
        dims = (steps, directions, samples, hidden)
        spec = Recurrent.trusted(
            function=call.node.op,
            shape=(steps, directions, hidden, *([samples] if samples > 1 else [])),
            learned=call.learned(),
            rows=rows,
            inner=features + hidden,
            steps=(directions, steps, samples),
        )
        tensor = call.add(spec, *[one.tensor for one in call.tensors])
        return _outputs(call, tensor, dims, batch_first=batch_first)

    return translate


def _outputs(
    call: Call, tensor: int, dims: tuple[int, int, int, int], *, batch_first: bool
) -> tuple[Value, ...]:
    """(steps, directions, samples, hidden), and the last of the steps once or twice."""
    steps, directions, samples, hidden = dims
    many = 3 if samples > 1 else NOT_OURS
    if batch_first:
        found: list[Value] = [Active((samples, steps, directions, hidden), tensor, (many, 0, 1, 2))]
        last = (samples, directions, hidden)
    else:
        found = [Active(dims, tensor, (0, 1, many, 2))]
        last = (directions, samples, hidden)
    found += [call.movement(last) for name in call.node.outputs[1:] if name]
    return tuple(found)
