"""What may not happen to a shape or a layer: one function a rule, its docstring explains it.

A rule is data: a single layer raises the first that fails, a sweep joins them to a mask.
The first line of a docstring says what must hold; `Why`, `Example` and `Fix` follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd, isqrt
from typing import NamedTuple

from convcalc.errors import InputError
from convcalc.notation import show_tuple

_SHOWN = 12
_TRIED = 10**6


class Rule(NamedTuple):
    """A condition and the sentence to say where it does not hold."""

    code: str
    holds: bool
    says: Callable[[], str]


def require(rule: Rule) -> None:
    """Raise InputError unless the rule holds."""
    if not rule.holds:
        raise InputError(rule.code, rule.says())


def kernel_fits(axis: int, kernel_size: int, dilation: int, effective: int, padded: int) -> Rule:
    """The effective kernel is not larger than the padded input.

    Why: a kernel takes only positions where all its taps lie on the padded input.
    Example: convcalc conv 8x7x7 8 -k 3 -d 4
    Fix: add padding (-p half keeps the size), or lower the dilation or the kernel.
    """

    def says() -> str:
        spread = f" (= {dilation}·({kernel_size} − 1) + 1)" if dilation > 1 else ""
        change = "lower dilation" if dilation > 1 else "use a smaller kernel"
        return (
            f"axis {axis}: effective kernel {effective}{spread} is larger than"
            f" the padded input {padded}; add padding or {change}"
        )

    return Rule("CC201", effective <= padded, says)


def groups_divide(groups: int, name: str, channels: int, other: int) -> Rule:
    """The number of groups divides the channels on both sides.

    Why: each group owns the same share of the input and of the output channels.
    Example: convcalc conv 64x56x56 64 -k 3 -g 3
    Fix: use one of the divisors that the message lists.
    """

    def says() -> str:
        listed = _or_list(_divisors_near(gcd(channels, other), groups))
        return f"groups={groups} does not divide {name}={channels}; use {listed}"

    return Rule("CC204", channels % groups == 0, says)


def output_not_empty(axis: int, size: int) -> Rule:
    """A transposed convolution keeps at least one element along every axis.

    Why: padding cuts the output of a transposed convolution; too much leaves nothing.
    Example: convcalc conv-transpose 8x1x1 8 -k 2 -p 1
    Fix: lower the padding, or use a larger kernel or stride.
    """
    return Rule(
        "CC205",
        size >= 1,
        lambda: f"axis {axis}: the output would have {size} elements; lower the padding",
    )


def output_padding_small(axis: int, output_padding: int, stride: int, dilation: int) -> Rule:
    """Output padding is smaller than the stride or the dilation.

    Why: it only chooses among the input sizes that a strided convolution maps to one output.
    Example: convcalc conv-transpose 8x4x4 8 -k 3 -s 2 --output-padding 2
    Fix: use less output padding.
    """
    return Rule(
        "CC206",
        (output_padding < stride) | (output_padding < dilation),
        lambda: (
            f"axis {axis}: output_padding={output_padding} is not smaller than"
            f" stride={stride} or dilation={dilation}; use at most {max(stride, dilation) - 1}"
        ),
    )


def same_reachable(axis: int, pad: int, stride: int) -> Rule:
    """The kernel copies of a transposed convolution with `same` padding reach far enough.

    Why: its output is in·stride long; a kernel shorter than the stride leaves the end unwritten.
    Example: convcalc conv-transpose 8x4x4 8 -k 1 -s 2 -p same
    Fix: add output_padding, or use a kernel at least as long as the stride.
    """
    return Rule(
        "CC207",
        pad >= 0,
        lambda: (
            f"axis {axis}: padding=same cannot reach in·stride, it is {-pad} short;"
            f" use output_padding={-pad} or a kernel of at least {stride}"
        ),
    )


def pool_padding_half(axis: int, padding: int, kernel_size: int) -> Rule:
    """A pool is padded by at most half its kernel.

    Why: more would give windows that hold nothing but padding; PyTorch refuses it too.
    Example: convcalc explain avgpool
    Fix: lower the padding to half the kernel.
    """
    return Rule(
        "CC208",
        2 * padding <= kernel_size,
        lambda: (
            f"axis {axis}: padding {padding} is more than half the kernel {kernel_size};"
            f" use at most {kernel_size // 2}"
        ),
    )


def channels_divide(name: str, value: int, by: int, what: str, otherwise: str = "") -> Rule:
    """A number of channels is divided without a rest.

    Why: channels are split evenly, or a default such as out_channels/4 must come out whole.
    Example: convcalc bottleneck 64x56x56 30
    Fix: use a multiple, or give the inner width yourself (--mid).
    """

    def says() -> str:
        near = sorted({max(value // by, 1) * by, (value // by + 1) * by})
        return f"{name}={value} is not a multiple of {by}, {what}; use {_or_list(near)}{otherwise}"

    return Rule("CC209", value % by == 0, says)


def branches_agree(
    op: str, first: Sequence[int], second: Sequence[int], names: tuple[str, ...] = ()
) -> Rule:
    """The tensors that are joined have the same sizes (concat: but for the channels).

    Why: add and mul work element by element, concat stacks channels over the same positions.
    To mul, one number a channel (C×1×1) is one for each of all positions.
    Example: a residual branch with stride 2 beside a skip without one.
    Fix: give both branches the same stride and padding.
    """
    same = tuple(first)[op == "concat" :] == tuple(second)[op == "concat" :] or (
        op == "mul" and (_weighs(first, second) or _weighs(second, first))
    )
    hint = "" if same or len(first) != len(second) else _branch_hint(op, first, second)
    return Rule(
        "CC210",
        same,
        lambda: f"branches differ: {_shapes((first, second), names)}{hint}",
    )


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


def has_axes(op: str, shape: Sequence[int]) -> Rule:
    """What slides a window has spatial axes to slide over.

    Why: after a global pool or flatten only channels are left.
    Example: a convolution behind flatten in a network.
    Fix: put it before them, or use linear.
    """
    return Rule(
        "CC213",
        len(shape) > 1,
        lambda: (
            f"{op} needs spatial axes, but its input {show_tuple(shape)} is flat;"
            " put it before flatten, or use linear"
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


def is_flat(op: str, shape: Sequence[int]) -> Rule:
    """A fully connected layer reads a flat tensor.

    Why: whether positions become features, or each is worked on alone, is not to be guessed.
    Example: linear behind a global pool without flatten in a network.
    Fix: put flatten before it; a pointwise convolution works on each position alone.
    """
    axes = len(shape) - 1
    return Rule(
        "CC230",
        axes == 0,
        lambda: (
            f"{op} needs a flat tensor, but its input {show_tuple(shape)} has {axes} spatial"
            f" {'axis' if axes == 1 else 'axes'}; flatten first"
        ),
    )


def takes(op: str, wanted: int, given: int) -> Rule:
    """An operator gets as many tensors as it reads.

    Why: matmul reads a matrix and a tensor; attention reads query, key and value.
    Example: attention with one branch in a network; self-attention names its input three times.
    Fix: name as many tensors as the message says, in the order of convcalc explain.
    """
    return Rule(
        "CC231",
        given == wanted,
        lambda: f"{op} takes {wanted} inputs, but {given} {'is' if given == 1 else 'are'} given",
    )


def inner_agrees(a: Sequence[int], b: Sequence[int], inner: int) -> Rule:
    """A matrix product meets as many positions of the first tensor as channels of the second.

    Why: the first is read as a matrix of channels × positions; rows of it meet channels.
    Example: matmul of 64x7x7 and 64x7x7 in a network: 49 positions and 64 channels.
    Fix: reshape the first tensor, or change the order of the two.
    """
    return Rule(
        "CC232",
        inner == b[0],
        lambda: (
            f"matmul: the {inner} positions of {show_tuple(a)} must meet as many channels, but"
            f" {show_tuple(b)} has {b[0]}; reshape the first, or swap them"
        ),
    )


def keys_fit(query: Sequence[int], key: Sequence[int], value: Sequence[int]) -> Rule:
    """Keys have the channels of queries and the positions of values.

    Why: a score is the product of a query and a key, and weighs the value at the key's place.
    Example: attention whose key is strided and whose value is not, in a network.
    Fix: project query and key to the same channels, and stride key and value alike.
    """
    channels = query[0] == key[0]
    what = "have other positions" if channels else "have other channels"
    first, second = ("key", key), ("value", value)
    if not channels:
        first, second = ("query", query), first
    return Rule(
        "CC233",
        channels & (tuple(key[1:]) == tuple(value[1:])),
        lambda: (
            f"{first[0]} {show_tuple(first[1])} and {second[0]} {show_tuple(second[1])} {what};"
            f" {'stride both alike' if channels else 'project both to the same'}"
        ),
    )


def heads_divide(heads: int, name: str, channels: int, other: int) -> Rule:
    """The number of heads divides the channels of query, key and value.

    Why: each head attends with the same share of the channels.
    Example: attention of 64 channels with 3 heads in a network.
    Fix: use one of the divisors that the message lists.
    """

    def says() -> str:
        listed = _or_list(_divisors_near(gcd(channels, other), heads))
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


def _weighs(factors: Sequence[int], x: Sequence[int]) -> bool:
    """Whether the first has one number for each channel of the second."""
    return list(factors) == [x[0], *(1,) * (len(x) - 1)]


def _shapes(shapes: Sequence[Sequence[int]], names: tuple[str, ...]) -> str:
    """The shapes of branches, with their names where a file gives them any."""
    if not names:
        return " and ".join(map(show_tuple, shapes))
    return ", ".join(f"{name} {show_tuple(one)}" for name, one in zip(names, shapes, strict=True))


def _branch_hint(op: str, first: Sequence[int], second: Sequence[int]) -> str:
    if op == "mul" and first[0] == second[0]:
        return "; mul takes the same positions, or one for all"
    strided = any(a != b for a, b in zip(first[1:], second[1:], strict=True))
    return "; a stride is missing?" if strided and op != "mul" else "; give both the same channels"


def _divisors_near(value: int, wanted: int) -> list[int]:
    small = [d for d in range(1, min(isqrt(value), _TRIED) + 1) if value % d == 0]
    every = {*small, *(value // d for d in small)}
    return sorted(sorted(every, key=lambda d: (abs(d - wanted), d))[:_SHOWN])


def _or_list(values: Sequence[int]) -> str:
    *most, last = map(str, values)
    return f"{', '.join(most)} or {last}" if most else last


RULES: dict[str, Callable[..., Rule]] = {
    "CC201": kernel_fits,
    "CC204": groups_divide,
    "CC205": output_not_empty,
    "CC206": output_padding_small,
    "CC207": same_reachable,
    "CC208": pool_padding_half,
    "CC209": channels_divide,
    "CC210": branches_agree,
    "CC211": grows,
    "CC212": no_groups,
    "CC213": has_axes,
    "CC214": slice_inside,
    "CC230": is_flat,
    "CC231": takes,
    "CC232": inner_agrees,
    "CC233": keys_fit,
    "CC234": heads_divide,
    "CC235": slopes_fit,
}
