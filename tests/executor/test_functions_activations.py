"""Activations at places where their values are known, by hand or from their papers."""

import math

import numpy as np
import pytest
from calling import called

X = [-2.0, -0.5, 0.0, 1.0]
PHI = [0.0227501, 0.3085375, 0.5, 0.8413447]  # the normal distribution at these, from a table


def tanh_gelu(x):
    """Hendrycks & Gimpel, arXiv:1606.08415."""
    return 0.5 * x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


@pytest.mark.parametrize(
    ("name", "attributes", "expected"),
    [
        ("Elu", {"alpha": 2.0}, [2 * (math.e**-2 - 1), 2 * (math.e**-0.5 - 1), 0, 1]),
        ("Celu", {"alpha": 0.5}, [0.5 * (math.e**-4 - 1), 0.5 * (math.e**-1 - 1), 0, 1]),
        (
            "Selu",
            {"alpha": 2.0, "gamma": 3.0},
            [6 * (math.e**-2 - 1), 6 * (math.e**-0.5 - 1), 0, 3],
        ),
        ("LeakyRelu", {"alpha": 0.1}, [-0.2, -0.05, 0, 1]),
        ("ThresholdedRelu", {"alpha": -1.0}, [0, -0.5, 0, 1]),
        ("HardSigmoid", {}, [0.1, 0.4, 0.5, 0.7]),
        ("HardSigmoid", {"alpha": 1.0, "beta": 0.0}, [0, 0, 0, 1]),
        ("Softsign", {}, [-2 / 3, -1 / 3, 0, 1 / 2]),
        ("Shrink", {"lambd": 1.0, "bias": 0.25}, [-1.75, 0, 0, 0]),
        ("Gelu", {}, [x * phi for x, phi in zip(X, PHI, strict=True)]),
        ("Gelu", {"approximate": "tanh"}, [tanh_gelu(x) for x in X]),
        ("FastGelu", {}, [tanh_gelu(x) for x in X]),
        ("QuickGelu", {}, [x / (1 + math.exp(-1.702 * x)) for x in X]),
        ("Swish", {"alpha": 2.0}, [x / (1 + math.exp(-2 * x)) for x in X]),
        ("Erf", {}, [2 * phi - 1 for phi in (2.339e-3, 0.2397501, 0.5, 0.9213504)]),  # at x·√2
        ("Relu", {}, [0, 0, 0, 1]),
        ("Mish", {}, [x * math.tanh(math.log1p(math.exp(x))) for x in X]),
        ("HardSwish", {}, [-1 / 3, -0.5 * 2.5 / 6, 0, 4 / 6]),
        ("Softplus", {}, [math.log1p(math.exp(x)) for x in X]),
        ("Sigmoid", {}, [1 / (1 + math.exp(-x)) for x in X]),
    ],
)
def test_values_that_are_known(name, attributes, expected):
    np.testing.assert_allclose(called(name, X, **attributes), expected, rtol=2e-5, atol=1e-6)


def test_a_bias_is_added_first():
    """Of the last axis: x + (1, −1), then Φ at these."""
    found = called("BiasGelu", [[0.0, 2.0], [-2.0, 0.5]], [1.0, -1.0])
    np.testing.assert_allclose(found, [[0.8413447, 0.8413447], [-0.1586553, -0.1542688]], rtol=1e-5)
    np.testing.assert_allclose(called("FastGelu", [0.0], [1.0]), [tanh_gelu(1)], rtol=1e-6)


def test_slopes_are_spread_over_what_they_fit():
    """Two slopes of the last axis, then two of the first."""
    x = [[-1.0, -1.0], [-1.0, 1.0]]
    assert called("PRelu", x, [2.0, 3.0]).tolist() == [[-2, -3], [-2, 1]]
    assert called("PRelu", x, [[2.0], [3.0]]).tolist() == [[-2, -2], [-3, 1]]
