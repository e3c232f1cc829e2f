"""What a fully connected layer holds and does."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N


def params(*, in_features: N, out_features: N, bias: N) -> N:
    """Weights, and one bias for each output feature. [1]

    Formula: in_features * out_features + bias * out_features

    Source: PyTorch Linear.

    >>> params(in_features=2048, out_features=1000, bias=1)
    2049000
    """
    return in_features * out_features + bias * out_features


def macs(*, in_features: N, out_features: N, batch: N) -> N:
    """Multiply-accumulates: every feature meets every weight of its own once. [MAC]

    Formula: batch * in_features * out_features

    Source: PyTorch Linear, y = xAᵀ + b.

    >>> macs(in_features=2048, out_features=1000, batch=1)
    2048000
    """
    return batch * in_features * out_features
