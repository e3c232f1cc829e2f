"""Which elements of two sequences are the same, in order: a longest common subsequence."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

_MOST = 500  # edits that are looked for: time and memory grow with their square
_Pairs = list[tuple[int, int]]


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> _Pairs:
    """The places of what is in both, upwards; the fewest elements are left over.

    What is in one sequence alone is set aside first, and what both begin and end with; between
    them more than 500 edits count as another text, of which nothing is the same. So ten thousand
    layers take no longer than their changes.

    Source: Myers, An O(ND) difference algorithm and its variations, Algorithmica 1, 1986.

    >>> aligned("abcd", "axcd")
    [(0, 0), (2, 2), (3, 3)]
    """
    both = set(old) & set(new)
    left = [place for place, one in enumerate(old) if one in both]
    right = [place for place, one in enumerate(new) if one in both]
    found = _trimmed([old[place] for place in left], [new[place] for place in right])
    return [(left[x], right[y]) for x, y in found]


def _trimmed(old: Sequence[Hashable], new: Sequence[Hashable]) -> _Pairs:
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _edited(old[start : len(old) - end], new[start : len(new) - end])
    return [
        *[(place, place) for place in range(start)],
        *[(start + x, start + y) for x, y in middle],
        *[(len(old) - place, len(new) - place) for place in range(end, 0, -1)],
    ]


def _edited(old: Sequence[Hashable], new: Sequence[Hashable]) -> _Pairs:
    """As far as each number of edits leads on each diagonal x − y, until both ends are reached."""
    ends = {1: 0}
    trail = []
    for edits in range(min(len(old) + len(new), _MOST) + 1):
        trail.append(ends.copy())
        for diagonal in range(-edits, edits + 1, 2):
            x = _after_edit(ends, diagonal, edits)
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            ends[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _walked_back(trail, len(old), len(new))
    return []


def _inserts(ends: dict[int, int], diagonal: int, edits: int) -> bool:
    """Whether the last edit takes an element of the new sequence, and not one of the old."""
    if diagonal in (-edits, edits):
        return diagonal == -edits
    return ends[diagonal - 1] < ends[diagonal + 1]


def _after_edit(ends: dict[int, int], diagonal: int, edits: int) -> int:
    inserts = _inserts(ends, diagonal, edits)
    return ends[diagonal + 1] if inserts else ends[diagonal - 1] + 1


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> _Pairs:
    pairs = []
    for edits in range(len(trail) - 1, -1, -1):
        ends, diagonal = trail[edits], x - y
        before = diagonal + (1 if _inserts(ends, diagonal, edits) else -1)
        start = ends[before]
        while x > start and y > start - before:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = start, start - before
    return pairs[::-1]
