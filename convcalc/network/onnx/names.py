"""Names of nodes as paths: the modules that a layer is in, each once, and no name twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convcalc.network.onnx.model import Node

_OTHER = re.compile(r"[^\w-]+")
_SCOPE = re.compile(r"'([^']*)'")
_WEIGHT = re.compile(r"(.+)\.(weight|kernel|W)$")


class Paths:
    """Gives every node a path of its own."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def of(self, node: Node, weights: Iterable[str] = ()) -> str:
        """The path of a node; `weights` are the names of what it has learned.

        >>> first = Node("Conv", "", "/layer1/layer1.0/conv1/Conv", (), (), {})
        >>> paths = Paths()
        >>> paths.of(first), paths.of(first)
        ('layer1.0.conv1', 'layer1.0.conv1_2')
        """
        return self.free(_cleaned(_said(node, weights)) or node.op.lower() or "node")

    def free(self, path: str) -> str:
        """The path, or one like it that is not taken."""
        found = path
        while found in self._taken:
            self._taken[path] += 1
            found = f"{path}_{self._taken[path]}"
        self._taken[found] = 1
        return found


def _said(node: Node, weights: Iterable[str]) -> str:
    """What says most: PyTorch's modules, the name, or whose weights it has."""
    scopes = _SCOPE.findall(node.scopes)
    if len(scopes) > 1:
        module = next((one for one in reversed(scopes[:-1]) if one), "")
        return module if _names_layer(node) else f"{module}.{scopes[-1]}"
    generic = re.fullmatch(rf"(node_)?({re.escape(node.op)})?[_\d]*", node.name, re.IGNORECASE)
    if generic:
        owner = next((found[1] for one in weights if (found := _WEIGHT.fullmatch(one))), "")
        return owner or node.name or (node.outputs[0] if node.outputs else "")
    return _modules(node.name, node.op)


def _names_layer(node: Node) -> bool:
    """Whether an operator is all that its module does, as far as a name can tell."""
    return node.op in {"Conv", "ConvTranspose", "Gemm", "BatchNormalization", "LayerNormalization"}


def _modules(name: str, op: str) -> str:
    """`/layer1/layer1.0/conv1/Conv` is layer1.0.conv1: each module says its parent's name again."""
    parts = [part for part in name.split("/") if part]
    found = list[str]()
    for part in parts:
        if found and part.startswith(f"{found[-1]}."):
            found[-1] = part
        else:
            found.append(part)
    alone = len(found) > 1 and re.fullmatch(rf"{re.escape(op)}(_\d+)?", found[-1])
    return ".".join(found[:-1] if alone and found[-1] == op else found)


def _cleaned(name: str) -> str:
    parts = [_OTHER.sub("_", part).strip("_") for part in re.split(r"[./:]+", name)]
    return ".".join(part for part in parts if part)
