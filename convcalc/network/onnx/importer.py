"""A model's operators, one after the other, into a graph of ours."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from convcalc.errors import InputError
from convcalc.graph import Builder, Graph
from convcalc.graph import Node as Made
from convcalc.network.onnx.call import Call, NotCountedError, unknown
from convcalc.network.onnx.constant_shapes import constant_shapes
from convcalc.network.onnx.element_types import typed
from convcalc.network.onnx.idle import VIEWS, without_idle
from convcalc.network.onnx.inputs import comes_last
from convcalc.network.onnx.loops import Scope
from convcalc.network.onnx.model import Dims, GraphText, Model, Node, Tensor, Variable
from convcalc.network.onnx.names import Paths
from convcalc.network.onnx.nested import Nesting
from convcalc.network.onnx.operators import FREE, OPERATORS
from convcalc.network.onnx.order import captured, in_order
from convcalc.network.onnx.patterns import Patterns
from convcalc.network.onnx.running import Execution, Port, Recipe, Running
from convcalc.network.onnx.shapes import REARRANGED
from convcalc.network.onnx.small import Numbers
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Unknown, Value, plain
from convcalc.network.onnx.weights import Weights
from convcalc.network.onnx.wire import DamagedError
from convcalc.network.uncounted import Uncounted
from convcalc.ops.general import General
from convcalc.ops.op import Op

_OUTSIDE = Node("", "", "", (), (), {})  # what reads the outputs of a graph
# Functions in functions may double without end: so much more than is written is opened.
_MOST_NODES, _MOST_TIMES = 20_000, 20


@dataclass(frozen=True, slots=True)
class Imported:
    """A model as a graph, and what of it is not in its numbers."""

    graph: Graph
    uncounted: tuple[Uncounted, ...]
    execution: Execution


class Importer:
    """Adds a model's operators to a builder."""

    def __init__(
        self,
        model: Model,
        dims: Mapping[str, Dims],
        numbers: Mapping[str, Numbers] = MappingProxyType({}),
        *,
        samples: int = 1,
    ) -> None:
        nodes = model.graph.nodes
        laid = {name: _laid(one, last=comes_last(name, nodes)) for name, one in dims.items()}
        self.model = model
        self.samples = samples
        self._build = Builder(*[shape for shape, _ in laid.values()])
        self._paths = Paths(nodes)
        self._path, self._path_is_taken = "", False
        written = len(nodes) + sum([len(one.nodes) for one in model.functions.values()])
        self._most = self._left = _MOST_NODES + _MOST_TIMES * written
        self._weights = Weights()
        self._passed: set[int] = set()
        self._views: dict[object, int] = {}
        self._functions: dict[str, Running] = {}
        self._recipes: dict[str, tuple[Recipe | None, ...]] = {}
        self.uncounted: list[Uncounted] = []
        self._nesting = Nesting(model, self, self.uncounted)
        inputs = enumerate(laid.items())
        kinds = {one.name: one.dtype for one in model.graph.inputs}
        self._inputs: Scope = {
            name: Active(dims[name], number, order, kinds.get(name, 0))
            for number, (name, (_, order)) in inputs
        }
        self.scope: Scope = ChainMap({}, self._inputs)
        self.scope |= {name: Constant.known(one) for name, one in numbers.items()}

    @property
    def left(self) -> int:
        """How many operators may still be opened."""
        return self._left

    def imported(self) -> Imported:
        """The whole model."""
        scope = self.scope
        self.run(self.model.graph, scope, self.model.opset)
        ports = [_port(one, scope.get(one.name)) for one in self.model.graph.outputs]
        outputs = tuple([one for one in ports if one])
        last = len(self._build) + len(self._inputs) - 1
        graph = without_idle(self._build.graph(*[one.tensor for one in outputs] or [last]))
        renumbered = zip(outputs, graph.outputs, strict=False)
        outputs = tuple([one._replace(tensor=tensor) for one, tensor in renumbered])
        execution = Execution(self._ports(), outputs, self._functions, self._recipes)
        return Imported(graph, tuple(self.uncounted), execution)

    def _ports(self) -> tuple[Port, ...]:
        """The inputs of the model."""
        found = {name: one for name, one in self._inputs.items() if isinstance(one, Active)}
        return tuple([
            Port(name, one.tensor, one.dims, one.order, one.dtype) for name, one in found.items()
        ])  # fmt: skip

    def run(self, graph: GraphText, scope: Scope, opset: int) -> None:
        """Every operator of a graph; `scope` holds what is known, and gets what it makes."""
        for name, tensor in graph.initializers.items():
            scope.setdefault(name, Constant.of(tensor))
        self.nodes(graph.nodes, scope, opset, graph)

    def nodes(self, nodes: Sequence[Node], scope: Scope, opset: int, graph: GraphText) -> None:
        """Operators in an order in which each finds what it reads."""
        kept = {one.name for one in graph.outputs}
        ordered = in_order(Patterns(tuple(nodes), _numbers(nodes, scope), kept).joined(), scope)
        readers = defaultdict[str, list[Node]](list)
        for node in ordered:
            for name in [*node.inputs, *captured(node)]:
                readers[name].append(node)
        for one in graph.outputs:
            readers[one.name].append(_OUTSIDE)
        for node in ordered:
            self._left -= 1
            if self._left < 0:
                said = f"it opens into more than {self._most:,} operators"
                raise InputError("CC140", said)
            self._weights.enter(node)
            inputs = tuple([scope[name] if name else None for name in node.inputs])
            call = Call(node, opset, inputs, self, lambda name: readers.get(name, []), _of(scope))
            found = self._made(call, scope, graph)
            rest = [Unknown(node.op)] * (len(node.outputs) - len(found))
            scope.update(zip(node.outputs, (*found, *rest), strict=False))

    def _made(self, call: Call, scope: Scope, graph: GraphText) -> tuple[Value, ...]:
        """The outputs of an operator, known or not."""
        node = call.node
        if self._nesting.opens(node):
            return self._nesting.opened(call, scope)
        self._path, self._path_is_taken = "", False
        try:
            return self._translated(call)
        except DamagedError:
            raise
        except NotCountedError as why:
            if node.op not in FREE:
                self.uncounted.append(Uncounted(_name(node), self._named(call), str(why)))
            return self._told(call, graph)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            unfit = f"it does not fit: {error}"
            self.uncounted.append(Uncounted(_name(node), self._named(call), unfit))
            return unknown(call)

    def _translated(self, call: Call) -> tuple[Value, ...]:
        lost = next((one for one in call.inputs if isinstance(one, Unknown)), None)
        if lost is not None:
            raise NotCountedError(f"what it reads is known only when {lost.by} runs")
        if not call.tensors:
            found = constant_shapes(call)
            if found is not None:
                return typed(call, found)
        translate = OPERATORS.get((call.node.domain, call.node.op))
        if translate is None:
            raise NotCountedError("it is not known")
        made = translate(call)
        return typed(call, made if isinstance(made, tuple) else (made,))

    def _told(self, call: Call, graph: GraphText) -> tuple[Value, ...]:
        """What the file says of the outputs of what is not counted, so that the rest goes on."""
        found: list[Value] = []
        for name in call.node.outputs:
            known = graph.known.get(name)
            dims = known.dims if known else None
            sizes = tuple([1 if at == 0 and isinstance(one, str) else one
                           for at, one in enumerate(dims or ())])  # fmt: skip
            if dims is None or not call.tensors or any(isinstance(one, str) for one in sizes):
                found.append(Unknown(call.node.op))
            else:
                found.append(call.movement(tuple([one for one in sizes if isinstance(one, int)])))
        return tuple(found)

    def add(
        self,
        call: Call,
        spec: Op,
        *tensors: int,
        weights: tuple[Recipe | None, ...] = (),
        run: Running | None = None,
    ) -> int:
        """An operator of ours, under the path of the node; what is seen again is made once."""
        key: object = (type(spec), *spec.fields().values(), tensors)
        if isinstance(spec, VIEWS) and key in self._views:
            return self._views[key]
        own = not isinstance(spec, (General, *VIEWS))  # what only looks has no weights
        shared = own and self._weights.are_shared(*call.sources)
        path = self._path_of(call, spec)
        if weights:
            self._recipes[path] = weights
        if run:
            self._functions[path] = run
        made = self._views[key] = self._build.add(path, spec, *tensors, shared=shared)
        if min(self.shape(made), default=0) < 0:
            said = f"{path}: {call.node.op} makes {'x'.join(map(str, self.shape(made)))}"
            raise InputError("CC142", f"{said}; no size is below 0")
        return made

    def _path_of(self, call: Call, spec: Op) -> str:
        """The node's own path, and one below it for all but the first, and for what prepares it."""
        path = self._named(call)
        prepares = isinstance(spec, VIEWS) and call.node.op not in REARRANGED
        if prepares or self._path_is_taken:
            return self._paths.free(f"{path}.{spec.name}")
        self._path_is_taken = True
        return path

    def _named(self, call: Call) -> str:
        """The path of a node, once it makes something: what is folded takes no name."""
        self._path = self._path or self._paths.of(
            call.node, [one.name for one in call.made_of if one.is_matrix]
        )
        return self._path

    def shape(self, tensor: int) -> Dims:
        """The shape of a tensor of ours."""
        return self._build.shape(tensor)

    def made(self, tensor: int) -> Made | None:
        """The operator of ours that writes a tensor; none for an input."""
        return None if tensor < len(self._inputs) else self._build.node(tensor)

    def pass_by(self, node: Node, *bias: Tensor) -> bool:
        """Take an addition for the bias of the product that it follows."""
        self.learn(*bias)
        self._passed.add(id(node))
        return True

    def passed_by(self, node: Node) -> bool:
        """Whether an addition was taken for a bias."""
        found = id(node) in self._passed
        self._passed.discard(id(node))
        return found

    def learn(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        """Weights that no operator before has."""
        return self._weights.learn(*tensors)


def _numbers(nodes: Sequence[Node], scope: Scope) -> Callable[[str], float | None]:
    """The number under a name, if it is a single one that is known."""
    written = {
        node.outputs[0]: value
        for node in nodes
        if node.op == "Constant" and node.outputs
        for value in node.attributes.values()
        if isinstance(value, Tensor)
    }

    def number(name: str) -> float | None:
        found = Constant.of(written[name]) if name in written else scope.get(name)
        numbers = found.numbers if isinstance(found, Constant) and found.size == 1 else None
        return float(numbers.only) if numbers else None

    return number


def _of(scope: Scope) -> Callable[[str], Constant | None]:
    """What is stored under a name."""

    def constant(name: str) -> Constant | None:
        found = scope.get(name)
        return found if isinstance(found, Constant) else None

    return constant


def _port(one: Variable, value: Value | None) -> Port | None:
    """An output, if it is computed from the inputs."""
    if not isinstance(value, Active):
        return None
    return Port(one.name, value.tensor, value.dims, value.order, one.dtype)


def _name(node: Node) -> str:
    return f"{node.domain}.{node.op}" if node.domain else node.op


def _laid(dims: Dims, *, last: bool) -> tuple[Dims, tuple[int, ...]]:
    """Our shape of an input: channels first, also where an image has them last."""
    if last and dims[0] == 1:
        return (dims[3], dims[1], dims[2]), (NOT_OURS, 1, 2, 0)
    return plain(dims)
