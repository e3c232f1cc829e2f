"""How an operator of a model runs: what a cost does not ask, and a run does.

A graph of ours says what an operator costs. Beside it stands for each path where its weights come
from, and for what is counted in general terms which function of ONNX it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple, TypeAlias

from convcalc.network.onnx.model import Attribute, Dims, Tensor
from convcalc.network.onnx.small import Numbers


class Computed(NamedTuple):
    """A constant that a function makes of others, once, when a model is loaded."""

    function: str
    attributes: Mapping[str, Attribute]
    inputs: tuple[Recipe | None, ...]
    dims: Dims
    output: int = 0
    opset: int = 0


Recipe: TypeAlias = "Tensor | Numbers | Computed"  # where the numbers of a constant come from


class Read(NamedTuple):
    """The next input of a step, as the function sees it: `order` has our axis for each of its."""

    dims: Dims
    order: Dims
    rank: int  # of ours
    dtype: int = 0  # as ONNX numbers its types; 0 if it is not known


class Weight(NamedTuple):
    """One of the arrays that a step has."""

    dims: Dims
    number: int
    dtype: int = 0


class Known(NamedTuple):
    """Numbers that are known before anything runs."""

    numbers: Numbers
    dtype: int = 0


Operand: TypeAlias = "Read | Weight | Known | None"


class Running(NamedTuple):
    """A function of ONNX, and how what it reads and writes lies among our tensors."""

    function: str
    operands: tuple[Operand, ...]
    attributes: Mapping[str, Attribute]
    dims: Dims  # of what it writes, with `order` and `rank` as it lies in ours
    order: Dims
    rank: int
    opset: int = 0
    output: int = 0  # which of its outputs
    trained: tuple[Recipe, ...] = ()  # weights that are its own, and params
    beside: tuple[Recipe | None, ...] = ()  # those that it has beside them

    @property
    def learned(self) -> tuple[int, ...]:
        """Elements of each weight that is its own."""
        return tuple([prod(one.dims) for one in self.trained])

    @property
    def weights(self) -> tuple[Recipe | None, ...]:
        """All arrays that it has, by their numbers."""
        return (*self.trained, *self.beside)


class Port(NamedTuple):
    """An input or output of a model, and the tensor of ours that it is."""

    name: str
    tensor: int
    dims: Dims
    order: Dims
    dtype: int = 0  # as ONNX numbers its types; 0 if it is not said


@dataclass(frozen=True, slots=True)
class Execution:
    """All that a run of a model needs beside its graph."""

    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    functions: Mapping[str, Running] = field(default_factory=dict)  # by path
    weights: Mapping[str, tuple[Recipe | None, ...]] = field(default_factory=dict)  # likewise
