"""The product of two tensors, of which the first is read as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from convcalc.executor.definition import Element, floats, total
from convcalc.executor.layout import Arguments, Array, Layout, Shape, at
from convcalc.executor.meter import Meter


def matmul(_arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Rows of a, over all its positions, times the channels of b.

    Shapes: (M, *K positions) and (K, *space) to (M, *space).

    >>> matmul({}, [(4, 3, 2), (6, 5)]).output
    (4, 5)
    """
    a, b = shapes
    return Layout(
        output=(a[0], *b[1:]),
        compute=_multiply,
        workspace=8 * (prod(a) + prod(b)),  # a run on ones copies both, perhaps in float64
        contracts=True,
        plain=_plain,
        plain_work=b[0],
    )


def _multiply(inputs: Sequence[Array], _weights: Sequence[Array], out: Array, meter: Meter) -> None:
    a, b = inputs
    for left, right, written in zip(a, b, out, strict=True):
        rows, columns = left.reshape(len(left), -1), right.reshape(len(right), -1)
        meter.matmul(rows, columns, written.reshape(len(left), -1))


def _plain(inputs: Sequence[Array], _weights: Sequence[Array], index: Shape) -> Element:
    """out[n, m, p] = Σ over k of a[n, m, k] · b[n, k, p]."""
    item, row, *place = index
    left, right = inputs[0][item, row], at(inputs[1], item, slice(None), *place)
    return total(x * y for x, y in zip(floats(left), floats(right), strict=True))
