"""Which layer was which: by path, or by what it is where paths were renamed or renumbered."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

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
    pairs = _same_paths(old, new, range(len(old)), range(len(new)))
    paired = set(pairs.values())
    left = [_token(layer, place in pairs) for place, layer in enumerate(old)]
    right = [_token(layer, place in paired) for place, layer in enumerate(new)]
    found = aligned(left, right)
    return pairs | {x: y for x, y in found if x not in pairs}


def _token(layer: Layer, paired: bool) -> Hashable:
    return layer.path if paired else layer.content


def _by_content(old: _Layers, new: _Layers) -> _Pairs:
    """Equal contents, in order; then equal paths."""
    pairs = dict(aligned([layer.content for layer in old], [layer.content for layer in new]))
    paired = set(pairs.values())
    left = [place for place in range(len(old)) if place not in pairs]
    right = [place for place in range(len(new)) if place not in paired]
    return pairs | _same_paths(old, new, left, right)


def _same_paths(old: _Layers, new: _Layers, left: Iterable[int], right: Iterable[int]) -> _Pairs:
    places = {new[place].path: place for place in right}
    return {x: places.pop(old[x].path) for x in left if old[x].path in places}


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
