"""CC509: what a depthwise-separable form would save."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convcalc.advice.network import Network, Remark
from convcalc.analysis.cost import OpCost
from convcalc.ops.conv import Conv

_FEW = 3  # kinds of layers: the largest are worth a thought, not all
_SHARE = 100  # less than a hundredth of the network is not worth it
_CHANNELS = 16  # an image, or a handful: there is nothing to separate


def separable_saving(network: Network) -> Iterator[Remark]:
    """A depthwise-separable form would save many MACs.

    Why: a dense K×K convolution costs C·M·K·K at each position, a depthwise and a pointwise
    one cost C·K·K + C·M (Howard et al., arXiv:1704.04861). It is another layer, to be trained
    anew. Only the three kinds of layers that would save most are named.
    Example: - conv: {out: 512, k: 3}
    Fix: use depthwise_separable, or leave it: dense kernels can be worth their price.
    """
    total = network.cost.macs
    kinds: dict[object, list[int]] = {}
    for at, op in enumerate(network.cost.ops):
        if _saved(op):
            kinds.setdefault(_kind(op), []).append(at)
    saved = {kind: sum(_saved(network.cost.ops[at]) for at in kinds[kind]) for kind in kinds}
    largest = sorted(kinds, key=lambda kind: -saved[kind])[:_FEW]
    for kind in largest:
        if saved[kind] * _SHARE >= total:
            for at in kinds[kind]:
                yield Remark(at, _told(network.cost.ops[at], total, len(kinds[kind])))


def _saved(op: OpCost) -> int:
    """The MACs of the dense form less those of the separable one. [MAC]"""
    node, spec = op.node, op.node.op
    if not isinstance(spec, Conv) or spec.groups > 1 or node.train_only:
        return 0
    if node.in_shapes[0][0] < _CHANNELS:
        return 0
    taps = prod(one.kernel_size for one in spec.axes())
    depthwise, pointwise = op.macs // spec.out_channels, op.macs // taps
    return max(op.macs - depthwise - pointwise, 0)


def _kind(op: OpCost) -> object:
    """Layers that cost the same, whatever their stride and their place."""
    sizes = [one.kernel_size for one in op.node.op.windows] if isinstance(op.node.op, Conv) else []
    return (op.node.in_shapes[0][0], tuple(sizes), op.node.output)


def _told(op: OpCost, total: int, alike: int) -> str:
    saved, share = _saved(op), 100 * _saved(op) / total
    all_of_them = f"; {alike} such layers together {alike * share:.1f} %" if alike > 1 else ""
    return (
        f"a depthwise-separable form would save {saved:,} of {op.macs:,} MACs,"
        f" {share:.1f} % of the network's{all_of_them}"
    )
