"""What a kernel answers: everything about a step that is known before an array exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import EllipsisType
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from convcalc.executor.meter import Meter

Array: TypeAlias = NDArray[np.floating[Any]]
Shape: TypeAlias = tuple[int, ...]
Arguments: TypeAlias = Mapping[str, object]
Pairs: TypeAlias = tuple[tuple[int, int], ...]
Box: TypeAlias = tuple[slice, ...]


class Layout(NamedTuple):
    """One step, laid out. Shapes are without batch, arrays are with it.

    `compute(inputs, weights, out, meter)` writes the output. The rest is optional:

    - `view(input)`: where the numbers of the first input are the output already, they in
      another shape, or a part of them, in the same memory; `compute` then has nothing to do;
    - `weights`: the shapes of weight and bias;
    - `buffers`: so many of them, the last ones, are statistics and not trained;
    - `ranges`: from where to where random ones of each weight lie, if that matters;
    - `padding`: the (before, after) of each axis, if the op pads;
    - `workspace`: the bytes that `compute` needs at least beside inputs, weights and output;
    - `part(inputs, weights, box, meter)`: only that box of the output's positions;
    - `contracts`: whether it multiplies inputs by its first weight, or by each other, and adds
      up, so that its multiplications are work and its output elements activations;
    - `useful(inputs, meter)`: for inputs of ones, the sum of all products, where the output is
      not that sum; else it is, and `lean` says that weights of ones need no memory for it;
    - `plain(inputs, weights, index)`: one output element by the definition, and the sum of
      the absolute values that were added up for it; `plain_work` terms are added;
    - `alike`: if all channels of the inputs depend on the same positions of the plan's
      input, so do all channels of the output.
    """

    output: Shape
    compute: Callable[[Sequence[Array], Sequence[Array], Array, Meter], None]
    view: Callable[[Array], Array] | None = None
    weights: tuple[Shape, ...] = ()
    buffers: int = 0
    ranges: tuple[tuple[float, float], ...] = ()
    padding: Pairs | None = None
    workspace: int = 0
    part: Callable[[Sequence[Array], Sequence[Array], Box, Meter], Array] | None = None
    contracts: bool = False
    useful: Callable[[Sequence[Array], Meter], float] | None = None
    lean: bool = False
    plain: Callable[[Sequence[Array], Sequence[Array], Shape], tuple[float, float]] | None = None
    plain_work: int = 1
    alike: bool = False


Kernel: TypeAlias = Callable[[Arguments, Sequence[Shape]], Layout]


def at(x: Array, *index: int | slice | EllipsisType) -> Array:
    """`x[index]`, for an index of which only the length is known late.

    >>> at(np.arange(6.0).reshape(2, 3), 1, slice(0, 2))
    array([3., 4.])
    """
    part: Array = x[index]
    return part
