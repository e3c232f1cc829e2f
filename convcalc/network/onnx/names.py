"""Names of nodes as paths: the modules that a layer is in, each once, and no name twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from convcalc.network.onnx.model import GraphText, Node

_OTHER = re.compile(r"[^\w-]+")
_SCOPE = re.compile(r"'([^']*)'")
_WEIGHT = re.compile(r"(.+)\.(weight|kernel|W)$")
# What a module has beside its layers: numbers for shapes.
_ASIDE = {"Cast", "Concat", "Constant", "Gather", "Identity", "Shape", "Slice", "Unsqueeze"}


@dataclass(frozen=True, slots=True)
class _Home:
    """The module that a node is in, and what it is called there."""

    module: str
    leaf: str
    means_module: bool  # whether the leaf says nothing but the operator's name


class Paths:
    """Gives every node a path of its own."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._taken: dict[str, int] = {}
        self._kinds = defaultdict[str, set[str]](set)  # of the layers of a module
        self._holding = set[str]()  # modules that hold modules
        for node in _every(nodes):
            module = _home(node).module
            self._holding.update(module[:at] for at, sign in enumerate(module) if sign == ".")
            if node.op not in _ASIDE:
                self._kinds[module].add(node.op)

    def of(self, node: Node, weights: Iterable[str] = ()) -> str:
        """The path of a node; `weights` are the names of what it has learned.

        >>> first = Node("Conv", "", "/layer1/layer1.0/conv1/Conv", (), (), {})
        >>> paths = Paths([first])
        >>> paths.of(first), paths.of(first)
        ('layer1.0.conv1', 'layer1.0.conv1_2')
        """
        return self.free(_cleaned(self._said(node, weights)) or node.op.lower() or "node")

    def free(self, path: str) -> str:
        """The path, or one like it that is not taken."""
        found = path
        while found in self._taken:
            self._taken[path] += 1
            found = f"{path}_{self._taken[path]}"
        self._taken[found] = 1
        return found

    def _said(self, node: Node, weights: Iterable[str]) -> str:
        """What says most: whose weights it has, its module, or its name."""
        owner = next((found[1] for one in weights if (found := _WEIGHT.fullmatch(one))), "")
        if owner:
            return owner
        home = _home(node)
        if home.means_module and self._is_one_layer(home.module):
            return home.module
        said = f"{home.module}.{home.leaf}" if home.module else home.leaf
        return said or (node.outputs[0] if node.outputs else "")

    def _is_one_layer(self, module: str) -> bool:
        """Whether a module does one thing; a linear layer may be a product and an addition."""
        kinds = self._kinds[module]
        single = len(kinds) == 1 or kinds == {"MatMul", "Add"}
        return bool(module) and single and module not in self._holding


def _every(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes, and those of the graphs that they hold."""
    for node in nodes:
        yield node
        for value in node.attributes.values():
            if isinstance(value, GraphText):
                yield from _every(value.nodes)


def _home(node: Node) -> _Home:
    """By the modules that PyTorch notes, or by a name that has them in it."""
    scopes = _SCOPE.findall(node.scopes)
    if len(scopes) > 1:
        module = next((one for one in reversed(scopes[:-1]) if one), "")
        return _Home(module, scopes[-1], means_module=True)
    own = node.name.rpartition(";")[2]  # TensorFlow Lite joins the names of what it fuses
    *modules, leaf = [part for part in own.split("/") if part] or [""]
    plain = re.fullmatch(rf"{re.escape(node.op)}(_\d+)?", leaf)
    return _Home(_modules(modules), leaf, means_module=bool(plain))


def _modules(parts: list[str]) -> str:
    """Each module, of those that say their parent's name again the innermost.

    >>> _modules(["layer1", "layer1.0", "conv1"])
    'layer1.0.conv1'
    """
    found = list[str]()
    for part in parts:
        if found and part.startswith(f"{found[-1]}."):
            found[-1] = part
        else:
            found.append(part)
    return ".".join(found)


def _cleaned(name: str) -> str:
    parts = [_OTHER.sub("_", part).strip("_") for part in re.split(r"[./:]+", name)]
    return ".".join(part for part in parts if part)
