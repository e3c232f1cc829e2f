"""Reading the space of a sweep: its axes, and vars that move together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.source import Entry, Node, Sequence
from convcalc.sweep.reading.axes import read_values
from convcalc.sweep.space import Axis, Space, Values


def read_space(space: Node | None, zipped: Node | None, reader: Reader) -> Space:
    """The axes of `space`, then those of `zip`, the last of which moves fastest."""
    taken: dict[str, None] = {}
    axes = [*_axes(entries(space, reader, "space"), taken, reader)]
    axes += _zipped(zipped, taken, reader)
    return Space(tuple(axes))


def _axes(found: Iterable[Entry], taken: dict[str, None], reader: Reader) -> Iterator[Axis]:
    for entry in found:
        values = _of_var(entry, taken, reader)
        if values is not None:
            yield Axis({entry.key.text: values})


def _of_var(entry: Entry, taken: dict[str, None], reader: Reader) -> Values | None:
    name = entry.key.text
    if name not in reader.scope:
        known = list(reader.scope)
        hint = nearest(name, known) or f"; its vars are {', '.join(known) or 'none'}"
        reader.problem("CC102", f'the network has no var "{name}"{hint}', entry.key)
        return None
    if name in taken:
        reader.problem("CC104", f"{name} is swept twice; give its values once", entry.key)
        return None
    taken[name] = None
    return read_values(name, entry.value, reader)


def _zipped(node: Node | None, taken: dict[str, None], reader: Reader) -> Iterator[Axis]:
    nodes = node.items if isinstance(node, Sequence) else (node,) if node is not None else ()
    for one in nodes:
        found = {
            entry.key.text: _of_var(entry, taken, reader) for entry in entries(one, reader, "zip")
        }
        values = {name: some for name, some in found.items() if some is not None}
        lengths = {len(some) for some in values.values()}
        if len(lengths) > 1:
            each = ", ".join(f"{name} has {len(some)}" for name, some in values.items())
            sentence = f"values that move together are as many: {each}; make them equal"
            reader.problem("CC105", sentence, one)
        elif values:
            yield Axis(values)
