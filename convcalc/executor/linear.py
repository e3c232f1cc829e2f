"""The fully connected layer: one matrix product, in blocks of output features."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from convcalc.executor.arguments import number
from convcalc.executor.conv import TILE, add_bias
from convcalc.executor.definition import Element, floats, total
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter


def linear(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Features times a weight (M, C), as PyTorch's Linear.

    Shapes: (C,) to (M,).

    >>> linear({"out_features": 10, "bias": True}, [(512,)]).weights
    ((10, 512), (10,))
    """
    (features,) = shapes[0]
    out_features = number(arguments, "out_features")
    bias = ((out_features,),) if arguments.get("bias", False) else ()
    return Layout(
        output=(out_features,),
        compute=_multiply,
        weights=((out_features, features), *bias),
        # A run on ones copies them, and of the weight a block.
        workspace=16 * features,
        contracts=True,
        lean=True,
        plain=_plain,
        plain_work=features,
        alike=True,
    )


def _multiply(inputs: Sequence[Array], weights: Sequence[Array], out: Array, meter: Meter) -> None:
    # Of ones without memory no more than a block is ever copied.
    weight = weights[0]
    row = weight.itemsize * weight.shape[1]
    rows = max(1, min(meter.room // 2, TILE) // row)
    for first in range(0, len(weight), rows):
        block = slice(first, first + rows)
        out[:, block] = meter.matmul(inputs[0], weight[block].T)
    add_bias(out, weights)


def _plain(inputs: Sequence[Array], weights: Sequence[Array], index: Shape) -> Element:
    """out[n, m] = bias[m] + Σ over c of weight[m, c] · x[n, c]."""
    item, feature = index
    pairs = zip(floats(inputs[0][item]), floats(weights[0][feature]), strict=True)
    return total(chain((bias.item(feature) for bias in weights[1:]), (a * b for a, b in pairs)))
