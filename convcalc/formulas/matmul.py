"""Products of two tensors, where nothing is learned: matmul, and the two in attention."""

from __future__ import annotations

from convcalc.formulas.arithmetic import N, prod


def macs(*, rows: N, inner: N, positions: tuple[N, ...], batch: N) -> N:
    """Multiply-accumulates of a (rows × inner) matrix with inner channels at positions. [MAC]

    Formula: batch * rows * inner * prod(positions)

    Source: PyTorch matmul.

    >>> macs(rows=4, inner=6, positions=(5, 2), batch=1)
    240
    """
    return batch * rows * inner * prod(positions)


def attention_macs(
    *, channels: N, value_channels: N, queries: tuple[N, ...], keys: tuple[N, ...], batch: N
) -> N:
    """Multiply-accumulates of every query with every key, and of the scores with values. [MAC]

    Heads share the channels, so their number does not matter. The softmax is no MAC.

    Formula: batch * prod(queries) * prod(keys) * (channels + value_channels)

    Source: Vaswani et al., arXiv:1706.03762, equation 1.

    >>> attention_macs(channels=64, value_channels=64, queries=(14, 14), keys=(14, 14), batch=1)
    4917248
    """
    return batch * prod(queries) * prod(keys) * (channels + value_channels)


def attention_activations(
    *, heads: N, value_channels: N, queries: tuple[N, ...], keys: tuple[N, ...], batch: N
) -> N:
    """Elements that the two products write: each head's scores, and the output. [element]

    Formula: batch * prod(queries) * (heads * prod(keys) + value_channels)

    Source: Vaswani et al., arXiv:1706.03762, equation 1; both products are matmuls.

    >>> attention_activations(heads=2, value_channels=6, queries=(3,), keys=(5,), batch=1)
    48
    """
    return batch * prod(queries) * (heads * prod(keys) + value_channels)
