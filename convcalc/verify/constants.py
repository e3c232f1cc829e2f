"""The numbers of a model's weights: as its file has them, or computed from those, or random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convcalc.executor import WHOLE, Call, Given, Laid, computed, random_array
from convcalc.network.onnx import Attribute, Numbers, Recipe, Tensor
from convcalc.verify.stored import stored

AnyArray = NDArray[Any]


class Constants(Mapping[str, list[AnyArray]]):
    """The arrays of each path, read or computed when they are asked for, and not kept.

    A path of which no array is known is left out, so that an executor draws its weights as they
    suit it.
    """

    def __init__(self, recipes: Mapping[str, tuple[Recipe | None, ...]], seed: int = 0) -> None:
        self._recipes = recipes
        self._seed = seed

    def __getitem__(self, path: str) -> list[AnyArray]:
        pairs = enumerate(self._recipes[path])
        return [_array(one, (self._seed, 2, at)) for at, one in pairs]

    def __contains__(self, path: object) -> bool:
        return path in self._recipes  # nothing is read for it

    def __iter__(self) -> Iterator[str]:
        return iter(self._recipes)

    def __len__(self) -> int:
        return len(self._recipes)


def array_of(numbers: Numbers, dtype: int = 0) -> AnyArray:
    """Numbers as a model has them: in the type that ONNX numbers so, or as they are."""
    found = np.array(numbers.values).reshape(numbers.dims)
    kind = np.dtype(np.float32) if found.dtype.kind == "f" else found.dtype
    return found.astype(WHOLE.get(dtype, kind))


def attributes_of(attributes: Mapping[str, Attribute]) -> Mapping[str, object]:
    """Attributes as the executor takes them: those that are tensors as arrays."""
    tensors = {name: _array(one, ()) for name, one in attributes.items() if isinstance(one, Tensor)}
    return {**attributes, **tensors} if tensors else attributes


def _array(recipe: Recipe | None, seed: tuple[int, ...]) -> AnyArray:
    if isinstance(recipe, Tensor):
        found = stored(recipe)
        return _drawn(recipe, seed) if found is None else found
    if isinstance(recipe, Numbers):
        return array_of(recipe)
    if recipe is None:
        raise ValueError("it is not known what a weight is made of")
    inputs = enumerate(recipe.inputs)
    arrays = [None if one is None else _array(one, (*seed, at)) for at, one in inputs]
    laid = Laid(recipe.dims, tuple(range(len(recipe.dims))), len(recipe.dims))
    operands = tuple([None if one is None else Given(one) for one in arrays])
    attributes = attributes_of(recipe.attributes)
    call = Call(recipe.function, operands, attributes, laid, recipe.opset, recipe.output)
    return computed(call, arrays)


def _drawn(tensor: Tensor, seed: tuple[int, ...]) -> AnyArray:
    """Random numbers for weights that are missing; whole ones, which are places, are 0."""
    if not tensor.is_float:
        return np.zeros(tensor.dims, np.int64)
    scale = sqrt(3 / max(prod(tensor.dims[1:]), 1))
    return random_array(tensor.dims, scale=scale, seed=seed)
