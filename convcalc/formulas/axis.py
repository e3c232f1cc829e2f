"""Along one axis: sizes, paddings, useful taps."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N, clipped, floor_sum


def effective_kernel(kernel_size: N, *, dilation: N) -> N:
    """The span of a kernel whose taps stand `dilation` apart. [elements]

    Formula: dilation * (kernel_size - 1) + 1

    Source: Yu & Koltun, arXiv:1511.07122.

    >>> [effective_kernel(3, dilation=d) for d in (1, 2, 3)]
    [3, 5, 7]
    """
    return dilation * (kernel_size - 1) + 1


def output_size(in_size: N, *, kernel_size: N, stride: N, dilation: N, before: N, after: N) -> N:
    """The number of positions that a kernel takes along one axis. [elements]

    Formula: (in_size + before + after - dilation * (kernel_size - 1) - 1) // stride + 1

    Source: Dumoulin & Visin, arXiv:1603.07285, relationship 15.

    >>> output_size(224, kernel_size=7, stride=2, dilation=1, before=3, after=3)
    112
    """
    padded = in_size + before + after
    return (padded - effective_kernel(kernel_size, dilation=dilation)) // stride + 1


def pooled_size(
    in_size: N, *, kernel_size: N, stride: N, dilation: N, before: N, after: N, ceil_mode: N
) -> N:
    """The number of windows of a pool along one axis. [elements]

    With ceil_mode a last window may hang over the end, as long as it begins on the input or
    on the padding before it.

    Formula: (in_size + before + after - dilation * (kernel_size - 1) - 1
        + ceil_mode * (stride - 1)) // stride + 1
        - ceil_mode * ((in_size + before + after - dilation * (kernel_size - 1) - 1
        + stride - 1) // stride * stride >= in_size + before)

    Source: PyTorch, torch.nn.MaxPool2d, ceil_mode; aten/src/ATen/native/Pool.h.

    >>> [
    ...     pooled_size(
    ...         112, kernel_size=3, stride=2, dilation=1, before=0, after=0, ceil_mode=ceil
    ...     )
    ...     for ceil in (0, 1)
    ... ]
    [55, 56]
    """
    spare = in_size + before + after - effective_kernel(kernel_size, dilation=dilation)
    last = (spare + ceil_mode * (stride - 1)) // stride
    windows: N = last + 1 - ceil_mode * (last * stride >= in_size + before)
    return windows


def transposed_output_size(
    in_size: N, *, kernel_size: N, stride: N, dilation: N, before: N, after: N, output_padding: N
) -> N:
    """The size that a transposed convolution writes along one axis. [elements]

    Formula: (in_size - 1) * stride - before - after + dilation * (kernel_size - 1)
        + output_padding + 1

    Source: Dumoulin & Visin, arXiv:1603.07285, relationship 14, with the dilation of
    PyTorch's ConvTranspose2d.

    >>> transposed_output_size(
    ...     16, kernel_size=4, stride=2, dilation=1, before=1, after=1, output_padding=0
    ... )
    32
    """
    whole = (in_size - 1) * stride + effective_kernel(kernel_size, dilation=dilation)
    return whole - before - after + output_padding


def padded_size(in_size: N, *, before: N, after: N) -> N:
    """The size with padding on both sides. [elements]

    Formula: in_size + before + after

    Source: PyTorch, torch.nn.functional.pad.

    >>> padded_size(224, before=2, after=3)
    229
    """
    return in_size + before + after


def half_padding(*, kernel_size: N, dilation: N) -> N:
    """The zeros on each side that keep the size of an odd kernel's input. [elements]

    Formula: dilation * (kernel_size - 1) // 2

    Source: Dumoulin & Visin, arXiv:1603.07285, "half (same) padding".

    >>> half_padding(kernel_size=3, dilation=2), half_padding(kernel_size=4, dilation=1)
    (2, 1)
    """
    return dilation * (kernel_size - 1) // 2


def full_padding(*, kernel_size: N, dilation: N) -> N:
    """The zeros on each side with which every overlap of kernel and input counts. [elements]

    Formula: dilation * (kernel_size - 1)

    Source: Dumoulin & Visin, arXiv:1603.07285, "full padding".

    >>> full_padding(kernel_size=3, dilation=2)
    4
    """
    return dilation * (kernel_size - 1)


def same_padding(in_size: N, *, kernel_size: N, stride: N, dilation: N) -> N:
    """The zeros, both sides together, that make the output ⌈in/stride⌉. [elements]

    Formula: max((-(-in_size // stride) - 1) * stride + dilation * (kernel_size - 1) + 1
        - in_size, 0)

    Source: TensorFlow, tf.nn.convolution, padding "SAME"; ONNX Conv, auto_pad.

    >>> same_padding(224, kernel_size=3, stride=2, dilation=1)
    1
    """
    out_size = -(-in_size // stride)
    needed = (out_size - 1) * stride + effective_kernel(kernel_size, dilation=dilation) - in_size
    pad: N = needed * (needed > 0)
    return pad


def transposed_same_padding(*, kernel_size: N, stride: N, dilation: N, output_padding: N) -> N:
    """The elements, both sides together, to cut so that the output is in·stride. [elements]

    Negative where the kernel copies do not reach that far; a rule refuses it.

    Formula: dilation * (kernel_size - 1) + 1 + output_padding - stride

    Source: ONNX ConvTranspose, auto_pad.

    >>> transposed_same_padding(kernel_size=4, stride=2, dilation=1, output_padding=0)
    2
    """
    return effective_kernel(kernel_size, dilation=dilation) + output_padding - stride


def useful_taps(positions: N, *, size: N, kernel_size: N, stride: N, dilation: N, before: N) -> N:
    """The pairs of a kernel position and a tap that fall inside the tensor. [pairs]

    Position p and tap t meet element stride·p + dilation·t − before; it is useful from
    0 to size − 1. A convolution asks for its output positions and the input's size, a
    transposed one for its input positions and the output's size.

    Formula: sum(0 <= stride * p + dilation * t - before < size
        for p in range(positions) for t in range(kernel_size))

    Source: counting lattice points, see `floor_sum`.

    >>> useful_taps(112, size=224, kernel_size=7, stride=2, dilation=1, before=3)
    778
    """
    below = _pairs_up_to(
        before - 1, positions=positions, kernel_size=kernel_size, stride=stride, dilation=dilation
    )
    up_to_last = _pairs_up_to(
        before + size - 1,
        positions=positions,
        kernel_size=kernel_size,
        stride=stride,
        dilation=dilation,
    )
    return up_to_last - below


def _pairs_up_to(limit: N, *, positions: N, kernel_size: N, stride: N, dilation: N) -> N:
    """Pairs with stride·p + dilation·t ≤ limit.

    The first taps meet the limit at no position, the last at every one; between them each
    tap has its own number of positions, and these make a floor sum.
    """
    taps = clipped(limit // dilation + 1, kernel_size)
    full = clipped((limit - (positions - 1) * stride) // dilation + 1, kernel_size)
    part = taps - full
    # Summed from the last tap down, so that the terms of the floor sum grow.
    some = floor_sum(part, stride, dilation, limit - dilation * (taps - 1)) + part
    pairs: N = positions * full + some
    return pairs
