"""A function of ONNX as it is called: what it reads, and how that lies among our tensors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from convcalc.errors import InputError
from convcalc.executor.layout import Shape

AnyArray: TypeAlias = NDArray[Any]  # of floats where it runs, of any type where it is stored
T = TypeVar("T")
NONE = -1  # an axis of length 1 that a tensor of ours does not have


class Laid(NamedTuple):
    """How a tensor lies among ours: `order` has for each of its axes which of our `rank` it is.

    >>> turned = Laid((1, 5, 4, 3), (-1, 1, 2, 0), 3)
    >>> turned.shape, turned.seen(np.zeros((3, 5, 4))).shape
    ((3, 5, 4), (1, 5, 4, 3))
    """

    dims: Shape
    order: Shape
    rank: int

    @property
    def shape(self) -> Shape:
        """Our shape of it."""
        found = [1] * self.rank
        for size, axis in zip(self.dims, self.order, strict=True):
            if axis != NONE:
                found[axis] = size
        return tuple(found)

    @property
    def _turned(self) -> Shape:
        """Our axes in the order of the tensor, those that it lacks at the end."""
        own = [axis for axis in self.order if axis != NONE]
        return (*own, *[axis for axis in range(self.rank) if axis not in own])

    def seen(self, x: AnyArray) -> AnyArray:
        """Ours, (rank axes), as the tensor that it is."""
        return x.transpose(self._turned).reshape(self.dims)

    def ours(self, y: AnyArray) -> AnyArray:
        """A tensor as ours."""
        turned = y.reshape([self.shape[axis] for axis in self._turned])
        return turned.transpose(np.argsort(self._turned))

    def place(self, index: Shape) -> Shape:
        """Where an element of ours is in the tensor."""
        return tuple([0 if axis == NONE else index[axis] for axis in self.order])


class Read(NamedTuple):
    """The next input of a step, as the function sees it; `dtype` as ONNX numbers its types."""

    laid: Laid
    dtype: int = 0

    @property
    def dims(self) -> Shape:
        """Its dims."""
        return self.laid.dims


class Held(NamedTuple):
    """An array that the step has, by its number."""

    dims: Shape
    number: int
    dtype: int = 0


class Given(NamedTuple):
    """Numbers that are known before anything runs."""

    array: AnyArray
    dtype: int = 0

    @property
    def dims(self) -> Shape:
        """Their dims."""
        return self.array.shape


Operand: TypeAlias = "Read | Held | Given | None"


class Call(NamedTuple):
    """A function, what it reads, and how what it writes lies among our tensors.

    `weights` are the shapes of the arrays that the step has, of which the first `trained` are
    params; `output` says which of a function's outputs is meant.
    """

    function: str
    operands: tuple[Operand, ...]
    attributes: Mapping[str, object]
    laid: Laid
    opset: int = 0
    output: int = 0
    weights: tuple[Shape, ...] = ()
    trained: int = 0

    def dims(self, at: int = 0) -> Shape:
        """The dims of an operand. Raises InputError where it is not there."""
        operand = self.operands[at] if at < len(self.operands) else None
        if operand is None:
            raise InputError("CC221", f"{self.function} cannot be run without its input {at + 1}")
        return operand.dims

    @property
    def every(self) -> list[Shape]:
        """The dims of all operands that are there."""
        return [one.dims for one in self.operands if one is not None]

    def given(self, at: int) -> AnyArray | None:
        """An operand's numbers; none where it is not there. Raises InputError if not known."""
        operand = self.operands[at] if at < len(self.operands) else None
        if operand is None:
            return None
        if not isinstance(operand, Given):
            said = f"{self.function} cannot be run: its input {at + 1} is known only while it runs"
            raise InputError("CC221", said)
        return operand.array

    def dtype(self, at: int = 0) -> int:
        """The type of an operand as ONNX numbers it; 0 where it is not known."""
        operand = self.operands[at] if at < len(self.operands) else None
        return 0 if operand is None else operand.dtype

    def attribute(self, name: str, default: T) -> T:
        """An attribute of the type of its default, or that."""
        found = self.attributes.get(name, default)
        if isinstance(default, float) and isinstance(found, int):
            found = float(found)
        if not isinstance(found, type(default)):
            said = f"{self.function} cannot be run: its {name} is {found!r}"
            raise InputError("CC221", said)
        return found

    def integers(self, name: str, at: int) -> tuple[int, ...] | None:
        """Whole numbers that are an attribute in old versions, and an input in new ones."""
        if name in self.attributes:
            listed: tuple[int, ...] = self.attribute(name, ())
            return tuple(map(int, listed))
        found = self.given(at)
        return None if found is None else tuple(map(int, found.reshape(-1)))

    def axis(self, default: int = 0, at: int = 0) -> int:
        """The axis that it is about, counted from the first."""
        return self.attribute("axis", default) % max(len(self.dims(at)), 1)


def fitted(array: AnyArray, dims: Shape) -> AnyArray:
    """The array under dims that differ by axes of length 1. Raises ValueError for others.

    >>> fitted(np.zeros((3, 1, 4)), (1, 3, 4)).shape
    (1, 3, 4)
    """
    if [size for size in array.shape if size > 1] != [size for size in dims if size > 1]:
        raise ValueError(f"{array.shape} is not {dims}")
    return array.reshape(dims)


def first(arrays: Arrays) -> AnyArray:
    """The first of a function's operands. Raises ValueError where it is not there."""
    if arrays[0] is None:
        raise ValueError("its first input is not there")
    return arrays[0]


def both(arrays: Arrays) -> tuple[AnyArray, AnyArray]:
    """The first two of a function's operands."""
    first, second = [np.asarray(one) for one in arrays[:2]]
    return first, second


Arrays: TypeAlias = "list[AnyArray | None]"
