"""Operators that hold operators: functions of the file, branches and loops."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Protocol

from convcalc.errors import InputError
from convcalc.network.onnx.call import Call, unknown
from convcalc.network.onnx.model import Attribute, Function, GraphText, Model, Node, Reference
from convcalc.network.onnx.small import Numbers
from convcalc.network.onnx.values import Constant, Unknown, Value
from convcalc.network.uncounted import Uncounted

_DEEP = 32  # functions in functions
_GRAPHS = {"If", "Loop", "Scan"}
Scope = MutableMapping[str, Value]


class Runner(Protocol):
    """Who adds operators; what an operator holds is handed back to it."""

    def run(self, graph: GraphText, scope: Scope, opset: int) -> None:
        """Every operator of a graph."""

    def nodes(self, nodes: Sequence[Node], scope: Scope, opset: int, graph: GraphText) -> None:
        """Every operator of a list."""


class Nesting:
    """Opens what holds operators into them."""

    def __init__(self, model: Model, runner: Runner, uncounted: list[Uncounted]) -> None:
        self._model = model
        self._runner = runner
        self._uncounted = uncounted
        self._depth = 0

    def opens(self, node: Node) -> bool:
        """Whether an operator holds others."""
        return (node.domain, node.op) in self._model.functions or (
            node.op in _GRAPHS and not node.domain
        )

    def opened(self, call: Call, scope: Scope) -> tuple[Value, ...]:
        """The outputs of an operator that holds others, which are added in its place."""
        self._depth += 1
        if self._depth > _DEEP:
            raise InputError("CC140", f"its functions stand in functions, more than {_DEEP} deep")
        try:
            function = self._model.functions.get((call.node.domain, call.node.op))
            if function is not None:
                return self._function(call, function)
            return self._branch(call, scope) if call.node.op == "If" else self._loop(call, scope)
        finally:
            self._depth -= 1

    def _function(self, call: Call, function: Function) -> tuple[Value, ...]:
        inner: Scope = {}
        for at, name in enumerate(function.inputs):
            inner[name] = call.given(at) or Unknown(call.node.op)
        given = {**function.defaults, **call.node.attributes}
        nodes = [_filled(node, given, call.node) for node in function.nodes]
        self._runner.nodes(nodes, inner, function.opset or call.opset, GraphText())
        return tuple([inner.get(name, Unknown(call.node.op)) for name in function.outputs])

    def _branch(self, call: Call, scope: Scope) -> tuple[Value, ...]:
        """The branch that is taken, if that is known; else the first, once."""
        condition = call.given(0)
        known = condition.numbers if isinstance(condition, Constant) else None
        taken = "else_branch" if known is not None and not any(known.values) else "then_branch"
        if known is None:
            self._once(call, f"only its {taken} is counted; which one runs is known only then")
        return self._body(call, scope, taken, ())

    def _loop(self, call: Call, scope: Scope) -> tuple[Value, ...]:
        """The body once, whatever the number of rounds."""
        self._once(call, "its body is counted once, however often it runs")
        if call.node.op == "Scan":
            return self._body(call, scope, "body", ()) and unknown(call)
        start = Constant.known(Numbers((0,), ())), Constant.known(Numbers((True,), ()))
        found = self._body(call, scope, "body", (*start, *call.inputs[2:]))
        carried = max(len(call.inputs) - 2, 0)
        gathered = [Unknown(call.node.op)] * (len(call.node.outputs) - carried)
        return (*found[1 : 1 + carried], *gathered)

    def _body(
        self, call: Call, scope: Scope, name: str, inputs: tuple[Value | None, ...]
    ) -> tuple[Value, ...]:
        body = call.node.attributes.get(name)
        if not isinstance(body, GraphText):
            raise InputError("CC142", f"{call.node.op} {call.node.name} has no {name}")
        inner: Scope = ChainMap({}, scope)
        for at, one in enumerate(body.inputs):
            given = inputs[at] if at < len(inputs) else None
            inner[one.name] = given or Unknown(call.node.op)
        self._runner.run(body, inner, call.opset)
        return tuple([inner.get(one.name, Unknown(call.node.op)) for one in body.outputs])

    def _once(self, call: Call, why: str) -> None:
        """Say what is counted once."""
        self._uncounted.append(Uncounted(call.node.op, call.node.name or call.node.op, why))


def _filled(node: Node, given: Mapping[str, Attribute], caller: Node) -> Node:
    """A node of a function with what its caller gives."""
    attributes: dict[str, Attribute] = {}
    for name, value in node.attributes.items():
        if not isinstance(value, Reference):
            attributes[name] = value
        elif value.name in given:
            attributes[name] = given[value.name]
    name = ".".join(part for part in (caller.name or caller.op, node.name) if part)
    return replace(node, attributes=attributes, name=name, scopes=node.scopes or caller.scopes)
