"""convcalc: what a convolution costs, exactly, and proved by running it.

>>> import convcalc
>>> cost = convcalc.Conv(out_channels=64, kernel_size=7, stride=2, padding=3).cost((3, 224, 224))
>>> cost.output, cost.params, cost.macs
((64, 112, 112), 9472, 118013952)

A network is read from a file: ``convcalc.load("net.yaml").cost().macs``.
"""

from typing import TYPE_CHECKING, Any

from convcalc.errors import InputError

if TYPE_CHECKING:
    from convcalc.network import Network, load
    from convcalc.variants import (
        Bottleneck,
        Conv,
        ConvTranspose,
        Depthwise,
        DepthwiseSeparable,
        LayerCost,
        Pointwise,
        ResizeConv,
        ShuffledGrouped,
        SpatiallySeparable,
    )

__version__ = "0.1.0"

__all__ = [
    "Bottleneck",
    "Conv",
    "ConvTranspose",
    "Depthwise",
    "DepthwiseSeparable",
    "InputError",
    "LayerCost",
    "Network",
    "Pointwise",
    "ResizeConv",
    "ShuffledGrouped",
    "SpatiallySeparable",
    "__version__",
    "load",
]

_NETWORKS = ("Network", "load")


def __getattr__(name: str) -> Any:  # noqa: ANN401 — the module protocol
    """Variants are imported when they are asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'convcalc' has no attribute {name!r}")
    if name in _NETWORKS:
        from convcalc import network  # noqa: PLC0415 — `import convcalc` stays light

        return getattr(network, name)
    from convcalc import variants  # noqa: PLC0415 — likewise

    return getattr(variants, name)
