"""Channels are divided, and are there."""

from __future__ import annotations

from math import gcd

from convcalc.ops.rules.listed import divisors_near, or_list
from convcalc.ops.rules.rule import Rule


def groups_divide(groups: int, name: str, channels: int, other: int) -> Rule:
    """The number of groups divides the channels on both sides.

    Why: each group owns the same share of the input and of the output channels.
    Example: convcalc conv 64x56x56 64 -k 3 -g 3
    Fix: use one of the divisors that the message lists.
    """

    def says() -> str:
        listed = or_list(divisors_near(gcd(channels, other), groups))
        return f"groups={groups} does not divide {name}={channels}; use {listed}"

    return Rule("CC204", channels % groups == 0, says)


def channels_divide(name: str, value: int, by: int, what: str, otherwise: str = "") -> Rule:
    """A number of channels is divided without a rest.

    Why: channels are split evenly, or a default such as out_channels/4 must come out whole.
    Example: convcalc bottleneck 64x56x56 30
    Fix: use a multiple, or give the inner width yourself (--mid).
    """

    def says() -> str:
        near = sorted({max(value // by, 1) * by, (value // by + 1) * by})
        return f"{name}={value} is not a multiple of {by}, {what}; use {or_list(near)}{otherwise}"

    return Rule("CC209", value % by == 0, says)


def heads_divide(heads: int, name: str, channels: int, other: int) -> Rule:
    """The number of heads divides the channels of query, key and value.

    Why: each head attends with the same share of the channels.
    Example: attention of 64 channels with 3 heads in a network.
    Fix: use one of the divisors that the message lists.
    """

    def says() -> str:
        listed = or_list(divisors_near(gcd(channels, other), heads))
        return f"heads={heads} does not divide the {channels} channels of {name}; use {listed}"

    return Rule("CC234", channels % heads == 0, says)


def slopes_fit(slopes: int, channels: int) -> Rule:
    """A learned slope belongs to one channel, or to all.

    Why: PyTorch's num_parameters is 1 or the number of channels; others have no meaning.
    Example: prelu with num_parameters 3 behind 64 channels in a network.
    Fix: leave num_parameters out for one slope a channel, or give 1.
    """
    return Rule(
        "CC235",
        (slopes == 1) | (slopes == channels),
        lambda: (
            f"num_parameters={slopes} is neither 1 nor the {channels} channels; use one of them"
        ),
    )


def slice_inside(start: int, channels: int, in_channels: int) -> Rule:
    """A slice takes channels that are there.

    Why: it is a part of its input, nothing is added.
    Example: slice with start 48 and channels 32 behind 64 channels in a network.
    Fix: lower start or channels.
    """
    return Rule(
        "CC214",
        start + channels <= in_channels,
        lambda: (
            f"slice ends at channel {start + channels}, but its input has {in_channels};"
            f" use at most channels={max(in_channels - start, 0)}"
        ),
    )
