"""Activations: nothing is learned, every position is looked at by itself.

Those without arguments are a table; their classes are made when they are asked for, since
a layer needs one of them at most.
"""

from __future__ import annotations

import sys
from typing import ClassVar

from pydantic import Field

from convcalc.ops.op import Op
from convcalc.ops.values import Real


class Relu(Op):
    """max(x, 0)."""

    name: ClassVar[str] = "relu"
    channelwise: ClassVar[bool] = True


class LeakyRelu(Op):
    """x, or negative_slope · x where it is negative."""

    name: ClassVar[str] = "leaky_relu"
    channelwise: ClassVar[bool] = True

    negative_slope: Real = Field(default=0.01, description="the slope below 0")


class Elu(Op):
    """x, or alpha · (eˣ − 1) where it is negative."""

    name: ClassVar[str] = "elu"
    channelwise: ClassVar[bool] = True

    alpha: Real = Field(default=1.0, description="how far below 0 it goes")


class Hardtanh(Op):
    """x, but not below min_val and not above max_val."""

    name: ClassVar[str] = "hardtanh"
    channelwise: ClassVar[bool] = True

    min_val: Real = Field(default=-1.0, description="the smallest value")
    max_val: Real = Field(default=1.0, description="the largest value")


_PLAIN = {
    "Relu6": ("relu6", "min(max(x, 0), 6)."),
    "Silu": ("silu", "x · sigmoid(x), also called swish."),
    "Gelu": ("gelu", "x · Φ(x), where Φ is the normal distribution (not its tanh form)."),
    "Sigmoid": ("sigmoid", "1 / (1 + e⁻ˣ)."),
    "Hardswish": ("hardswish", "x · min(max(x + 3, 0), 6) / 6."),
    "Hardsigmoid": ("hardsigmoid", "min(max(x/6 + ½, 0), 1)."),
    "Tanh": ("tanh", "The hyperbolic tangent of x."),
    "Selu": ("selu", "elu with the scale and alpha that keep variance (Klambauer et al. 2017)."),
    "Softplus": ("softplus", "ln(1 + eˣ)."),
    "Mish": ("mish", "x · tanh(softplus(x))."),
    "Softmax": ("softmax", "eˣ over its sum along the channels, at each position."),
    "LogSoftmax": ("log_softmax", "The logarithm of softmax along the channels."),
}


_ACROSS = {"softmax", "log_softmax"}  # an output channel depends on all


def __getattr__(attribute: str) -> type[Op]:
    if attribute not in _PLAIN:
        raise AttributeError(f"module {__name__!r} has no attribute {attribute!r}")
    made = _made(attribute, *_PLAIN[attribute])
    setattr(sys.modules[__name__], attribute, made)
    return made


def _made(attribute: str, op: str, sentence: str) -> type[Op]:
    class Activation(Op):
        """An activation without arguments."""

        name: ClassVar[str] = op
        channelwise: ClassVar[bool] = op not in _ACROSS

    Activation.__name__ = Activation.__qualname__ = attribute
    Activation.__doc__ = sentence
    return Activation
