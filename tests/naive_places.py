"""Elements at other places, and rows of tables, one element at a time."""

from itertools import product
from math import floor

import numpy as np


def permuted(x, dims):
    """Each element of the input goes to the place that its numbers have in the new order."""
    out = np.zeros((len(x), *[x.shape[1 + axis] for axis in dims]))
    for n, *place in product(*map(range, x.shape)):
        out[(n, *[place[axis] for axis in dims])] = x[(n, *place)]
    return out


def taken(x, starts, steps, counts=None):
    """Along each axis: from the start on by steps, until it is enough or the end."""
    each = zip(*[spread(one, x.ndim - 1) for one in (starts, steps, counts)], strict=True)
    axes = [walk(size, *one) for size, one in zip(x.shape[1:], each, strict=True)]
    out = np.zeros((len(x), *map(len, axes)))
    for n, *place in product(*map(range, out.shape)):
        out[(n, *place)] = x[(n, *[axis[at] for axis, at in zip(axes, place, strict=True)])]
    return out


def spread(value, rank):
    return value if isinstance(value, tuple) else (value,) * rank


def walk(size, start, step, count):
    found, at = [], start
    while 0 <= at < size and len(found) != count:
        found.append(at)
        at += step
    return found


def looked_up(x, table):
    """Every number is rounded down and counted round the table."""
    out = np.zeros((len(x), table.shape[1], *x.shape[1:]))
    for n, feature, *place in product(*map(range, out.shape)):
        row = floor(float(x[(n, *place)]))
        while row < 0:
            row += len(table)
        while row >= len(table):
            row -= len(table)
        out[(n, feature, *place)] = table[row, feature]
    return out
