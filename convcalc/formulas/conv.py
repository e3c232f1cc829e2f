"""What a convolution holds and does; the transposed one too, which differs in `positions`."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N, prod


def params(*, in_channels: N, out_channels: N, kernel_size: tuple[N, ...], groups: N, bias: N) -> N:
    """Weights, and one bias for each output channel. [1]

    Formula: prod(kernel_size) * (in_channels // groups) * out_channels + bias * out_channels

    Source: Krizhevsky et al. 2012 (groups); PyTorch Conv2d.

    >>> params(in_channels=3, out_channels=64, kernel_size=(7, 7), groups=1, bias=0)
    9408
    """
    return prod(kernel_size) * (in_channels // groups) * out_channels + bias * out_channels


def macs(
    *,
    in_channels: N,
    out_channels: N,
    kernel_size: tuple[N, ...],
    groups: N,
    positions: tuple[N, ...],
    batch: N,
) -> N:
    """Multiply-accumulates, taps on zero padding included. [MAC]

    `positions` are the output's sizes; for a transposed convolution the input's, since
    there each input element meets every tap once.

    Formula: batch * prod(positions) * prod(kernel_size) * (in_channels // groups) * out_channels

    Source: Dumoulin & Visin, arXiv:1603.07285; Howard et al., arXiv:1704.04861, section 3.1.

    >>> macs(
    ...     in_channels=3, out_channels=64, kernel_size=(7, 7), groups=1,
    ...     positions=(112, 112), batch=1,
    ... )
    118013952
    """
    taps = prod(kernel_size) * (in_channels // groups)
    return batch * prod(positions) * taps * out_channels


def effective_macs(
    *, in_channels: N, out_channels: N, groups: N, useful_taps: tuple[N, ...], batch: N
) -> N:
    """Multiply-accumulates that meet a real element on both sides. [MAC]

    `useful_taps` counts, per axis, the pairs of position and tap inside the tensor; the
    axes are independent, so the counts multiply.

    Formula: batch * prod(useful_taps) * (in_channels // groups) * out_channels

    Source: the definition in docs/counting.md; proved by the run on ones.

    >>> effective_macs(in_channels=3, out_channels=64, groups=1, useful_taps=(778, 778), batch=1)
    116214528
    """
    return batch * prod(useful_taps) * (in_channels // groups) * out_channels
