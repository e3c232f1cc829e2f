"""What can be counted of an operator, for one sample: the terms that tools add up."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

from convcalc.graph import Node
from convcalc.ops.op import Op, Shape


class Met(NamedTuple):
    """An operator as a tool meets it."""

    node: Node
    macs: int  # ours, for one sample
    takes_norm: bool = False  # the norm behind it is folded into its weights
    is_folded: bool = False  # it is such a norm

    @property
    def op(self) -> Op:
        """Its resolved arguments."""
        return self.node.op

    @property
    def shape(self) -> Shape:
        """The shape of its first input."""
        return self.node.in_shapes[0]

    @property
    def read(self) -> int:
        """Elements of its first input."""
        return prod(self.shape)

    @property
    def written(self) -> int:
        """Elements of its output."""
        return prod(self.node.output)

    @property
    def positions(self) -> int:
        """Positions of its output."""
        return prod(self.node.output[1:])

    @property
    def axes(self) -> int:
        """How many spatial axes its input has."""
        return len(self.shape) - 1

    def argument(self, name: str) -> Any:  # noqa: ANN401 — each argument has a type of its own
        """One of its arguments."""
        return getattr(self.op, name)

    def number(self, name: str) -> int:
        """An argument that is one number."""
        return int(self.argument(name))

    @property
    def kernel(self) -> tuple[int, ...]:
        """Its kernel size along each axis."""
        return tuple(self.argument("kernel_size"))


class Measure(NamedTuple):
    """A number of elements or products, and its name."""

    text: str
    of: Callable[[Met], int]


def _bias(met: Met) -> int:
    return met.written * met.number("bias")


def _bias_or_norm(met: Met) -> int:
    return met.written * (met.number("bias") or met.takes_norm)


def _at_outputs(met: Met) -> int:
    """Every kernel tap at every output position, as if it were a plain convolution."""
    taps = prod(met.kernel)
    return met.written * (met.shape[0] // met.number("groups")) * taps


def _weights(met: Met) -> int:
    return sum(met.op.weights(met.node.in_shapes))


def _affine(met: Met) -> int:
    return met.read * bool(_weights(met))


def _sums(met: Met) -> int:
    return met.written * (len(met.node.in_shapes) - 1)


def _neighbours(met: Met) -> int:
    """Local response norm pads channels and pools over them."""
    return met.positions * (met.shape[0] + met.number("size") - 1)


READ = Measure("elements read", lambda met: met.read)
WRITTEN = Measure("elements written", lambda met: met.written)
POSITIONS = Measure("positions written", lambda met: met.positions)
SCALED = Measure("elements read, if there is a scale", _affine)
PARAMS = Measure("params", _weights)
BIAS = Measure("elements written, if there is a bias", _bias)
BIAS_OR_NORM = Measure("elements written, if there is a bias or a norm follows", _bias_or_norm)
MORE_AT_OUTPUTS = Measure(
    "MACs at output positions less those at input positions",
    lambda met: _at_outputs(met) - met.macs,
)
UNSEEN_MACS = Measure("MACs, which it does not see, taken off", lambda met: -met.macs)
SUMS = Measure("elements written, for each input after the first", _sums)
NEIGHBOURS = Measure("elements read, channels padded by the neighbours", _neighbours)


def where(name: str, value: object, measure: Measure) -> Measure:
    """The same where an argument has that value, and nothing elsewhere."""
    text = f"{measure.text}, if {name} is {value}"
    return Measure(text, lambda met: measure.of(met) * (met.argument(name) == value))


def on_axes(count: int, measure: Measure) -> Measure:
    """The same on inputs of so many axes, and nothing on others."""
    name = f"{measure.text}, of {count}-D inputs alone"
    return Measure(name, lambda met: measure.of(met) * (met.axes == count))
