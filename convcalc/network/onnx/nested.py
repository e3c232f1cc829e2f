"""Operators that hold operators: functions of the file, branches and loops."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from convcalc.errors import InputError
from convcalc.network.onnx.call import Call, NotCountedError, unknown
from convcalc.network.onnx.given import whole_numbers
from convcalc.network.onnx.loops import Scope, loop, scan
from convcalc.network.onnx.model import Attribute, Function, GraphText, Model, Node, Reference
from convcalc.network.onnx.rounds import Repeated, Rounds, Values, truth
from convcalc.network.onnx.values import Active, Unknown, Value
from convcalc.network.onnx.wire import DamagedError
from convcalc.network.uncounted import Uncounted

_DEEP = 32  # functions in functions
_LOOPS = {"Loop": loop, "Scan": scan}


class Runner(Protocol):
    """Who adds operators; what an operator holds is handed back to it."""

    @property
    def left(self) -> int:
        """How many operators may still be opened."""

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
            node.op in {"If", *_LOOPS} and not node.domain
        )

    def opened(self, call: Call, scope: Scope) -> tuple[Value, ...]:
        """The outputs of an operator that holds others, which are added in its place."""
        self._depth += 1
        if self._depth > _DEEP:
            raise InputError("CC140", f"its functions stand in functions, more than {_DEEP} deep")
        try:
            found = self._made(call, scope)
        except DamagedError:
            raise
        except (NotCountedError, LookupError, TypeError, ValueError) as why:
            self._partly(call, f"it does not fit: {why}")
            found = ()
        finally:
            self._depth -= 1
        return (*found, *unknown(call)[len(found) :])

    def _made(self, call: Call, scope: Scope) -> tuple[Value, ...]:
        function = self._model.functions.get((call.node.domain, call.node.op))
        if function is not None:
            return self._function(call, function)
        opens = _LOOPS.get(call.node.op)
        return opens(call, scope, self) if opens else self._branch(call, scope)

    def _function(self, call: Call, function: Function) -> tuple[Value, ...]:
        inner: Scope = {}
        for at, name in enumerate(function.inputs):
            inner[name] = call.given(at) or Unknown(call.node.op)
        given = {**function.defaults, **call.node.attributes}
        nodes = [_filled(node, given, call.node) for node in function.nodes]
        self._runner.nodes(nodes, inner, function.opset or call.opset, GraphText())
        return tuple([inner.get(name, Unknown(call.node.op)) for name in function.outputs])

    def _branch(self, call: Call, scope: Scope) -> tuple[Value, ...]:
        """The branch that is taken, if that is known; else the first."""
        holds = truth(call.given(0))
        taken = "else_branch" if holds is False else "then_branch"
        if holds is None:
            self._partly(call, f"only its {taken} is counted; {self._what_decides(scope)}")
        return self.body(call, scope, taken, ())

    def _what_decides(self, scope: Scope) -> str:
        """What may tell which branch runs: inputs that are one number, and are not given."""
        numbers = [one.name for one in whole_numbers(self._model.graph.inputs)]
        asked = [f"--set {one}=…" for one in numbers if isinstance(scope.get(one), Active)]
        return " or by ".join(["which one runs is known only then", *asked])

    def repeated(self, call: Call, body: Repeated) -> Rounds:
        """The rounds of a body; it is noted where these are not all."""
        found = body.rounds(lambda: self._runner.left)
        if not found.are_all:
            times = "once" if len(found.kept) == 1 else f"{len(found.kept)} times"
            self._partly(call, f"its body is counted {times}, however often it runs")
        return found

    def added(self, call: Call, nodes: Sequence[Node], known: Mapping[str, Value]) -> Value:
        """What the last of some operators makes, which read what is known."""
        scope = dict(known)
        self._runner.nodes(nodes, scope, call.opset, GraphText())
        return scope[nodes[-1].outputs[0]]

    def body(self, call: Call, scope: Scope, name: str, inputs: Values) -> tuple[Value, ...]:
        """The outputs of a graph that an operator holds, which is added with these inputs."""
        body = call.node.attributes.get(name)
        if not isinstance(body, GraphText):
            raise InputError("CC142", f"{call.node.op} {call.node.name} has no {name}")
        inner: Scope = ChainMap({}, scope)
        for at, one in enumerate(body.inputs):
            given = inputs[at] if at < len(inputs) else None
            inner[one.name] = given or Unknown(call.node.op)
        self._runner.run(body, inner, call.opset)
        return tuple([inner.get(one.name, Unknown(call.node.op)) for one in body.outputs])

    def _partly(self, call: Call, why: str) -> None:
        """Say what is not counted, or not as often as it runs."""
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
