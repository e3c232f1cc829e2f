"""Loop and Scan: what a body is given in each round, and what becomes of what it leaves."""

from __future__ import annotations

import math
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Protocol, TypeAlias

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.model import Node
from convcalc.network.onnx.rounds import Repeated, Round, Rounds, Values, truth
from convcalc.network.onnx.small import Number, Numbers
from convcalc.network.onnx.values import Active, Constant, Unknown, Value

_SAMPLES = 8  # the version in which a Scan has samples of its own
Scope: TypeAlias = MutableMapping[str, Value]


class Opener(Protocol):
    """Who adds what an operator holds."""

    def body(self, call: Call, scope: Scope, name: str, inputs: Values) -> tuple[Value, ...]:
        """The outputs of a graph that an operator holds, which is added with these inputs."""

    def added(self, call: Call, nodes: Sequence[Node], known: Mapping[str, Value]) -> Value:
        """What the last of some operators makes, which read what is known."""

    def repeated(self, call: Call, body: Repeated) -> Rounds:
        """The rounds of a body; it is noted where these are not all."""


def loop(call: Call, scope: Scope, opener: Opener) -> tuple[Value, ...]:
    """Loop: (most rounds, condition, states); a body is given its number and the condition too."""
    first = call.inputs[2:]

    def body(at: int, states: Values) -> Round:
        holds, *found = opener.body(call, scope, "body", (_number(at), _number(True), *states))
        return Round(tuple(found[: len(first)]), tuple(found[len(first) :]), truth(holds))

    most, begins = _most(call.given(0)), truth(call.given(1))
    return _outputs(call, opener, opener.repeated(call, Repeated(body, first, begins, most)))


def scan(call: Call, scope: Scope, opener: Opener) -> tuple[Value, ...]:
    """Scan: (states, scanned); a body is given a part of each that is scanned."""
    if call.opset <= _SAMPLES:
        raise NotCountedError("what it scans are samples; export the model with a newer opset")
    first = call.inputs[: -call.number("num_scan_inputs")]
    scanned = call.inputs[len(first) :]
    axes = call.numbers("scan_input_axes") or (0,) * len(scanned)

    def body(at: int, states: Values) -> Round:
        parts = [_part(call, opener, *one, at) for one in zip(scanned, axes, strict=True)]
        found = opener.body(call, scope, "body", (*states, *parts))
        return Round(found[: len(first)], found[len(first) :], goes_on=True)

    most = _length(scanned[0], axes[0])
    return _outputs(call, opener, opener.repeated(call, Repeated(body, first, True, most)))


def _outputs(call: Call, opener: Opener, found: Rounds) -> tuple[Value, ...]:
    """The last states, and what is kept of all rounds along a new axis."""
    states = [one or Unknown(call.node.op) for one in found.states]
    if not found.are_all:
        return tuple(states)
    every = [*zip(*found.kept, strict=True)]
    axes = call.numbers("scan_output_axes") or (0,) * len(every)
    stacked = [_stacked(call, opener, *one) for one in zip(every, axes, strict=True)]
    return (*states, *stacked)


def _part(call: Call, opener: Opener, x: Value | None, axis: int, at: int) -> Value:
    """One position along an axis."""
    if not isinstance(x, Active | Constant):
        return Unknown(call.node.op)
    take = _node(call, "Gather", ("x", "at"), axis=axis)
    return opener.added(call, [take], {"x": x, "at": _number(at)})


def _stacked(call: Call, opener: Opener, values: Sequence[Value], axis: int) -> Value:
    """Equal tensors along a new axis."""
    if any(isinstance(one, Unknown) for one in values):
        return Unknown(call.node.op)
    known = {str(at): one for at, one in enumerate(values)}
    long = [_node(call, "Unsqueeze", (name,), f"{name} long", axes=(axis,)) for name in known]
    joined = _node(call, "Concat", tuple([one.outputs[0] for one in long]), axis=axis)
    return opener.added(call, [*long, joined], known)


def _node(
    call: Call, op: str, inputs: tuple[str, ...], output: str = "y", **attributes: int | tuple[int]
) -> Node:
    name = call.node.name or call.node.op
    return Node(op, "", name, inputs, (output,), attributes, call.node.scopes)


def _number(value: Number) -> Constant:
    return Constant.known(Numbers((value,), ()))


def _most(given: Value | None) -> float | None:
    """The limit of a Loop; infinite without one, none where it is not known."""
    if given is None:
        return math.inf
    numbers = given.numbers if isinstance(given, Constant) else None
    return None if numbers is None else float(numbers.only)


def _length(scanned: Value | None, axis: int) -> float | None:
    """How long an axis is, where that is known."""
    if not isinstance(scanned, Active | Constant):
        return None
    return scanned.dims[axis]
