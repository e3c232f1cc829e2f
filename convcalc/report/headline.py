"""One line that says what a layer is: shapes, and its arguments in short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from convcalc.notation import show_tuple
from convcalc.variants import LayerCost


def layer_name(variant: str) -> str:
    """The name as it is typed on the command line.

    >>> layer_name("depthwise_separable")
    'depthwise-separable'
    """
    return variant.replace("_", "-")


def shapes(cost: LayerCost) -> str:
    """Input and output."""
    return f"{show_tuple(cost.input)} -> {show_tuple(cost.output)}"


def even(values: tuple[Any, ...]) -> str:
    """One number where all axes agree, else one for each.

    >>> even((2, 2)), even((2, 1))
    ('2', '2x1')
    """
    return str(values[0]) if len(set(values)) == 1 else show_tuple(values)


def padding(pairs: tuple[tuple[int, int], ...]) -> str:
    """Padding as it is typed: `3`, `1x2`, `1+2x0+1`.

    >>> padding(((3, 3), (3, 3))), padding(((1, 2), (0, 0)))
    ('3', '1+2x0')
    """
    return even(tuple(str(b) if b == a else f"{b}+{a}" for b, a in pairs))


_SHOWN: dict[str, Callable[[Any], str]] = {
    "style": str,
    "mid": lambda mid: f"mid {mid}",
    "multiplier": lambda times: f"multiplier {times}" if times > 1 else "",
    "scale": lambda sizes: f"scale {even(sizes)}",
    "mode": str,
    "kernel_size": lambda sizes: f"k{show_tuple(sizes)}",
    "stride": lambda sizes: f"s{even(sizes)}",
    "padding": lambda pairs: f"p{padding(pairs)}",
    "dilation": lambda sizes: f"d{even(sizes)}",
    "groups": lambda groups: f"g{groups}",
    "output_padding": lambda sizes: f"op{even(sizes)}" if any(sizes) else "",
}


def arguments(values: Mapping[str, object]) -> str:
    """The arguments in short.

    >>> arguments({"stride": (2, 2), "kernel_size": (7, 7), "bias": False})
    'k7x7 s2, no bias'
    """
    known = [show(values[name]) for name, show in _SHOWN.items() if values.get(name) is not None]
    without = ", no bias" if values.get("bias") is False else ""
    return " ".join(word for word in known if word) + without
