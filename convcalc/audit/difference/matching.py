"""Which layer was which: by path, or by what it is where paths were renamed or renumbered."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from convcalc.audit.difference.alignment import aligned
from convcalc.audit.difference.side import Layer

_RENAMED = 0.75  # of a change: enough that a move of all sizes by one stage is no renaming
_Layers = Sequence[Layer]
_Pairs = dict[int, int]
Match = tuple[Layer | None, Layer | None]


def matched(old: _Layers, new: _Layers) -> list[Match]:
    """Each layer with what it was, in the new order; those that are gone stand where they were.

    A path says which layer is meant. But those that a file does not name are numbered, and one
    more at the front renumbers all that follow: where it tells less, layers are matched in order
    by what they are, and by path only what is left.
    """
    pairs = _by_path(old, new)
    if _told(pairs, old, new):
        other = _by_content(old, new)
        pairs = min(pairs, other, key=lambda found: _told(found, old, new))
    return _in_order(pairs, old, new)


def _by_path(old: _Layers, new: _Layers) -> _Pairs:
    """Equal paths; then, in order between them, equal contents."""
    pairs = _met([layer.path for layer in old], {layer.path: y for y, layer in enumerate(new)})
    paired = set(pairs.values())
    left = [_token(layer, place in pairs) for place, layer in enumerate(old)]
    right = [_token(layer, place in paired) for place, layer in enumerate(new)]
    return pairs | {x: y for x, y in aligned(left, right) if x not in pairs}


def _token(layer: Layer, paired: bool) -> Hashable:
    return layer.path if paired else layer.content


def _by_content(old: _Layers, new: _Layers) -> _Pairs:
    """Equal contents, in order; then equal names in a block that others went to; then paths."""
    pairs = dict(aligned([layer.content for layer in old], [layer.content for layer in new]))
    moved = {_block(old[x]): _block(new[y]) for x, y in pairs.items()}
    for path_of in (lambda layer: _moved(layer, moved), lambda layer: layer.path):
        paired = set(pairs.values())
        paths = [None if x in pairs else path_of(layer) for x, layer in enumerate(old)]
        pairs |= _met(paths, {new[y].path: y for y in range(len(new)) if y not in paired})
    return pairs


def _block(layer: Layer) -> str:
    return layer.path.rpartition(".")[0]


def _moved(layer: Layer, blocks: Mapping[str, str]) -> str | None:
    """The path of a layer that went with others of its block; none where they went nowhere."""
    block = _block(layer)
    return f"{blocks[block]}{layer.path[len(block) :]}" if block in blocks else None


def _met(paths: Sequence[str | None], left: dict[str, int]) -> _Pairs:
    """Each path with the place it has in the other network, which is then taken."""
    return {x: left.pop(path) for x, path in enumerate(paths) if path is not None and path in left}


def _told(pairs: _Pairs, old: _Layers, new: _Layers) -> float:
    """How much there is to tell: changes, renames, and what is new or gone."""
    alone = len(old) + len(new) - 2 * len(pairs)
    return alone + sum(_weight(old[x], new[y]) for x, y in pairs.items())


def _weight(old: Layer, new: Layer) -> float:
    if old.content != new.content:
        return 1
    return 0 if old.path == new.path else _RENAMED


def _in_order(pairs: _Pairs, old: _Layers, new: _Layers) -> list[Match]:
    before = {y: x for x, y in pairs.items()}
    rows: list[tuple[int, int, Match]] = []
    for y, layer in enumerate(new):
        was = old[before[y]] if y in before else None
        rows.append((y, -1, (was, layer)))
    last = -1
    for x, layer in enumerate(old):
        last = pairs.get(x, last)
        if x not in pairs:
            rows.append((last, x, (layer, None)))
    return [match for _, _, match in sorted(rows, key=lambda row: row[:2])]
