"""Every variant that maps one input to so many channels, beside the standard convolution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from convcalc.errors import InputError
from convcalc.ops.op import Shape
from convcalc.variants import VARIANTS
from convcalc.variants.layer import Layer
from convcalc.variants.layer_cost import LayerCost
from convcalc.variants.variant import Ratio, Variant


@dataclass(frozen=True, slots=True)
class Row:
    """A variant that exists for this mapping: its cost, and MACs relative to the standard one."""

    layer: Layer
    cost: LayerCost
    ratio: Fraction
    claimed: Ratio | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A variant that cannot do this mapping, and why."""

    variant: str
    arguments: Mapping[str, object]
    error: InputError


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be compared, the standard convolution first, and what cannot."""

    standard: LayerCost
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]


def comparison(
    x: Shape, out_channels: int, shared: Mapping[str, object], *, batch: int, dtype: str
) -> Comparison:
    """Every variant in the table, with those of the `shared` arguments that it takes.

    Raises InputError when the standard convolution itself cannot exist.

    >>> window = {"kernel_size": 3, "padding": "half", "groups": 4}
    >>> rows = comparison((64, 9, 9), 64, window, batch=1, dtype="fp32").rows
    >>> [str(row.ratio) for row in rows if row.cost.variant == "shuffled_grouped"]
    ['1/4']
    """
    plain = VARIANTS["conv"].read({**shared, "out_channels": out_channels, "groups": 1})
    standard = plain.cost(x, batch=batch, dtype=dtype)
    rows: list[Row] = []
    refused: list[Refused] = []
    for variant, changes in _entries():
        try:
            spec = _spec(variant, x, out_channels, {**shared, **changes})
            rows.append(_row(Layer(spec, x, batch, dtype), standard))
        except InputError as error:
            refused.append(Refused(variant.name, changes, error))
    return Comparison(standard, tuple(rows), tuple(refused))


def _entries() -> Iterator[tuple[type[Variant], Mapping[str, object]]]:
    for variant in VARIANTS.values():
        for changes in variant.compared:
            yield variant, changes


def _spec(variant: type[Variant], x: Shape, out: int, shared: Mapping[str, object]) -> Variant:
    known = {name: value for name, value in shared.items() if name in variant.model_fields}
    return variant(**{**known, **variant.between(x, out)})


def _row(layer: Layer, standard: LayerCost) -> Row:
    cost = layer.cost()
    return Row(layer, cost, Fraction(cost.macs, standard.macs), layer.variant.ratio(layer.input))
