"""The layers that changed, as people read them: what happened to many at once is one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from convcalc.audit.difference import Change, Fact, LayerChange, Mark, NetworkChange
from convcalc.audit.difference.side import frozen
from convcalc.notation import show_tuple
from convcalc.report.headline import arguments, padding

_KEYS = ("macs", "params")
_SAID_BY_OUTPUT = frozenset({"input", "out_channels", "out_features"})


@dataclass(frozen=True, slots=True)
class Row:
    """Layers under one path to which the same happened."""

    mark: str
    path: str
    layers: Sequence[LayerChange]
    what: str = ""

    def change(self, metric: str) -> Change:
        """One metric of all its layers together."""
        each = [layer.change(metric) for layer in self.layers]
        return Change(metric, _added([one.old for one in each]), _added([one.new for one in each]))

    @property
    def weight(self) -> int:
        """Above zero where it costs more than before, below where less: MACs, else params."""
        for metric in _KEYS:
            rise = sum(layer.change(metric).rise for layer in self.layers)
            if rise:
                return 1 if rise > 0 else -1
        return 0


def _added(values: Sequence[object]) -> int | None:
    found = [value for value in values if isinstance(value, int)]
    return sum(found) if found else None


def largest(
    layers: Sequence[LayerChange], top: int | None
) -> tuple[Sequence[LayerChange], Sequence[LayerChange]]:
    """Those whose MACs, then params, changed most, and the others; all as they stand if not cut."""
    if top is None:
        return layers, ()
    found = sorted(
        layers, key=lambda one: [abs(one.change(metric).rise) for metric in _KEYS], reverse=True
    )
    return found[:top], found[top:]


def folded(network: NetworkChange) -> list[Row]:
    """The rows of a network: renames of a whole block, and blocks new or gone, as one each."""
    alone = {mark: _alone(network, mark) for mark in (Mark.NEW, Mark.GONE)}
    cut = groupby(network.layers, key=lambda layer: _folding(layer, alone))
    return [_row(mark, path, list(found)) for (mark, path), found in cut]


def single(layer: LayerChange) -> Row:
    """The row of one layer."""
    return _row(layer.mark, _named(layer), [layer])


def others(layers: Sequence[LayerChange]) -> Row:
    """What is not shown, as one row."""
    return Row("", f"and {len(layers)} others", layers)


def _row(mark: str, path: str, layers: list[LayerChange]) -> Row:
    what = f"{len(layers)} layers" if len(layers) > 1 else _what(layers[0])
    return Row(mark, path, layers, what)


def _alone(network: NetworkChange, mark: Mark) -> frozenset[str]:
    """Every path in which all layers are new; or gone, by the mark."""
    figures = network.new if mark is Mark.NEW else network.old
    marked = {one.layer.path for one in network.layers if one.mark is mark}
    paths = [layer.path for layer in (figures.layers if figures else ())]
    ways = {path: list(_ways(path)) for path in paths}
    kept = {way for path in paths if marked.isdisjoint(ways[path]) for way in ways[path]}
    return frozenset(way for path in paths for way in ways[path] if way not in kept)


def _ways(path: str) -> Iterator[str]:
    """The path of each block that a layer is in, from the outermost on, and its own."""
    parts = path.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _folding(layer: LayerChange, alone: Mapping[Mark, frozenset[str]]) -> tuple[str, str]:
    """The mark and path of its row: the outermost block to which all the same happened."""
    if layer.mark is Mark.CHANGED:
        return layer.mark, _prefixes(layer) if layer.only_renamed else _named(layer)
    path = layer.layer.path
    return layer.mark, next((way for way in _ways(path) if way in alone[layer.mark]), path)


def _named(layer: LayerChange) -> str:
    return f"{layer.was} -> {layer.layer.path}" if layer.was else layer.layer.path


def _prefixes(layer: LayerChange) -> str:
    """The former path and the new one without the parts that both end with."""
    old, new = layer.was.split("."), layer.layer.path.split(".")
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        del old[-1], new[-1]
    return f"{'.'.join(old)} -> {'.'.join(new)}"


def _what(layer: LayerChange) -> str:
    """What is new about a layer beside its numbers; of a shape that goes through, where it ends."""
    if layer.mark is not Mark.CHANGED:
        return show_tuple(layer.layer.output)
    facts = {fact.name: fact for fact in layer.facts()}
    if "output" in facts:
        facts = {name: fact for name, fact in facts.items() if name not in _SAID_BY_OUTPUT}
    texts = [text for text in map(_fact, facts.values()) if text]
    return ", ".join(texts) or ("renamed" if layer.only_renamed else _inside(layer))


def _inside(layer: LayerChange) -> str:
    counts = [len(one.parts) or 1 for one in (layer.old, layer.new) if one]
    if counts[0] != counts[-1]:
        return f"{counts[0]} -> {counts[-1]} layers"
    return "other layers inside" if layer.layer.parts else ""


def _fact(fact: Fact) -> str:
    """A change of an argument in the words of a layer's headline, where these have it."""
    sides = [arguments({fact.name: frozen(value)}) for value in (fact.old, fact.new)]
    if fact.name != "bias" and all(sides):
        return " -> ".join(sides)
    return f"{fact.name} {side_text(fact, fact.old)} -> {side_text(fact, fact.new)}"


def side_text(fact: Fact, value: object) -> str:
    """One side of it as it is written.

    >>> side_text(Fact("output", (), ()), (64, 56, 56)), side_text(Fact("bias", True, None), None)
    ('64x56x56', 'none')
    >>> side_text(Fact("input", (), ()), ((64, 8, 8), (3,))), side_text(Fact("bias", True, 0), True)
    ('64x8x8, 3', 'true')
    """
    if isinstance(value, list | tuple) and fact.name == "input":
        return ", ".join(map(show_tuple, value))
    if isinstance(value, list | tuple):
        nested = bool(value) and all(isinstance(one, list | tuple) for one in value)
        return padding(tuple(map(tuple, value))) if nested else show_tuple(value)
    if value is None or isinstance(value, bool):
        return "none" if value is None else str(value).lower()
    return str(value)
