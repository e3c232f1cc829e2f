"""What a name of a model stands for: numbers that are known, a tensor that runs, or neither.

All is for one sample: the batch axis of a model is 1 long here, and a cost multiplies by it.
So an axis of size 1 may or may not be one of ours, and nothing depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeAlias

from convcalc.network.onnx.constants import numbers_of
from convcalc.network.onnx.model import Dims, Tensor
from convcalc.network.onnx.running import Computed, Recipe
from convcalc.network.onnx.small import Numbers

NOT_OURS = -1  # an axis of size 1 that our tensor does not have


@dataclass(frozen=True)
class Constant:
    """What does not depend on the inputs: its shape, and its numbers where they are few."""

    dims: Dims
    stored: Tensor | None = None
    made: Numbers | None = None
    sources: tuple[Tensor, ...] = ()  # the weights that it is made of
    by: Computed | None = None  # how, where its numbers are not known
    dtype: int = 0  # as ONNX numbers its types; 0 if it is not known

    @cached_property
    def numbers(self) -> Numbers | None:
        """Its numbers, if they are in the file and few."""
        if self.made is not None or self.stored is None:
            return self.made
        return numbers_of(self.stored)

    @property
    def size(self) -> int:
        """How many numbers it is."""
        return prod(self.dims)

    @property
    def recipe(self) -> Recipe | None:
        """Where its numbers come from, if anybody says."""
        return self.stored or self.made or self.by

    @property
    def transposed(self) -> Constant:
        """With its last two axes the other way round."""
        rank = len(self.dims)
        perm = (*range(rank - 2), rank - 1, rank - 2)
        dims = tuple([self.dims[axis] for axis in perm])
        made = Computed("Transpose", {"perm": perm}, (self.recipe,), dims)
        return Constant(dims, None, None, self.sources, made, self.dtype)

    def through(self, function: str, dims: Dims, *others: Numbers) -> Constant:
        """What a function of ONNX makes of it, with other numbers."""
        made = Computed(function, {}, (self.recipe, *others), dims)
        return Constant(dims, None, None, self.sources, made, self.dtype)

    @staticmethod
    def known(numbers: Numbers) -> Constant:
        """Numbers that are known."""
        return Constant(numbers.dims, made=numbers)

    @staticmethod
    def of(tensor: Tensor) -> Constant:
        """A tensor that is stored; what can be trained is its own source."""
        sources = (tensor,) if tensor.is_float else ()
        return Constant(tensor.dims, tensor, None, sources, dtype=tensor.dtype)


@dataclass(frozen=True, slots=True)
class Active:
    """A tensor that depends on the inputs, as a tensor of our graph seen in some order.

    `order` says for each of its axes which of ours it is, so to transpose is to reorder, and
    channels stay first in our graph, whatever a model does in between.
    """

    dims: Dims
    tensor: int
    order: tuple[int, ...]
    dtype: int = 0  # as ONNX numbers its types; 0 if it is not known

    def axis(self, axis: int) -> int:
        """The axis, counted from the first."""
        return axis % len(self.dims)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A tensor whose shape cannot be told before the model runs, and the operator that makes it."""

    by: str


Value: TypeAlias = Constant | Active | Unknown


def plain(dims: Dims) -> tuple[Dims, tuple[int, ...]]:
    """Our shape for dims, without the batch, and the order of its axes.

    >>> plain((1, 3, 224, 224)), plain((1,)), plain((49, 16))
    (((3, 224, 224), (-1, 0, 1, 2)), ((1,), (0,)), ((49, 16), (0, 1)))
    """
    if len(dims) > 1 and dims[0] == 1:
        return dims[1:], (NOT_OURS, *range(len(dims) - 1))
    return dims or (1,), tuple(range(len(dims)))
