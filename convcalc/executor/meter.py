"""Multiplications are counted here, where they are done, from the operands themselves."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


class Meter:
    """Counts multiply-accumulates, and says how many bytes a kernel may work with.

    >>> meter = Meter()
    >>> meter.matmul(np.ones((2, 3)), np.ones((3, 5))).shape, meter.macs
    ((2, 5), 30)
    """

    def __init__(self, room: int = 2**20) -> None:
        self.room = room
        self.macs = 0
        self.kept = 0  # elements of products that are no output: the scores of attention

    def matmul(self, a: Array, b: Array, out: Array | None = None) -> Array:
        """`a @ b` for (..., i, k) and (..., k, j): i·k·j multiplications for each matrix."""
        product = np.matmul(_spread(a), _spread(b), out=out)
        self.macs += math.prod(product.shape) * a.shape[-1]
        return product


def _spread(matrix: Array) -> Array:
    # NumPy hands a broadcast array to no BLAS, and multiplies a hundred times as slowly.
    return np.ascontiguousarray(matrix) if 0 in matrix.strides else matrix
