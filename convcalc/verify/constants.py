"""The numbers of a model's weights: as its file has them, or computed from those, or random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError
from convcalc.executor import WHOLE, Call, Given, Laid, computed, random_array
from convcalc.network.onnx import Attribute, Computed, Dims, Numbers, Recipe, Tensor
from convcalc.verify.beside import Beside, MissingError
from convcalc.verify.stored import stored

AnyArray = NDArray[Any]

_MOST = 2**28  # numbers of a constant that is computed: 1 GiB, half of what protobuf holds at all


class Constants(Mapping[str, list[AnyArray]]):
    """The arrays of each path, read or computed when they are asked for, and not kept.

    A path of which no array is known is left out, so that an executor draws its weights as they
    suit it. Weights in other files are looked for in the folder that is `beside` the model.
    """

    def __init__(
        self,
        recipes: Mapping[str, tuple[Recipe | None, ...]],
        beside: Beside | None = None,
        seed: int = 0,
    ) -> None:
        self._beside = beside or Beside()
        self._seed = seed
        tensors = [one for one in _parts(*chain(*recipes.values())) if isinstance(one, Tensor)]
        self._numbers = {id(one): number for number, one in enumerate(tensors)}
        self._lacks = {id(one): self._lack(one) for one in tensors}
        self._recipes = {path: each for path, each in recipes.items() if self._known(*each)}

    def __getitem__(self, path: str) -> list[AnyArray]:
        recipes = self._recipes[path]
        made: dict[int, AnyArray] = {}
        for one in _parts(*recipes):
            made[id(one)] = self._array(one, made)
        return [made[id(one)] for one in recipes]

    def __contains__(self, path: object) -> bool:
        return path in self._recipes  # nothing is read for it

    def __iter__(self) -> Iterator[str]:
        return iter(self._recipes)

    def __len__(self) -> int:
        return len(self._recipes)

    def missing(self) -> list[str]:
        """Why how many weights are random, a sentence for each reason."""
        reasons = Counter(filter(None, self._lacks.values()))
        return [f"random numbers for {count} weight{'s' if count > 1 else ''}: {why}"
                for why, count in reasons.items()]  # fmt: skip

    def _known(self, *recipes: Recipe | None) -> bool:
        """Whether it is said what all are made of, and any number of that is there."""
        lacks = [self._lacks[id(one)] for one in _parts(*recipes) if isinstance(one, Tensor)]
        return None not in recipes and not (lacks and all(lacks))

    def _lack(self, tensor: Tensor) -> str:
        try:
            stored(tensor, self._beside)
        except MissingError as why:
            return str(why)
        return ""

    def _array(self, recipe: Recipe, made: Mapping[int, AnyArray]) -> AnyArray:
        """What a recipe comes to, those that it is made of being made."""
        if isinstance(recipe, Numbers):
            return array_of(recipe)
        if isinstance(recipe, Tensor):
            if self._lacks[id(recipe)]:
                _bounded(recipe.name, recipe.dims)
                return _drawn(recipe, (self._seed, 2, self._numbers[id(recipe)]))
            return stored(recipe, self._beside)
        _bounded(recipe.function, recipe.dims)
        arrays = [None if one is None else made[id(one)] for one in recipe.inputs]
        laid = Laid(recipe.dims, tuple(range(len(recipe.dims))), len(recipe.dims))
        operands = tuple([None if one is None else Given(one, _dtype(one)) for one in arrays])
        attributes = attributes_of(recipe.attributes)
        call = Call(recipe.function, operands, attributes, laid, recipe.opset, recipe.output)
        return computed(call, arrays)


def _parts(*recipes: Recipe | None) -> list[Recipe]:
    """What recipes are made of, and they themselves, each once and after its own parts.

    Masks are made of each other by the hundred, and each of several: so without a walk of each
    way down, and without one function call in another.
    """
    found: dict[int, Recipe] = {}
    left = [(one, False) for one in reversed(recipes)]
    while left:
        one, parts_are_found = left.pop()
        if one is None or id(one) in found:
            continue
        if parts_are_found or not isinstance(one, Computed):
            found[id(one)] = one
        else:
            left += [(one, True), *[(part, False) for part in reversed(one.inputs)]]
    return list(found.values())


def _bounded(made_by: str, dims: Dims) -> None:
    """Raise InputError for more numbers than a computer may well have room for."""
    if prod(dims) > _MOST:
        shape = "x".join(map(str, dims))
        said = f"{made_by} makes a constant of {shape}, more than {_MOST:,} numbers"
        raise InputError("CC220", said)


def array_of(numbers: Numbers, dtype: int = 0) -> AnyArray:
    """Numbers as a model has them: in the type that ONNX numbers so, or as they are."""
    found = np.array(numbers.values).reshape(numbers.dims)
    kind = np.dtype(np.float32) if found.dtype.kind == "f" else found.dtype
    return found.astype(WHOLE.get(dtype, kind))


def _dtype(array: AnyArray) -> int:
    """The type of whole numbers as ONNX numbers it; 0 for others."""
    return next((number for number, kind in WHOLE.items() if kind == array.dtype), 0)


def attributes_of(attributes: Mapping[str, Attribute]) -> Mapping[str, object]:
    """Attributes as the executor takes them: those that are tensors as arrays."""
    pairs = attributes.items()
    arrays = {name: stored(one, Beside()) for name, one in pairs if isinstance(one, Tensor)}
    return {**attributes, **arrays} if arrays else attributes


def _drawn(tensor: Tensor, seed: tuple[int, ...]) -> AnyArray:
    """Random numbers for weights that are missing; whole ones, which are places, are 0."""
    if not tensor.is_float:
        return np.zeros(tensor.dims, np.int64)
    scale = sqrt(3 / max(prod(tensor.dims[1:]), 1))
    return random_array(tensor.dims, scale=scale, seed=seed)
