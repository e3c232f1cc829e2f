"""Random inputs and weights, the same for the same seed."""

from __future__ import annotations

from math import prod, sqrt

import numpy as np

from convcalc.executor.layout import Array, Shape


def random_array(shape: Shape, *, scale: float, seed: tuple[int, ...]) -> Array:
    """Evenly spread numbers between -scale and scale, in float32.

    >>> random_array((2, 3), scale=1, seed=(0,)).dtype
    dtype('float32')
    """
    # SFC64 and even spread cost a quarter of the default generator's normal numbers.
    generator = np.random.Generator(np.random.SFC64(seed))
    numbers = generator.random(shape, dtype=np.float32)
    numbers -= np.float32(0.5)
    numbers *= np.float32(2 * scale)
    return numbers


def random_weights(shapes: tuple[Shape, ...], *, seed: tuple[int, ...]) -> list[Array]:
    """A weight, and a bias if there is one, that keep the size of values through a layer."""
    # sqrt(3 / fan in) keeps the variance, so that deep networks neither vanish nor overflow.
    scale = sqrt(3 / max(prod(shapes[0][1:]), 1)) if shapes else 1.0
    return [random_array(s, scale=scale, seed=(*seed, i)) for i, s in enumerate(shapes)]
