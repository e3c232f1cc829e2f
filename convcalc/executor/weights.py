"""Inputs and weights: those given, else random ones, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convcalc.executor.layout import Array, Layout, Shape
from convcalc.executor.plan import Step


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


def random_weights(layout: Layout, *, seed: tuple[int, ...]) -> list[Array]:
    """A weight, and a bias if there is one, that keep the size of values through a layer."""
    shapes = layout.weights
    # sqrt(3 / fan in) keeps the variance, so that deep networks neither vanish nor overflow.
    scale = sqrt(3 / max(prod(shapes[0][1:]), 1)) if shapes else 1.0
    ranges = layout.ranges or ((-scale, scale),) * len(shapes)
    each = zip(shapes, ranges, strict=True)
    return [_between(*one, shape, (*seed, i)) for i, (shape, one) in enumerate(each)]


def _between(low: float, high: float, shape: Shape, seed: tuple[int, ...]) -> Array:
    numbers = random_array(shape, scale=(high - low) / 2, seed=seed)
    if low != -high:
        numbers += np.float32((low + high) / 2)
    return numbers


class Weights(NamedTuple):
    """The weights of each step: those given for its path, else random ones.

    Random ones depend on the seed and the step's index only.
    """

    seed: int
    given: Mapping[str, Sequence[NDArray[Any]]]

    def of(self, index: int, step: Step, layout: Layout) -> list[Array]:
        """The weight, and the bias if there is one, of a step."""
        if step.path in self.given:
            arrays = self.given[step.path]
            return float32(step.path, _without_ones(arrays, layout.weights), layout.weights)
        return random_weights(layout, seed=(self.seed, 1, index))


def _without_ones(
    arrays: Sequence[NDArray[Any]], shapes: Sequence[Shape]
) -> Sequence[NDArray[Any]]:
    """The arrays as they are meant: axes of length 1 may be left out, or be more."""
    if len(arrays) != len(shapes):
        return arrays
    pairs = zip(arrays, shapes, strict=True)
    return [one.reshape(to) if _long(one.shape) == _long(to) else one for one, to in pairs]


def _long(shape: Shape) -> list[int]:
    return [size for size in shape if size != 1]


def float32(what: str, arrays: Sequence[NDArray[Any]], shapes: Sequence[Shape]) -> list[Array]:
    """The arrays in float32, if they have the shapes.

    Raises ValueError that begins with `what`.
    """
    found = [np.shape(array) for array in arrays]
    if found != list(shapes):
        raise ValueError(f"{what}: arrays of shapes {found}, but the plan has {list(shapes)}")
    with np.errstate(over="ignore"):
        return [np.ascontiguousarray(array, np.float32) for array in arrays]
