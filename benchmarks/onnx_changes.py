"""Random changes of a model: of its bytes, and of what its messages say."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import onnx

BYTES, CUT = 0.4, 0.1
NUMBERS = (-(2**63), -(2**31), -2, -1, 0, 1, 2, 3, 7, 64, 2**31 - 1, 2**31, 2**40, 2**63 - 1)

Dice = random.Random


def mutated(data: bytes, dice: Dice) -> bytes:
    """By turns bytes that nobody wrote, and messages that say something else."""
    if dice.random() < BYTES:
        return _bytes_changed(data, dice)
    model = onnx.ModelProto.FromString(data)
    graphs = [*_graphs(model.graph)]
    for _ in range(dice.choice((1, 1, 2, 4))):
        dice.choice(CHANGES)(dice.choice(graphs), dice)
    return bytes(model.SerializeToString())


def _graphs(graph: Any) -> Iterator[Any]:
    """A graph, and those that are branches or bodies in it."""
    yield graph
    for inner in [one.g for node in graph.node for one in node.attribute if one.HasField("g")]:
        yield from _graphs(inner)


def _bytes_changed(data: bytes, dice: Dice) -> bytes:
    found = bytearray(data)
    if dice.random() < CUT:
        return bytes(found[: dice.randrange(len(found))])
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(found) + 1)
        kept, put = dice.choice(((0, 1), (0, 1), (0, 1), (dice.randrange(20), 0), (0, 9)))
        found[at : at + (kept or put % 2)] = dice.randbytes(put)
    return bytes(found)


def _size(graph: Any, dice: Dice) -> None:
    """The size of an input or of a weight."""
    tensors = [one.dims for one in graph.initializer if one.dims]
    shapes = [one.type.tensor_type.shape.dim for one in graph.input]
    dims = dice.choice([*tensors, *[one for one in shapes if one]] or [[0]])
    at = dice.randrange(len(dims))
    if isinstance(dims[at], int):
        dims[at] = dice.choice(NUMBERS)
    else:
        dims[at].dim_value = dice.choice(NUMBERS)


def _attribute(graph: Any, dice: Dice) -> None:
    """A number of an attribute, or the attribute is missing."""
    node = dice.choice(graph.node or [onnx.NodeProto()])
    if not node.attribute:
        return
    at = dice.randrange(len(node.attribute))
    one = node.attribute[at]
    if one.ints and dice.random() < BYTES:
        one.ints[dice.randrange(len(one.ints))] = dice.choice(NUMBERS)
    elif dice.random() < BYTES:
        one.i = dice.choice(NUMBERS)
    elif dice.random() < BYTES:
        one.ints.append(dice.choice(NUMBERS))
    else:
        del node.attribute[at]


def _operator(graph: Any, dice: Dice) -> None:
    """An operator is another one, or of another domain."""
    node = dice.choice(graph.node or [onnx.NodeProto()])
    node.op_type = dice.choice(OPERATORS)
    node.domain = dice.choice(("", "", "", "ai.onnx", "com.microsoft", "own"))


def _names(graph: Any, dice: Dice) -> None:
    """An operator reads or writes another tensor, one more, or one less."""
    known = [name for node in graph.node for name in (*node.input, *node.output)] or [""]
    node = dice.choice(graph.node or [onnx.NodeProto()])
    names = dice.choice((node.input, node.input, node.output))
    if names and dice.random() < BYTES:
        names[dice.randrange(len(names))] = dice.choice((*known, "", "new"))
    elif names and dice.random() < BYTES:
        del names[dice.randrange(len(names))]
    else:
        names.append(dice.choice((*known, "")))


def _node(graph: Any, dice: Dice) -> None:
    """An operator stands somewhere else, twice, or not at all."""
    if not graph.node:
        return
    node = onnx.NodeProto()
    node.CopyFrom(dice.choice(graph.node))
    if dice.random() < BYTES:
        graph.node.remove(node)
    if dice.random() < BYTES:
        node.output[:] = [f"{name}_again" for name in node.output]
        graph.node.append(node)


def _weight(graph: Any, dice: Dice) -> None:
    """Numbers of another type, others, or none."""
    if not graph.initializer:
        return
    one = dice.choice(graph.initializer)
    if dice.random() < BYTES:
        one.data_type = dice.randrange(30)
    elif dice.random() < BYTES:
        one.raw_data = dice.randbytes(dice.randrange(40))
    else:
        graph.initializer.remove(one)


CHANGES: tuple[Callable[[Any, Dice], None], ...] = (
    _size, _attribute, _operator, _names, _node, _weight,
)  # fmt: skip
OPERATORS = sorted({one.name for one in onnx.defs.get_all_schemas()})
