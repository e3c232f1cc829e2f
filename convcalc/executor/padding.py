"""Padding as it was written, resolved by measuring real taps and counting real windows.

The textbook's padding formulas are deliberately not used: they are what is verified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from convcalc.executor.layout import Arguments, Pairs

Word: TypeAlias = Callable[..., tuple[int, int]]


def count(numbers: range) -> int:
    """How many; unlike `len`, also of more than 2⁶³.

    >>> count(range(0, 7, 2)), count(range(0)), count(range(10**30)) == 10**30
    (4, 0, True)
    """
    return numbers.index(numbers[-1]) + 1 if numbers else 0


def window_starts(padded: int, taps: range, stride: int) -> range:
    """Where windows begin on an axis of that many elements, zeros included.

    >>> list(window_starts(7, taps=range(0, 6, 2), stride=2))
    [0, 2]
    """
    return range(0, padded - taps[-1], stride)


def fewest_zeros(size: int, taps: range, stride: int) -> int:
    """The fewest zeros with which the windows number ⌈size / stride⌉.

    More zeros never mean fewer windows, so halving finds what adding one by one would.

    >>> fewest_zeros(224, range(3), stride=2)
    1
    """
    wanted = count(range(0, size, stride))
    low, high = 0, taps[-1]
    while low < high:
        middle = (low + high) // 2
        enough = count(window_starts(size + middle, taps, stride)) >= wanted
        low, high = (low, middle) if enough else (middle + 1, high)
    return low


def swapped(pair: tuple[int, int]) -> tuple[int, int]:
    """(after, before)."""
    before, after = pair
    return after, before


def _same(size: int, taps: range, stride: int) -> tuple[int, int]:
    # One zero at a time, first after, then before: the odd one is after.
    zeros = fewest_zeros(size, taps, stride)
    return zeros // 2, zeros - zeros // 2


# Each is asked with the size of an axis, its taps and its stride.
WORDS: dict[str, Word] = {
    "valid": lambda _size, _taps, _stride: (0, 0),
    "half": lambda _size, taps, _stride: (taps[-1] // 2, taps[-1] // 2),
    "full": lambda _size, taps, _stride: (taps[-1], taps[-1]),
    "causal": lambda _size, taps, _stride: (taps[-1], 0),
    "same": _same,
    "same_lower": lambda *axis: swapped(_same(*axis)),
}


def written_pairs(value: object, rank: int) -> Pairs:
    """A number, one per axis or pairs, as (before, after) for each axis; one pair is for all.

    >>> written_pairs(3, 2), written_pairs(((1, 2), (0, 1)), 2), written_pairs((1, 2), 2)
    (((3, 3), (3, 3)), ((1, 2), (0, 1)), ((1, 1), (2, 2)))
    >>> written_pairs(((0, 1),), 2)
    ((0, 1), (0, 1))
    """
    if isinstance(value, (tuple, list)) and len(value) == 1 and not isinstance(value[0], int):
        value = value[0:1] * rank
    entries = tuple(value) if isinstance(value, (tuple, list)) else (value,) * rank
    if len(entries) != rank:
        raise ValueError(f"padding={value!r} has {len(entries)} entries for {rank} spatial axes")
    return tuple(tuple(e) if isinstance(e, (tuple, list)) else (e, e) for e in entries)


def resolve(
    arguments: Arguments, axes: Sequence[tuple[Any, ...]], words: Mapping[str, Word]
) -> Pairs:
    """The (before, after) of each axis for the argument `padding`; a word asks about each axis.

    >>> resolve({"padding": "same"}, [(7, range(2), 1), (7, range(3), 2)], WORDS)
    ((0, 1), (1, 1))
    """
    value = arguments.get("padding", 0)
    if isinstance(value, str):
        return tuple(words[value](*axis) for axis in axes)
    return written_pairs(value, len(axes))
