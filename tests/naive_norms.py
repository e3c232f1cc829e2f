"""Norms, factors and activations by the definition: element by element, in Python's floats."""

from itertools import product
from math import erf, exp, expm1, log, prod, sqrt, tanh

import numpy as np


def elements(shape):
    return product(*map(range, shape))


def each(x, function):
    """The function of every element and its place (item, channel, ...)."""
    out = np.zeros(x.shape)
    for place in elements(x.shape):
        out[place] = function(float(x[place]), place)
    return out


def standing(value, others, eps):
    """How many standard deviations a value is above the mean of the others."""
    mean = sum(others) / len(others)
    variance = sum((one - mean) ** 2 for one in others) / len(others)
    return (value - mean) / sqrt(variance + eps)


def batch_norm(x, weights, eps):
    scale, shift, mean, variance = weights

    def one(value, place):
        c = place[1]
        return (value - mean[c]) / sqrt(variance[c] + eps) * scale[c] + shift[c]

    return each(x, one)


def affine(weights, c):
    return [float(one[c]) for one in weights] or [1.0, 0.0]


def norm(x, weights, eps, others):
    """By mean and variance of `others(n, channel, place)`, then scaled and shifted."""

    def one(value, place):
        scale, shift = affine(weights, place[1])
        return (
            standing(value, [float(v) for v in others(*place[:2], place[2:])], eps) * scale + shift
        )

    return each(x, one)


def layer_norm(x, weights, eps):
    return norm(x, weights, eps, lambda n, _, at: x[(n, slice(None), *at)])


def group_norm(x, weights, eps, groups):
    members = {c: group for group in np.array_split(range(x.shape[1]), groups) for c in group}
    return norm(x, weights, eps, lambda n, c, _: x[n, members[c]].reshape(-1))


def response_norm(x, size, alpha, beta, k):
    """AlexNet's neighbours: size // 2 channels before, the rest behind."""

    def one(value, place):
        n, c, *at = place
        near = [c + step - size // 2 for step in range(size)]
        squares = [float(x[(n, i, *at)]) ** 2 for i in near if i in range(x.shape[1])]
        return value / (k + alpha * sum(squares) / size) ** beta

    return each(x, one)


def slopes(x, weights):
    (slope,) = weights
    last = len(slope) - 1
    return each(x, lambda v, place: v if v >= 0 else v * float(slope[min(place[1], last)]))


def multiplied(*tensors):
    """A tensor of one position is taken again and again."""
    shape = max((x.shape for x in tensors), key=prod)
    out = np.zeros(shape)
    for n, c, *at in elements(shape):
        out[(n, c, *at)] = prod(
            float(x[(n, c, *at)] if x.shape == shape else x[n, c].item()) for x in tensors
        )
    return out


def softmax(x):
    def one(value, place):
        n, _, *at = place
        return exp(value) / sum(exp(float(v)) for v in x[(n, slice(None), *at)])

    return each(x, one)


def clip(x, low, high):
    return sorted([low, x, high])[1]


def sigmoid(x):
    return 1 / (1 + exp(-x))


# For numbers of about 1; the constants of selu are those of its paper, arXiv:1706.02515.
FUNCTIONS = {
    "relu": lambda x: x if x > 0 else 0.0,
    "relu6": lambda x: clip(x, 0, 6),
    "leaky_relu": lambda x, negative_slope: x if x > 0 else x * negative_slope,
    "silu": lambda x: x * sigmoid(x),
    "gelu": lambda x: x * (1 + erf(x / sqrt(2))) / 2,
    "sigmoid": sigmoid,
    "hardswish": lambda x: x * clip(x + 3, 0, 6) / 6,
    "hardsigmoid": lambda x: clip(x + 3, 0, 6) / 6,
    "hardtanh": lambda x, **limits: clip(x, *limits.values()),
    "tanh": tanh,
    "elu": lambda x, alpha: x if x > 0 else alpha * expm1(x),
    "selu": lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * expm1(x)),
    "softplus": lambda x: log(1 + exp(x)),
    "mish": lambda x: x * tanh(log(1 + exp(x))),
}


def activation(name):
    function = FUNCTIONS[name]
    return lambda x, arguments: each(x, lambda value, _: function(value, **arguments))
