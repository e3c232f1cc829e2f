"""Rows of a table: what a number names."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite, nan, prod

import numpy as np
from numpy.typing import NDArray

from convcalc.executor.arguments import number
from convcalc.executor.definition import Element, total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter


def embedding(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """A row of the table for each number, its features as channels.

    A number is rounded down, and counted on from 0 again where the table ends, before its
    beginning from the end: so any number names a row, those of a random run too. What is no
    number, NaN or infinite, names a row of NaN.

    Shapes: any to (embedding_dim, *any); the table (num_embeddings, embedding_dim).

    >>> layout = embedding({"num_embeddings": 1000, "embedding_dim": 64}, [(50,)])
    >>> layout.output, layout.weights
    ((64, 50), ((1000, 64),))
    """
    rows, features = number(arguments, "num_embeddings"), number(arguments, "embedding_dim")
    return Layout(
        output=(features, *shapes[0]),
        compute=_look_up,
        weights=((rows, features),),
        buffers=0 if arguments.get("learned", True) else 1,
        # Of one sample, numbers as float64, as ints and as a mask, and the rows before they turn.
        workspace=prod(shapes[0]) * (3 * 8 + 4 * features),
        plain=_element,
    )


def _look_up(inputs: Sequence[Array], weights: Sequence[Array], out: Array, _meter: Meter) -> None:
    table = weights[0]
    for numbers, features in zip(inputs[0], out, strict=True):
        known = np.isfinite(numbers)
        features[...] = np.moveaxis(table[_rows(numbers, known, len(table))], -1, 0)
        features[:, ~known] = nan


def _rows(numbers: Array, known: NDArray[np.bool_], rows: int) -> NDArray[np.intp]:
    # float32 has no whole numbers beyond 2²⁴ of its own, and a rest may round up to `rows`.
    whole = np.floor(np.where(known, numbers, 0.0).astype(np.float64))
    return np.mod(whole, rows).astype(np.intp)


def _element(inputs: Sequence[Array], weights: Sequence[Array], index: Shape) -> Element:
    """out[n, f, p] = table[⌊x[n, p]⌋ mod rows, f]."""
    item, feature, *place = index
    which = inputs[0].item(item, *place)
    if not isfinite(which):
        return nan, 0.0
    return total([weights[0].item(floor(which) % len(weights[0]), feature)])
