"""LSTM, GRU and RNN: in every step a product with the features and one with what was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.running import Computed
from convcalc.network.onnx.shapes import said
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Unknown, Value
from convcalc.ops.general import Recurrent

_AXES = 3
_SCALES = 8  # what comes from there on says how weights are kept, and is not learned
_Dims = tuple[int, int, int, int]


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
        shape = (steps, directions, hidden, *([samples] if samples > 1 else []))
        made = _all_steps(0, dims, batch_first=batch_first)
        run = call.running(made.dims, (shape, made.order))
        sizes = {"rows": rows, "inner": features + hidden, "steps": (directions, steps, samples)}
        tensor = call.runs(Recurrent, run, shape, **sizes)
        return (replace(made, tensor=tensor), *_states(call, dims, batch_first=batch_first))

    return translate


def quantized_lstm(call: Call) -> tuple[Value, ...]:
    """DynamicQuantizeLSTM: weights in whole numbers, and their axes the other way round."""
    x, scales = call.given(0), call.inputs[_SCALES:]
    weights = [_turned(call.weight(at), *scales[2 * at - 2 : 2 * at]) for at in (1, 2)]
    return recurrent(4)(replace(call, inputs=(x, *weights, *call.inputs[3:_SCALES])))


def _turned(weight: Constant, *scaling: Value | None) -> Constant:
    """What was trained, and is kept in fewer bits: (directions, gates·hidden, features).

    `scaling` is a scale and its level of 0, of each direction or of each row of it.
    """
    directions, features, rows = weight.dims
    made = Computed("Cast", {"to": 1}, (weight.recipe,), weight.dims)
    for function, one in zip(("Sub", "Mul"), reversed(scaling), strict=False):
        if isinstance(one, Constant):
            dims = (directions, 1, one.size // directions)
            cast = Computed("Cast", {"to": 1}, (one.recipe,), one.dims)
            made = Computed(
                function, {}, (made, Computed("Reshape", {}, (cast,), dims)), weight.dims
            )
    dims = (directions, rows, features)
    turned = Computed("Transpose", {"perm": (0, 2, 1)}, (made,), dims)
    learned = (weight.stored,) if weight.stored else weight.sources
    return Constant(dims, None, None, learned, turned)


def _all_steps(tensor: int, dims: _Dims, *, batch_first: bool) -> Active:
    """(steps, directions, samples, hidden), or samples first."""
    steps, directions, samples, hidden = dims
    many = 3 if samples > 1 else NOT_OURS
    if batch_first:
        return Active((samples, steps, directions, hidden), tensor, (many, 0, 1, 2))
    return Active(dims, tensor, (0, 1, many, 2))


def _states(call: Call, dims: _Dims, *, batch_first: bool) -> list[Value]:
    """The last of the steps, once or twice: what is left of them moves no more than that."""
    _, directions, samples, hidden = dims
    last = (samples, directions, hidden) if batch_first else (directions, samples, hidden)
    named = list(enumerate(call.node.outputs))[1:]
    return [call.movement(last, output=at) if name else Unknown(call.node.op) for at, name in named]
