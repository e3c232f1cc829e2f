"""The arguments of everything that slides a window, and what they come to on each axis."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

from pydantic import Field

from convcalc.errors import InputError
from convcalc.formulas import axis as formulas
from convcalc.ops.rules import causal_has_one_axis, few_axes, has_axes, require
from convcalc.ops.spec import Spec
from convcalc.ops.values import Count, Padding, Sizes

Pair = tuple[int, int]
Numbers = tuple[int, ...]
MAX_AXES = 3
OUTPUT_AXIS = tuple(f"output axis {number}" for number in range(MAX_AXES))


class Axis(NamedTuple):
    """A window along one axis, in numbers."""

    kernel_size: int
    stride: int
    dilation: int
    before: int
    after: int

    @property
    def taps(self) -> dict[str, int]:
        """Where the taps stand in the kernel."""
        return {"kernel_size": self.kernel_size, "dilation": self.dilation}

    @property
    def steps(self) -> dict[str, int]:
        """Which element a tap at a position meets."""
        return {
            "kernel_size": self.kernel_size,
            "dilation": self.dilation,
            "stride": self.stride,
            "before": self.before,
        }

    @property
    def window(self) -> dict[str, int]:
        """All there is to know, under the names of the formulas."""
        return self._asdict()


def along(name: str, value: object, rank: int) -> tuple[Any, ...]:
    """One value for each of `rank` axes.

    Raises InputError when there are more or fewer values than axes.

    >>> along("stride", 2, 3)
    (2, 2, 2)
    """
    if not isinstance(value, tuple):
        return (value,) * rank
    if len(value) != rank:
        raise InputError(
            "CC203",
            f"{name} has {_number_of(len(value), 'value', 'values')}, but the input has"
            f" {_number_of(rank, 'spatial axis', 'spatial axes')}; give one each, or one for all",
        )
    return value


def pairs_along(padding: object, rank: int) -> tuple[Pair, ...]:
    """Padding in numbers as before and after for each of `rank` axes.

    >>> pairs_along(3, 2), pairs_along((1, 2), 2), pairs_along(((1, 2),), 2)
    (((3, 3), (3, 3)), ((1, 1), (2, 2)), ((1, 2), (1, 2)))
    """
    sides = along("padding", _for_all(padding, rank), rank)
    return tuple([side if isinstance(side, tuple) else (side, side) for side in sides])


def _for_all(padding: object, rank: int) -> object:
    """One pair of before and after is meant for every axis, as one number is."""
    one_pair = isinstance(padding, tuple) and len(padding) == 1 and isinstance(padding[0], tuple)
    return padding * rank if one_pair else padding  # type: ignore[operator]  # then it is a tuple


def _number_of(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _same(size: int, one: Axis) -> int:
    return formulas.same_padding(size, stride=one.stride, **one.taps)


def _half(_size: int, one: Axis) -> Pair:
    pad = formulas.half_padding(kernel_size=one.kernel_size, dilation=one.dilation)
    return (pad, pad)


def _full(_size: int, one: Axis) -> Pair:
    pad = formulas.full_padding(kernel_size=one.kernel_size, dilation=one.dilation)
    return (pad, pad)


def _causal(_size: int, one: Axis) -> Pair:
    """All before: no output sees what comes after it."""
    return (formulas.full_padding(**one.taps), 0)


def odd_after(pad: int) -> Pair:
    """Padding with the odd element after the input. TensorFlow, ONNX SAME_UPPER."""
    return (pad // 2, pad - pad // 2)


def odd_before(pad: int) -> Pair:
    """Padding with the odd element before the input. ONNX SAME_LOWER."""
    return (pad - pad // 2, pad // 2)


PADDING: dict[str, Callable[[int, Axis], Pair]] = {
    "valid": lambda _size, _one: (0, 0),
    "half": _half,
    "full": _full,
    "causal": _causal,
    "same": lambda size, one: odd_after(_same(size, one)),
    "same_lower": lambda size, one: odd_before(_same(size, one)),
}


def _bare(kernel_size: int, stride: int, dilation: int) -> Axis:
    return Axis(kernel_size, stride, dilation, 0, 0)


class Windowed(Spec):
    """A window that slides over the input."""

    kernel_size: Sizes = Field(description="the kernel's size, one number or one per axis")
    stride: Sizes = Field(default=1, description="the step between positions")
    padding: Padding = Field(default=0, description="zeros around the input, in numbers or a word")
    dilation: Sizes = Field(default=1, description="the step between the kernel's taps")

    name: ClassVar[str]
    kept: ClassVar[tuple[str, ...]] = ("windows",)
    words: ClassVar[dict[str, Callable[[int, Axis], Pair]]] = PADDING

    def resolved(self, *inputs: tuple[int, ...]) -> Self:
        """The same arguments with one value per axis, and padding as pairs of numbers."""
        sizes = inputs[0][1:]
        if not 1 <= len(sizes) <= MAX_AXES:
            require(has_axes(self.name, inputs[0]))
            require(few_axes(self.name, inputs[0], MAX_AXES))
        rank = len(sizes)
        kernel_size = along("kernel_size", self.kernel_size, rank)
        stride = along("stride", self.stride, rank)
        dilation = along("dilation", self.dilation, rank)
        # Padding in numbers asks nothing of the windows.
        words = isinstance(self.padding, str)
        bare = tuple(map(_bare, kernel_size, stride, dilation)) if words else ()
        pads = self.padding_pairs(sizes, bare)
        settled = self.changed(
            kernel_size=kernel_size, stride=stride, dilation=dilation, padding=pads
        )
        vars(settled)["windows"] = _windows(kernel_size, stride, dilation, pads)
        return settled

    def padding_pairs(self, sizes: tuple[int, ...], bare: tuple[Axis, ...]) -> tuple[Pair, ...]:
        """Zeros before and after along each axis, for windows that have no padding yet."""
        if isinstance(self.padding, str):
            if self.padding == "causal":
                require(causal_has_one_axis(self.name, len(sizes)))
            return tuple(map(self.words[self.padding], sizes, bare))
        return pairs_along(self.padding, len(sizes))

    def axes(self) -> tuple[Axis, ...]:
        """The window along each axis. Asked of a resolved spec."""
        return self.windows

    def alike(self, one: int, other: int) -> bool:
        """Whether the windows of two axes are the same."""
        return self.windows[one] == self.windows[other]

    @cached_property
    def windows(self) -> tuple[Axis, ...]:
        """What `axes` gives: asked for so often that it is kept."""
        fields: Any = self
        return _windows(fields.kernel_size, fields.stride, fields.dilation, fields.padding)


def _windows(
    kernel_size: Numbers, stride: Numbers, dilation: Numbers, pads: tuple[Pair, ...]
) -> tuple[Axis, ...]:
    each = zip(kernel_size, stride, dilation, pads, strict=True)
    return tuple([Axis(k, s, d, before, after) for k, s, d, (before, after) in each])


class Convolution(Windowed):
    """A window of weights: the seven parameters of a convolution, input channels aside."""

    out_channels: Count = Field(description="the number of output channels")
    groups: Count = Field(default=1, description="groups of channels that do not meet")
    bias: bool = Field(default=True, description="add a number to each output channel")
