"""Operators in an order in which each finds what it reads."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Container, Sequence

from convcalc.errors import InputError, nearest
from convcalc.network.onnx.model import GraphText, Node


def in_order(nodes: Sequence[Node], known: Container[str]) -> list[Node]:
    """The nodes as they are written, unless one reads what a later one writes.

    Raises InputError for a tensor that nothing writes, that two write, and for a cycle.
    """
    writers: dict[str, int] = {}
    for number, node in enumerate(nodes):
        for name in node.outputs:
            if name and name in writers:
                raise _broken(f"{_called(nodes[writers[name]])} and {_called(node)} both"
                              f" write {name}")  # fmt: skip
            writers[name] = number
    waits = [0] * len(nodes)
    followers = defaultdict[int, list[int]](list)
    for number, node in enumerate(nodes):
        for name in {*node.inputs, *captured(node)}:
            if name in writers and name:
                waits[number] += 1
                followers[writers[name]].append(number)
            elif name and name not in known and name in node.inputs:
                said = f"{_called(node)} reads {name}, which nothing writes"
                raise _broken(f"{said}{nearest(name, writers)}")
    return _sorted(nodes, waits, followers)


def _sorted(nodes: Sequence[Node], waits: list[int], followers: dict[int, list[int]]) -> list[Node]:
    ready = deque([number for number, count in enumerate(waits) if not count])
    found = list[int]()
    while ready:
        number = ready.popleft()
        found.append(number)
        for other in followers.get(number, ()):
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    if len(found) < len(nodes):
        stuck = next(node for node, count in zip(nodes, waits, strict=True) if count)
        raise _broken(f"{_called(stuck)} waits for what it writes itself: the operators are a ring")
    # In the order of the file, where that is one: the peak of memory depends on it.
    written = all(one > number for number, after in followers.items() for one in after)
    return list(nodes) if written else [nodes[number] for number in found]


def captured(node: Node) -> set[str]:
    """What graphs inside of a node read from outside of it."""
    found = set[str]()
    for value in node.attributes.values():
        if isinstance(value, GraphText):
            inner = {name for one in value.nodes for name in one.inputs}
            inner |= {name for one in value.nodes for name in captured(one)}
            inner |= {one.name for one in value.outputs}
            found |= inner - {name for one in value.nodes for name in one.outputs}
            found -= {one.name for one in value.inputs} | value.initializers.keys()
    return found


def _called(node: Node) -> str:
    return f"{node.op} {node.name}" if node.name else node.op


def _broken(said: str) -> InputError:
    return InputError("CC142", said)
