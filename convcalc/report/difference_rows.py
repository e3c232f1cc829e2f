"""The layers that changed, as people read them: what happened to many at once is one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from convcalc.audit.difference import Change, Fact, LayerChange, Mark, NetworkChange
from convcalc.audit.difference.side import Figures, frozen
from convcalc.notation import show_tuple
from convcalc.report.headline import arguments, padding

_KEYS = ("macs", "params")


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
    old, new = _blocks(network.old), _blocks(network.new)
    cut = groupby(network.layers, key=lambda layer: _folding(layer, old, new))
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


def _blocks(figures: Figures | None) -> set[str]:
    """Every path that a network has, of layers and of what they are in."""
    return {path for layer in (figures.layers if figures else ()) for path in _ways(layer.path)}


def _ways(path: str) -> Iterator[str]:
    parts = path.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _folding(layer: LayerChange, old: set[str], new: set[str]) -> tuple[str, str]:
    """The mark and path of its row: the outermost block that is on its side alone."""
    if layer.mark is Mark.CHANGED:
        return layer.mark, _prefixes(layer) if layer.only_renamed else _named(layer)
    elsewhere = old if layer.mark is Mark.NEW else new
    path = layer.layer.path
    return layer.mark, next((way for way in _ways(path) if way not in elsewhere), path)


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
        facts.pop("input", None)
        facts.pop("out_channels", None)
    texts = [text for text in map(_fact, facts.values()) if text]
    return ", ".join(texts) or ("renamed" if layer.only_renamed else _inside(layer))


def _inside(layer: LayerChange) -> str:
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
