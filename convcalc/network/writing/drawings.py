"""A network drawn: operators as boxes, tensors as arrows with their shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convcalc.graph import Node
from convcalc.network.network import Network
from convcalc.notation import show_tuple


def dot_text(network: Network) -> str:
    """Graphviz: `dot -Tsvg net.dot`."""
    return "\n".join(_dot(network)) + "\n"


def mermaid_text(network: Network) -> str:
    """Mermaid, which Markdown pages of GitHub and GitLab draw."""
    return "\n".join(_mermaid(network)) + "\n"


def _dot(network: Network) -> Iterator[str]:
    yield f"digraph {_dot_quoted(network.name)} {{"
    yield "  node [shape=box, style=rounded, fontname=Helvetica];"
    for number, label in enumerate(_labels(network, "\\n", _dot_text)):
        yield f'  t{number} [label="{label}"];'
    for start, end, shape in _arrows(network):
        yield f'  {start} -> {end} [label="{shape}"];'
    yield "}"


def _mermaid(network: Network) -> Iterator[str]:
    yield "flowchart TD"
    for number, label in enumerate(_labels(network, "<br>", _mermaid_text)):
        yield f'  t{number}["{label}"]'
    for start, end, shape in _arrows(network):
        yield f'  {start} -->|"{shape}"| {end}'


def _labels(network: Network, newline: str, safe: Callable[[str], str]) -> Iterator[str]:
    """What is written on each box, in the order of the tensors."""
    graph = network.graph
    for number in range(len(graph.inputs)):
        yield safe(network.inputs[number] if number < len(network.inputs) else f"input_{number}")
    for node in graph.nodes:
        yield newline.join(map(safe, _lines(node)))
    for number in range(len(graph.outputs)):
        yield "output" if len(graph.outputs) == 1 else f"output {number}"


def _lines(node: Node) -> list[str]:
    """The path, and the operator unless the path says it."""
    own = node.path.rpartition(".")[2]
    return [node.path] if own == node.op.name else [node.path, node.op.name]


def _arrows(network: Network) -> Iterator[tuple[str, str, str]]:
    graph, first = network.graph, len(network.graph.inputs)
    for number, node in enumerate(graph.nodes):
        for tensor, shape in zip(node.inputs, node.in_shapes, strict=True):
            yield f"t{tensor}", f"t{first + number}", show_tuple(shape)
    last = first + len(graph.nodes)
    for number, tensor in enumerate(graph.outputs):
        yield f"t{tensor}", f"t{last + number}", show_tuple(graph.shape(tensor))


def _dot_text(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _dot_quoted(text: str) -> str:
    return f'"{_dot_text(text)}"'


def _mermaid_text(text: str) -> str:
    """Quotes and angle brackets would end a label or begin a tag."""
    safe = " ".join(text.split()).replace("&", "&amp;").replace('"', "&quot;")
    return safe.replace("<", "&lt;").replace(">", "&gt;")
