"""CC507: channels that do not fill a tensor unit."""

from __future__ import annotations

from convcalc.analysis.cost import OpCost
from convcalc.ops.weighted import Weighted

_UNIT = 8
_IMAGE = 4  # channels: grey, RGB, with alpha; as they are, at the start or the end of a network


def odd_channels(op: OpCost) -> str | None:
    """Channels are not a multiple of 8.

    Why: tensor units multiply blocks of 8 channels and fill up the last one with zeros. Images
    of up to 4 channels and depthwise convolutions, which they do not speed up, are left alone.
    Example: convcalc conv 64x56x56 100 -k 3
    Fix: use the next multiple of 8.
    """
    spec, in_channels = op.node.op, op.node.in_shapes[0][0]
    if not isinstance(spec, Weighted) or spec.groups == in_channels > 1:
        return None
    channels = {"in_channels": in_channels, "out_channels": spec.out_channels}
    odd = {name: n for name, n in channels.items() if n > _IMAGE and n % _UNIT}
    if not odd:
        return None
    given = " and ".join(f"{name}={n}" for name, n in odd.items())
    better = " and ".join(dict.fromkeys(str(-(-n // _UNIT) * _UNIT) for n in odd.values()))
    verb = "is not a multiple" if len(odd) == 1 else "are not multiples"
    return f"{given} {verb} of {_UNIT}, which tensor units fill up with zeros; use {better}"
