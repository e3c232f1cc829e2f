"""Norms by statistics of the input itself, over all positions of a group of channels."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod, sqrt
from typing import NamedTuple

import numpy as np

from convcalc.executor.arguments import decimal, number
from convcalc.executor.definition import Element, floats, total
from convcalc.executor.elementwise import BLOCK
from convcalc.executor.layout import Arguments, Array, Layout, Shape
from convcalc.executor.meter import Meter
from convcalc.executor.per_channel import FACTOR, SHIFT


def group_norm(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Groups of channels with a mean of 0 and a variance of 1, scaled and shifted by channel.

    Shapes: (C, *spatial) to (C, *spatial).

    >>> group_norm({"groups": 4}, [(8, 5, 5)]).weights
    ((8,), (8,))
    """
    return lay_out(number(arguments, "groups"), arguments, shapes[0], affine=True)


def instance_norm(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """Each channel with a mean of 0 and a variance of 1.

    Shapes: (C, *spatial) to (C, *spatial).

    >>> instance_norm({}, [(8, 5, 5)]).weights
    ()
    """
    affine = bool(arguments.get("affine", False))
    return lay_out(shapes[0][0], arguments, shapes[0], affine=affine)


def lay_out(groups: int, arguments: Arguments, shape: Shape, *, affine: bool) -> Layout:
    """A norm of so many groups."""
    layer = GroupNorm(groups, decimal(arguments, "eps", 1e-5))
    return Layout(
        output=shape,
        compute=layer.compute,
        weights=((shape[0],),) * 2 if affine else (),
        ranges=(FACTOR, SHIFT) if affine else (),
        workspace=16 * BLOCK,
        plain=layer.plain,
        plain_work=prod(shape) // groups,
        alike=True,
    )


class GroupNorm(NamedTuple):
    """One norm, laid out."""

    groups: int
    eps: float

    def compute(
        self, inputs: Sequence[Array], weights: Sequence[Array], out: Array, _meter: Meter
    ) -> None:
        """Write (N, C, *spatial), a few groups at a time."""
        batch, channels = out.shape[:2]
        x, written = (one.reshape(batch * self.groups, -1) for one in (inputs[0], out))
        each = max(1, BLOCK // x.shape[1])
        for first in range(0, len(x), each):
            block = slice(first, first + each)
            self._normalise(x[block], written[block])
        if weights:
            scale, shift = (one.reshape(channels, *(1,) * (out.ndim - 2)) for one in weights)
            out *= scale
            out += shift

    def _normalise(self, x: Array, out: Array) -> None:
        # Many elements are added up: in float64, a buffer of them at a time.
        mean = x.mean(axis=1, dtype=np.float64, keepdims=True)
        np.subtract(x, mean.astype(x.dtype), out=out)
        variance = np.einsum("ij,ij->i", out, out, dtype=np.float64) / out.shape[1]
        out /= np.sqrt(variance + self.eps).astype(x.dtype)[:, None]

    def plain(self, inputs: Sequence[Array], weights: Sequence[Array], index: Shape) -> Element:
        """One output element by the definition."""
        item, channel = index[:2]
        group = channel * self.groups // inputs[0].shape[1]
        members = inputs[0][item].reshape(self.groups, -1)[group]
        scale, shift = (weight.item(channel) for weight in weights) if weights else (1.0, 0.0)
        mean, size = total(one / members.size for one in floats(members))
        variance, _ = total((one - mean) ** 2 / members.size for one in floats(members))
        factor = scale / sqrt(variance + self.eps)
        value, terms = total([inputs[0].item(*index) * factor, -mean * factor, shift])
        return value, terms + abs(size * factor)
