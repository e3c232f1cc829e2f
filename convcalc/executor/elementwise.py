"""Activations: one line each, for arrays and for a single number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from convcalc.executor.arguments import decimal
from convcalc.executor.layout import Arguments, Array, Kernel, Layout, Shape
from convcalc.executor.meter import Meter

CELLS = 2**14  # of a table of erf
BLOCK = 2**15  # elements at a time: temporaries stay small and in the cache


class Activation(NamedTuple):
    """A function of one number: of an array's elements, and by its definition of a float.

    What the function of an array gives may be the third array that it is given, written on.
    """

    array: Callable[[Array, Arguments, Array], Array]
    plain: Callable[[float, Arguments], float]


def _slope(arguments: Arguments) -> float:
    return decimal(arguments, "negative_slope", 0.01)


def _alpha(arguments: Arguments) -> float:
    return decimal(arguments, "alpha", 1)


def _limits(arguments: Arguments) -> tuple[float, float]:
    return decimal(arguments, "min_val", -1), decimal(arguments, "max_val", 1)


def _sigmoid(x: Array) -> Array:
    # 1 / (1 + exp(-x)) without its overflow.
    half: Array = np.tanh(0.5 * x)
    return 0.5 + 0.5 * half


@cache
def _erf_lines() -> tuple[Array, Array]:
    # On cells of h = 6/2¹⁴ a straight line is off by at most h²/8·max|erf''| = 2e-8.
    nodes = np.array([math.erf(6 * node / CELLS) for node in range(CELLS + 1)])
    return nodes[:-1].astype(np.float32), np.diff(nodes).astype(np.float32)


def erf(x: Array) -> Array:
    """The error function of each element, to 2e-8.

    >>> erf(np.float32([0, 1, -9])).round(6).tolist()
    [0.0, 0.8427010178565979, -1.0]
    """
    starts, slopes = _erf_lines()
    places = np.minimum(np.abs(x) * np.float32(CELLS / 6), np.float32(CELLS - 1))
    cells = places.astype(np.int32)
    places -= cells
    places *= slopes.take(cells, mode="clip")  # what is no number has some cell, and stays none
    places += starts.take(cells, mode="clip")
    signed: Array = np.copysign(places, x)
    return signed


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def _clip(x: float, high: float) -> float:
    return min(max(x, 0.0), high)


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


# Klambauer et al., arXiv:1706.02515, equation 14: they keep a mean of 0 and a variance of 1.
_LAMBDA = np.float32(1.0507009873554804934193349852946)
_ALPHA = np.float32(1.6732632423543772848170429916717)

# np.clip, np.where and np.minimum pass NaN on, as `reached` needs. Two bounds are twice as fast
# as np.maximum with a number.
ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(lambda x, _, out: np.clip(x, 0, np.inf, out=out), lambda x, _: max(x, 0.0)),
    "relu6": Activation(lambda x, _, out: np.clip(x, 0, 6, out=out), lambda x, _: _clip(x, 6)),
    "leaky_relu": Activation(
        lambda x, a, _out: np.where(x < 0, x * np.float32(_slope(a)), x),
        lambda x, a: x * _slope(a) if x < 0 else x,
    ),
    "silu": Activation(lambda x, _, _out: x * _sigmoid(x), lambda x, _: x * _logistic(x)),
    "gelu": Activation(
        lambda x, _, _out: x * (0.5 + 0.5 * erf(x * np.float32(math.sqrt(0.5)))),
        lambda x, _: x * 0.5 * (1 + math.erf(x / math.sqrt(2))),
    ),
    "sigmoid": Activation(lambda x, _, _out: _sigmoid(x), lambda x, _: _logistic(x)),
    "hardswish": Activation(
        lambda x, _, _out: x * np.clip(x + 3, 0, 6) / 6, lambda x, _: x * _clip(x + 3, 6) / 6
    ),
    "hardsigmoid": Activation(
        lambda x, _, _out: np.clip(x / 6 + 0.5, 0, 1), lambda x, _: _clip(x / 6 + 0.5, 1)
    ),
    "hardtanh": Activation(
        lambda x, a, out: np.clip(x, *_limits(a), out=out), lambda x, a: sorted([x, *_limits(a)])[1]
    ),
    "tanh": Activation(lambda x, _, out: np.tanh(x, out=out), lambda x, _: math.tanh(x)),
    "elu": Activation(
        lambda x, a, _out: np.where(x > 0, x, np.float32(_alpha(a)) * np.expm1(np.minimum(x, 0))),
        lambda x, a: x if x > 0 else _alpha(a) * math.expm1(x),
    ),
    "selu": Activation(
        lambda x, _, _out: _LAMBDA * np.where(x > 0, x, _ALPHA * np.expm1(np.minimum(x, 0))),
        lambda x, _: float(_LAMBDA) * (x if x > 0 else float(_ALPHA) * math.expm1(x)),
    ),
    "softplus": Activation(lambda x, _, _out: np.logaddexp(0, x), lambda x, _: _softplus(x)),
    "mish": Activation(
        lambda x, _, _out: x * np.tanh(np.logaddexp(0, x)), lambda x, _: x * math.tanh(_softplus(x))
    ),
}


def activation(name: str) -> Kernel:
    """The kernel of one activation.

    Shapes: (C, *spatial) to (C, *spatial).

    >>> activation("relu")({}, [(2, 3)]).output
    (2, 3)
    """
    return partial(lay_out, ACTIVATIONS[name])


def lay_out(function: Activation, arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """A function of every element by itself."""
    return Layout(
        output=shapes[0],
        compute=partial(_compute, function, arguments),
        workspace=16 * BLOCK,
        plain=partial(_plain, function, arguments),
        alike=True,
    )


def _compute(
    function: Activation,
    arguments: Arguments,
    inputs: Sequence[Array],
    _weights: Sequence[Array],
    out: Array,
    _meter: Meter,
) -> None:
    source, target = inputs[0].reshape(-1), out.reshape(-1)
    for first in range(0, source.size, BLOCK):
        block = slice(first, first + BLOCK)
        found = function.array(source[block], arguments, target[block])
        if not np.may_share_memory(found, target):
            target[block] = found


def _plain(
    function: Activation,
    arguments: Arguments,
    inputs: Sequence[Array],
    _weights: Sequence[Array],
    index: Shape,
) -> tuple[float, float]:
    x = inputs[0].item(*index)
    # An activation near 0 is a difference of numbers as large as its argument.
    return function.plain(x, arguments), max(abs(x), 1.0)
