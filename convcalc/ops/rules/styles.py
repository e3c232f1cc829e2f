"""What a style of bottleneck asks for."""

from __future__ import annotations

from convcalc.ops.rules.rule import Rule


def grows(style: str, out_channels: int, in_channels: int) -> Rule:
    """A unit that concatenates its input has more output than input channels.

    Why: ShuffleNet's stride-2 unit joins the pooled input with the branch's out − in channels.
    Example: convcalc bottleneck 240x28x28 240 --style shufflenet -s 2
    Fix: ask for more output channels, usually twice the input's.
    """
    return Rule(
        "CC211",
        out_channels > in_channels,
        lambda: (
            f"style={style} with a stride concatenates its input: out_channels={out_channels} must"
            f" be more than in_channels={in_channels}; use {2 * in_channels}"
        ),
    )


def no_groups(style: str, groups: int) -> Rule:
    """A plain bottleneck has no groups.

    Why: a bottleneck with a grouped kernel has a name of its own.
    Example: convcalc bottleneck 256x56x56 256 --style resnet -g 32
    Fix: use --style resnext.
    """
    return Rule(
        "CC212",
        groups == 1,
        lambda: f"style={style} has no groups, but groups={groups}; use style=resnext",
    )
