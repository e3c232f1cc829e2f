"""What a model is given by name: sizes that its file leaves open, and inputs of one number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convcalc.errors import InputError, nearest
from convcalc.network.onnx.model import Variable
from convcalc.network.onnx.small import Numbers

_ONE_NUMBER = ((), (1,))
_WHOLE_TYPES = frozenset({2, 3, 4, 5, 6, 7, 9, 12, 13})  # by their numbers in TensorProto.DataType


@dataclass(frozen=True, slots=True)
class Given:
    """Sizes of axes by the names that the file has for them, and inputs by their numbers."""

    sizes: Mapping[str, int]
    numbers: Mapping[str, Numbers]

    def left_of(self, inputs: Sequence[Variable]) -> list[Variable]:
        """The inputs that are tensors still. Raises InputError where none is."""
        found = [one for one in inputs if one.name not in self.numbers]
        if not found:
            raise InputError("CC141", "all its inputs are given as numbers; leave one out")
        return found


def given_by_name(inputs: Sequence[Variable], values: Mapping[str, int]) -> Given:
    """Each value as a size or as a number; a name that stands for both is both.

    Raises InputError for a name that is neither, and for a size below 1.

    >>> rate, sound = Variable("sr", (), 7), Variable("x", ("N", "samples"), 1)
    >>> given_by_name([rate, sound], {"sr": 16000, "samples": 512}).numbers
    {'sr': Numbers(values=(16000,), dims=())}
    """
    axes = dict.fromkeys(dim for one in inputs for dim in one.dims or () if isinstance(dim, str))
    single = {one.name: (1,) * len(one.dims or ()) for one in whole_numbers(inputs)}
    for name, value in values.items():
        _checked(name, value, axes, single)
    return Given(
        sizes={name: value for name, value in values.items() if name in axes},
        numbers={name: Numbers((values[name],), single[name]) for name in single if name in values},
    )


def whole_numbers(inputs: Sequence[Variable]) -> list[Variable]:
    """The inputs that are one whole number, or a truth; no weight is."""
    return [one for one in inputs if one.dims in _ONE_NUMBER and one.dtype in _WHOLE_TYPES]


def _checked(
    name: str, value: int, axes: Mapping[str, object], single: Mapping[str, object]
) -> None:
    known = [one for one in (*axes, *single) if one]
    if name not in known:
        hint = nearest(name, known) or f"; those it leaves open are {', '.join(known) or 'none'}"
        raise InputError("CC102", f'no axis of an input is called "{name}"{hint}')
    if name in axes and value < 1:
        said = f"{name}={value} is no size; give a whole number, at least 1"
        raise InputError("CC105", said)
