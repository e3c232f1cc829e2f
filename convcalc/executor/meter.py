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

    def matmul(self, a: Array, b: Array, out: Array | None = None) -> Array:
        """`a @ b` for (..., i, k) and (..., k, j): i·k·j multiplications for each matrix."""
        matrices = math.prod(np.broadcast_shapes(a.shape[:-2], b.shape[:-2]))
        self.macs += matrices * a.shape[-2] * a.shape[-1] * b.shape[-1]
        return np.matmul(a, b, out=out)

    def multiply_add(self, total: Array, a: Array, b: Array) -> None:
        """`total += a * b`: one multiplication for each pair of elements that met."""
        product = a * b
        self.macs += product.size
        total += product
