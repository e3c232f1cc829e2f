"""What a model says, weights aside: the messages of ONNX that a cost needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple, TypeAlias

Dim: TypeAlias = int | str  # a size, or the name of one that is not known yet; "" has no name
Dims = tuple[int, ...]


class External(NamedTuple):
    """Where numbers are that stand in another file, as a model says it, which is not checked."""

    location: str = ""  # the file, seen from the model's folder; none for what is nowhere
    offset: int = 0  # bytes
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor that stands in a file: its shape, and where its numbers are, not read yet."""

    name: str
    dims: Dims
    dtype: int
    raw: memoryview | None = None
    listed: tuple[memoryview, ...] = ()  # numbers that stand in fields of their type
    external: External | None = None  # in another file, which no cost opens

    @property
    def is_float(self) -> bool:
        """Whether it holds what can be trained."""
        return self.dtype in FLOATS

    @property
    def is_matrix(self) -> bool:
        """Whether it has more than one axis that is longer than 1."""
        return sum(size > 1 for size in self.dims) > 1

    @property
    def is_varied(self) -> bool:
        """Whether its numbers stand in the file, and are not all one number."""
        data = self.raw if self.raw is not None else b"".join(self.listed[1:])
        each = len(data) // max(prod(self.dims), 1)
        return bool(data) and data[each:] != data[: len(data) - each]


# By their numbers in TensorProto.DataType: float, float16, double, bfloat16 and the float8s.
FLOATS = frozenset({1, 10, 11, 16, 17, 18, 19, 20, 23})


@dataclass(frozen=True, slots=True)
class Variable:
    """An input, output or tensor between: its name, and its shape where that is said."""

    name: str
    dims: tuple[Dim, ...] | None
    dtype: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """One operator of a file."""

    op: str
    domain: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute]
    scopes: str = ""  # the modules that it is in, as PyTorch notes them


@dataclass(frozen=True, slots=True)
class GraphText:
    """Operators with the tensors they share."""

    nodes: tuple[Node, ...] = ()
    inputs: tuple[Variable, ...] = ()
    outputs: tuple[Variable, ...] = ()
    initializers: Mapping[str, Tensor] = field(default_factory=dict)
    known: Mapping[str, Variable] = field(default_factory=dict)  # tensors between


@dataclass(frozen=True, slots=True)
class Function:
    """An operator that the file itself defines by others."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    nodes: tuple[Node, ...]
    defaults: Mapping[str, Attribute]
    opset: int


@dataclass(frozen=True, slots=True)
class Reference:
    """An attribute that a function's caller gives."""

    name: str


Attribute: TypeAlias = (
    int | float | str | Tensor | GraphText | Reference | tuple[int, ...] | tuple[float, ...]
    | tuple[str, ...]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """A whole file."""

    graph: GraphText
    opset: int
    functions: Mapping[tuple[str, str], Function]
    producer: str = ""
