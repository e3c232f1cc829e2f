"""The tensors of a run that live, and the bytes that they really take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convcalc.executor.layout import Array
from convcalc.executor.memory import Sharing


class Alive:
    """The tensors of a run by their numbers; views are in the memory of what they view.

    >>> alive = Alive([np.zeros((1, 6), np.float32)])
    >>> view = alive.added(alive[0].reshape(1, 2, 3))
    >>> alive.drop([0])
    >>> alive.bytes
    24
    """

    def __init__(self, inputs: Sequence[Array]) -> None:
        self._sharing = Sharing()
        self._tensors: dict[int, Array] = {}
        self._count = 0
        for array in inputs:
            self.added(array)

    def __getitem__(self, tensor: int) -> Array:
        return self._tensors[tensor]

    @property
    def bytes(self) -> int:
        """Of all memory in which a tensor lives. [B]"""
        return self._sharing.bytes

    def added(self, array: Array) -> Array:
        """The array, which is the next tensor from now on."""
        memory = _memory(array)
        self._sharing.add(id(memory), memory.nbytes)
        self._tensors[self._count] = array
        self._count += 1
        return array

    def drop(self, tensors: Iterable[int]) -> None:
        """These tensors are read no more."""
        for tensor in tensors:
            self._sharing.drop(id(_memory(self._tensors.pop(tensor))))


def _memory(array: NDArray[Any]) -> NDArray[Any]:
    """The array whose memory it is."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array
