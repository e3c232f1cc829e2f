"""Which points no other dominates: by moocore where it is installed, else by NumPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from convcalc.sweep.calculation import Array


def not_dominated(rows: Array) -> Array:
    """The rows, smaller being better, that no other row beats; equal ones beat nobody.

    >>> not_dominated(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])).tolist()
    [True, True, False, True]
    """
    return _judge()(rows) if len(rows) else np.ones(0, np.bool_)


@cache
def _judge() -> Callable[[Array], Array]:
    try:
        from moocore import is_nondominated  # noqa: PLC0415 — extra
    except ImportError:
        return sieved
    return partial(is_nondominated, keep_weakly=True)


def sieved(rows: Array) -> Array:
    """The same in NumPy: each time the row of the least sum stays, and all that it beats go.

    >>> sieved(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])).tolist()
    [True, True, False, True]
    """
    kept = np.zeros(len(rows), np.bool_)
    ranks = np.column_stack([np.unique(column, return_inverse=True)[1] for column in rows.T])
    left = np.argsort(ranks.sum(axis=1), kind="stable")
    while len(left):
        best = ranks[left[0]]
        beaten = (ranks[left] >= best).all(axis=1)
        kept[left[beaten & (ranks[left] == best).all(axis=1)]] = True
        left = left[~beaten]
    return kept
