"""Windows fit on what they slide over, and something comes out."""

from __future__ import annotations

from collections.abc import Sequence

from convcalc.notation import show_tuple
from convcalc.ops.rules.rule import Rule


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


def causal_has_one_axis(op: str, axes: int) -> Rule:
    """Causal padding is for convolutions and pools along time, the only axis.

    Why: it puts all zeros before, so that no output sees what comes after it; of the axes of an
    image none is time, and a transposed convolution cuts where others pad.
    Example: convcalc conv 8x9x9 8 -k 3 -p causal
    Fix: write the padding before and after: 2+0x1+1.
    """
    what = "cuts padding" if op == "conv_transpose" else f"has {axes} spatial axes"
    return Rule(
        "CC236",
        (axes == 1) & (op != "conv_transpose"),
        lambda: f"padding=causal is for one axis of time, but {op} {what}; write before+after",
    )


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


def few_axes(op: str, shape: Sequence[int], most: int) -> Rule:
    """What has a window or padding for each axis has at most three of them.

    Why: nobody slides a window along more; PyTorch ends at three axes too.
    Example: a convolution behind reshape to 8x2x2x2x2 in a network.
    Fix: join axes by a reshape before it.
    """
    return Rule(
        "CC239",
        len(shape) - 1 <= most,
        lambda: (
            f"{op} works along at most {most} axes, but its input {show_tuple(shape)} has"
            f" {len(shape) - 1}; join some by a reshape"
        ),
    )
