"""What a function reads: tensors, numbers that are known, and arrays that its step has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod

from convcalc.network.onnx.model import Dims, Tensor
from convcalc.network.onnx.running import Known, Operand, Read, Recipe, Weight
from convcalc.network.onnx.values import Active, Constant, Value

# Inputs that a function has to know before it runs, though they may be numbers in floating point.
_ALWAYS_KNOWN: Mapping[str, tuple[int, ...]] = {"Resize": (1, 2, 3), "Upsample": (1,)}


def made_of(values: Iterable[Value | None]) -> tuple[Tensor, ...]:
    """The weights that constants are made of, each once."""
    constants = [one for one in values if isinstance(one, Constant)]
    return tuple({id(one): one for each in constants for one in each.sources}.values())


def trained_in(values: Iterable[Value | None]) -> list[Tensor]:
    """The same without single numbers, which nobody trains."""
    return [one for one in made_of(values) if prod(one.dims) > 1]


def may_be_trained(function: str, given: Sequence[Value | None]) -> list[Value | None]:
    """What a function is given, but for numbers that it has to know before it runs."""
    known = _ALWAYS_KNOWN.get(function, ())
    return [one for at, one in enumerate(given) if at not in known]


def read(shape: Callable[[int], Dims], x: Active) -> Read:
    """A tensor as a function reads it; `shape` tells those of ours."""
    return Read(x.dims, x.order, len(shape(x.tensor)), x.dtype)


class Operands:
    """What a function of ONNX is given, as it reads it; `beside` is what its step has of it."""

    def __init__(
        self,
        function: str,
        given: Sequence[Value | None],
        trained: Sequence[Recipe],
        shape: Callable[[int], Dims],
    ) -> None:
        self._trained, self._shape = trained, shape
        self.beside: list[Recipe | None] = []
        known = _ALWAYS_KNOWN.get(function, ())
        listed = [self._operand(one, known=at in known) for at, one in enumerate(given)]
        self.listed: tuple[Operand, ...] = tuple(listed)

    def _operand(self, value: Value | None, *, known: bool) -> Operand:
        if isinstance(value, Active):
            return read(self._shape, value)
        if not isinstance(value, Constant):
            return None
        if value.numbers is not None and (known or value.size == 1 or not value.sources):
            return Known(value.numbers, value.dtype)
        return Weight(value.dims, self._number(value), value.dtype)

    def _number(self, value: Constant) -> int:
        for number, own in enumerate(self._trained):
            if own is value.recipe:
                return number
        self.beside.append(value.recipe)
        return len(self._trained) + len(self.beside) - 1
