"""How much an element at a distance counts when numbers between elements are asked for."""

from __future__ import annotations

import numpy as np

from convcalc.executor.functions.call import AnyArray

SHARPNESS = -0.75  # of the cubic, as PyTorch and ONNX have it


def linear(distance: AnyArray) -> AnyArray:
    """1 at an element, 0 at its neighbours.

    >>> linear(np.array([0, 0.25, -0.25, 2])).tolist()
    [1.0, 0.75, 0.75, 0.0]
    """
    return np.asarray(np.maximum(1 - np.abs(distance), 0))


def cubic(distance: AnyArray, sharpness: float = SHARPNESS) -> AnyArray:
    """Source: Keys 1981, "Cubic convolution interpolation for digital image processing".

    >>> cubic(np.array([0, 0.5, 1, 1.5, 2])).tolist()
    [1.0, 0.59375, 0.0, -0.09375, 0.0]
    """
    x, a = np.abs(distance), sharpness
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = ((x - 5) * x + 8) * x * a - 4 * a
    return np.where(x <= 1, near, np.where(x < 2, far, 0))  # noqa: PLR2004 — its reach


def plain_cubic(distance: float, sharpness: float = SHARPNESS) -> float:
    """The same of one number: (a+2)|x|³ − (a+3)|x|² + 1 up to 1, a|x|³ − 5a|x|² + 8a|x| − 4a to 2.

    >>> plain_cubic(0.5), plain_cubic(-1.5), plain_cubic(3)
    (0.59375, -0.09375, 0.0)
    """
    x, a = abs(distance), sharpness
    if x <= 1:
        return (a + 2) * x**3 - (a + 3) * x**2 + 1
    return a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a if x < 2 else 0.0  # noqa: PLR2004 — its reach
