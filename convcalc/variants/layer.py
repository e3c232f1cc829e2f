"""A layer to answer for: a variant, the shape it meets, a batch and a dtype."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from convcalc.dtypes import bits_of
from convcalc.errors import InputError, nearest
from convcalc.graph import Graph, checked_input
from convcalc.notation import axes
from convcalc.ops.op import Shape
from convcalc.ops.values import whole
from convcalc.variants import VARIANTS
from convcalc.variants.layer_cost import LayerCost
from convcalc.variants.variant import Variant

T = TypeVar("T")


class Layer(NamedTuple):
    """One layer in its place."""

    variant: Variant
    input: Shape
    batch: int = 1
    dtype: str = "fp32"

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Layer:
        """A layer from flags or from a JSON record; values are text or of JSON's types.

        Raises InputError for what cannot be.

        >>> layer = Layer.read({"variant": "conv", "input": "3x9x9", "out_channels": 4, "k": 3})
        >>> layer.cost().output
        (4, 7, 7)
        """
        rest = dict(values)
        variant = _variant(rest.pop("variant", None))
        shape = _value("input", _shape, rest.pop("input", None))
        batch = _value("batch", _count, rest.pop("batch")) if "batch" in rest else 1
        dtype = str(rest.pop("dtype", "fp32"))
        bits_of(dtype)
        return cls(variant.read(rest), checked_input(shape), batch, dtype)

    def graph(self) -> Graph:
        """The primitive operators."""
        return self.variant.graph(self.input)

    def cost(self) -> LayerCost:
        """What the layer costs."""
        return self.variant.cost(self.input, batch=self.batch, dtype=self.dtype)


def _variant(name: object) -> type[Variant]:
    if name is None:
        raise InputError("CC103", f"variant is missing; use one of {', '.join(VARIANTS)}")
    word = str(name).replace("-", "_")
    try:
        return VARIANTS[word]
    except KeyError:
        raise InputError(
            "CC107",
            f'variant "{name}" is not known{nearest(word, VARIANTS)} ({", ".join(VARIANTS)})',
        ) from None


def _value(name: str, read: Callable[[object], T], value: object) -> T:
    if value is None:
        raise InputError("CC103", f"{name} is missing; give a shape such as 3x224x224")
    try:
        return read(value)
    except ValueError as error:
        raise InputError("CC105", f"{name}: {error}") from None


def _count(value: object) -> int:
    return whole(value, at_least=1)


def _shape(value: object) -> Shape:
    read = axes(value) if isinstance(value, str) else value
    if not isinstance(read, list | tuple):
        raise ValueError(f"{value!r} is no shape; write it as CxHxW")  # noqa: TRY004 — read as a value
    return tuple([whole(size, at_least=0) for size in read])
