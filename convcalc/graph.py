"""A graph of primitive operators: what layers, networks and files all become."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.errors import InputError, Place
from convcalc.notation import show_tuple
from convcalc.ops.op import Op, Shape
from convcalc.ops.rules import require
from convcalc.ops.windowed import MAX_AXES

_FORMS = "write it as CxL, CxHxW or CxDxHxW"


class Node(NamedTuple):
    """One operator in its place. Tensors are numbered: the graph's inputs, then each node's."""

    path: str
    spec: Op  # as it was written: what the executor runs
    op: Op  # resolved: one value per axis, padding in numbers
    inputs: tuple[int, ...]
    in_shapes: tuple[Shape, ...]
    output: Shape
    place: Place | None = None  # where a file asks for it
    train_only: bool = False  # its params count, its work does not: an auxiliary head
    shared: bool = False  # its work counts, its params do not: they are those of a node before it


class Graph(NamedTuple):
    """Nodes in the order in which they run."""

    inputs: tuple[Shape, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[int, ...]

    def shape(self, tensor: int) -> Shape:
        """The shape of a tensor by its number."""
        first = len(self.inputs)
        return self.inputs[tensor] if tensor < first else self.nodes[tensor - first].output


class Builder:
    """Adds operators one after the other; each is resolved and checked as it comes.

    >>> from convcalc.ops import Conv
    >>> build = Builder((3, 224, 224))
    >>> x = build.add("conv", Conv(out_channels=64, kernel_size=7, stride=2, padding=3), 0)
    >>> build.shape(x)
    (64, 112, 112)
    """

    def __init__(self, *inputs: Shape) -> None:
        self._shapes = [_not_empty(shape) for shape in inputs]
        self._inputs = tuple(self._shapes)
        self._nodes: list[Node] = []
        # What an operator makes of such inputs; the nodes keep each spec, and so its id, alive.
        self._known: dict[tuple[int, tuple[Shape, ...]], tuple[Op, Shape]] = {}

    def __len__(self) -> int:
        return len(self._nodes)

    def shape(self, tensor: int) -> Shape:
        """The shape of a tensor by its number."""
        return self._shapes[tensor]

    def node(self, tensor: int) -> Node:
        """The operator that writes a tensor."""
        return self._nodes[tensor - len(self._inputs)]

    def add(
        self,
        path: str,
        spec: Op,
        *inputs: int,
        place: Place | None = None,
        train_only: bool = False,
        shared: bool = False,
    ) -> int:
        """The number of the tensor that the operator writes.

        Raises InputError, with the path, when a rule of the operator does not hold.
        """
        shapes = tuple([self._shapes[tensor] for tensor in inputs])
        known = self._known.get((id(spec), shapes))
        if known is None:
            known = self._known[id(spec), shapes] = self.worked_out(path, spec, shapes)
        op, output = known
        node = Node(path, spec, op, inputs, shapes, output, place, train_only, shared)
        self._nodes.append(node)
        self._shapes.append(output)
        return len(self._shapes) - 1

    def worked_out(self, path: str, spec: Op, shapes: tuple[Shape, ...]) -> tuple[Op, Shape]:
        """The operator with one value per axis, and the shape that it writes."""
        try:
            op = spec.resolved(*shapes)
            output = op.written(*shapes)
            if output is None:
                for rule in op.rules(*shapes):
                    require(rule)
                output = op.output(*shapes)
        except InputError as error:
            raise error.inside(path) from None
        return op, output

    def graph(self, *outputs: int) -> Graph:
        """What has been built."""
        return Graph(self._inputs, tuple(self._nodes), outputs)


def checked_input(shape: Shape) -> Shape:
    """The shape, if it has channels and one to three axes and nothing is empty.

    >>> checked_input((3,))
    Traceback (most recent call last):
    convcalc.errors.InputError: error[CC202]: input 3 has no spatial axis; write it as CxL, CxHxW or CxDxHxW
    """  # noqa: E501 — the message is one line
    return _not_empty(with_axes(shape))


def with_axes(shape: Shape) -> Shape:
    """The shape, if it has more than channels."""
    if len(shape) <= 1:
        text = show_tuple(shape) or "[]"
        raise InputError("CC202", f"input {text} has no spatial axis; {_FORMS}")
    return shape


def _not_empty(shape: Shape) -> Shape:
    """The shape of a tensor; one without axes is flat, as after a global pool."""
    if len(shape) > 1 + MAX_AXES:
        axes = len(shape) - 1
        raise InputError("CC202", f"input {show_tuple(shape)} has {axes} spatial axes; {_FORMS}")
    if shape and all(size > 0 for size in shape):
        return tuple(shape)
    text = show_tuple(shape) or "[]"
    raise InputError("CC202", f"input {text} is empty; every size must be at least 1")
