"""Activations with the arguments that ONNX has for them: of arrays, and by their definitions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from convcalc.executor.elementwise import ACTIVATIONS as OURS
from convcalc.executor.elementwise import erf
from convcalc.executor.functions.call import AnyArray, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.pointwise import pointwise

# Klambauer et al., arXiv:1706.02515, in as many digits as ONNX has of them.
_SELU_ALPHA, _SELU_GAMMA = 1.67326319217681884765625, 1.05070102214813232421875
_QUICK = 1.702  # Hendrycks & Gimpel, arXiv:1606.08415: x · sigmoid(1.702 x)


def _said(name: str, default: float) -> Callable[[Call], np.float32]:
    """An argument in float32, so that arrays stay in it."""
    return lambda call: np.float32(call.attribute(name, default))


_alpha = _said("alpha", 1.0)
_slope = _said("alpha", 0.01)
_hard_slope, _hard_shift = _said("alpha", 0.2), _said("beta", 0.5)
_selu_alpha, _selu_gamma = _said("alpha", _SELU_ALPHA), _said("gamma", _SELU_GAMMA)
_quick = _said("alpha", _QUICK)
_lambd, _bias = _said("lambd", 0.5), _said("bias", 0.0)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def _swish(x: AnyArray, slope: np.float32) -> AnyArray:
    return x * np.asarray(np.float32(0.5) + np.float32(0.5) * np.tanh(np.float32(0.5) * slope * x))


def _gelu_by_erf(x: AnyArray) -> AnyArray:
    return np.float32(0.5) * x * (1 + erf(x * np.float32(math.sqrt(0.5))))


def _gelu_by_tanh(x: AnyArray) -> AnyArray:
    inner = np.float32(math.sqrt(2 / math.pi)) * (x + np.float32(0.044715) * x * x * x)
    return np.asarray(np.float32(0.5) * x * (1 + np.tanh(inner)))


def _plain_gelu(x: float) -> float:
    return 0.5 * x * (1 + math.erf(x / math.sqrt(2)))


def _plain_gelu_by_tanh(x: float) -> float:
    return 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def _by_tanh(call: Call) -> bool:
    return call.attribute("approximate", "none") == "tanh"


def _shrunk(call: Call, x: AnyArray) -> AnyArray:
    far, bias = _lambd(call), _bias(call)
    return np.where(x < -far, x + bias, np.where(x > far, x - bias, 0))


def _plain_shrunk(call: Call, x: float) -> float:
    far, bias = float(_lambd(call)), float(_bias(call))
    return x + bias if x < -far else x - bias if x > far else 0.0


def _expm1(x: float) -> float:
    return math.expm1(min(x, 0.0))


def _ours(name: str) -> Function:
    """One that needs no arguments is the same as ours."""
    one = OURS[name]
    return pointwise(
        lambda _, x: one.array(np.asarray(x, np.float32), {}, np.empty(x.shape, np.float32)),
        lambda _, x: one.plain(x, {}),
    )


ACTIVATIONS: Mapping[str, Function] = {
    "Relu": _ours("relu"),
    "Sigmoid": _ours("sigmoid"),
    "Softplus": _ours("softplus"),
    "Mish": _ours("mish"),
    "HardSwish": _ours("hardswish"),
    "Erf": pointwise(lambda _, x: erf(x), lambda _, x: math.erf(x)),
    "Softsign": pointwise(lambda _, x: x / (1 + np.abs(x)), lambda _, x: x / (1 + abs(x))),
    "Swish": pointwise(
        lambda call, x: _swish(x, _alpha(call)),
        lambda call, x: x * _logistic(float(_alpha(call)) * x),
    ),
    "QuickGelu": pointwise(
        lambda call, x: _swish(x, _quick(call)),
        lambda call, x: x * _logistic(float(_quick(call)) * x),
    ),
    "Elu": pointwise(
        lambda call, x: np.where(x > 0, x, _alpha(call) * np.expm1(np.minimum(x, 0))),
        lambda call, x: x if x > 0 else float(_alpha(call)) * _expm1(x),
    ),
    "Celu": pointwise(
        lambda call, x: np.maximum(x, 0) + _alpha(call) * np.expm1(np.minimum(x / _alpha(call), 0)),
        lambda call, x: x if x > 0 else float(_alpha(call)) * _expm1(x / float(_alpha(call))),
    ),
    "Selu": pointwise(
        lambda call, x: (
            _selu_gamma(call) * np.where(x > 0, x, _selu_alpha(call) * np.expm1(np.minimum(x, 0)))
        ),
        lambda call, x: (
            float(_selu_gamma(call)) * (x if x > 0 else float(_selu_alpha(call)) * _expm1(x))
        ),
    ),
    "LeakyRelu": pointwise(
        lambda call, x: np.where(x < 0, x * _slope(call), x),
        lambda call, x: x * float(_slope(call)) if x < 0 else x,
    ),
    "PRelu": pointwise(
        lambda _, x, slope: np.where(x < 0, x * slope, x),
        lambda _, x, slope: x * slope if x < 0 else x,
    ),
    "ThresholdedRelu": pointwise(
        lambda call, x: np.where(x > _alpha(call), x, 0),
        lambda call, x: x if x > float(_alpha(call)) else 0.0,
    ),
    "HardSigmoid": pointwise(
        lambda call, x: np.clip(x * _hard_slope(call) + _hard_shift(call), 0, 1),
        lambda call, x: min(max(x * float(_hard_slope(call)) + float(_hard_shift(call)), 0.0), 1.0),
    ),
    "Shrink": pointwise(_shrunk, _plain_shrunk),
    "Gelu": pointwise(
        lambda call, x: _gelu_by_tanh(x) if _by_tanh(call) else _gelu_by_erf(x),
        lambda call, x: _plain_gelu_by_tanh(x) if _by_tanh(call) else _plain_gelu(x),
    ),
    "BiasGelu": pointwise(
        lambda _, x, bias: _gelu_by_erf(x + bias), lambda _, x, bias: _plain_gelu(x + bias)
    ),
    "FastGelu": pointwise(
        lambda _, x, bias=0: _gelu_by_tanh(x + bias),
        lambda _, x, bias=0.0: _plain_gelu_by_tanh(x + bias),
    ),
}
