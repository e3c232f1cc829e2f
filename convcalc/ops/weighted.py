"""What convolution and transposed convolution share: weights, and work at positions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from convcalc.formulas import axis, conv, tensor
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.rules import Rule
from convcalc.ops.windowed import MAX_AXES, Axis, Convolution
from convcalc.ops.wiring import Wiring

Sizes = tuple[int, ...]
_USEFUL = tuple(f"useful taps axis {number}" for number in range(MAX_AXES))


class Weighted(Convolution, Op):
    """A window of weights that is placed at positions and meets the elements of a grid."""

    weighs: ClassVar[bool] = True

    @abstractmethod
    def grids(self, x: Shape, output: Shape) -> tuple[Sizes, Sizes]:
        """The sizes of the grid of positions, and of the grid whose elements the taps meet."""

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The groups divide the channels on both sides."""
        channels = inputs[0][0]
        yield rules.groups_divide(self.groups, "in_channels", channels, self.out_channels)
        yield rules.groups_divide(self.groups, "out_channels", self.out_channels, channels)

    def written(self, *inputs: Shape) -> Shape | None:
        """A kernel that does not fit has no position, and too much padding leaves nothing."""
        groups, output = self.groups, self.output(*inputs)
        divide = inputs[0][0] % groups == 0 == self.out_channels % groups
        return output if divide and all(size > 0 for size in output) else None

    def output(self, *inputs: Shape) -> Shape:
        """Channels, and one size per axis."""
        return (self.out_channels, *[size.value for size in self.sizes(inputs[0])])

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params, MACs, useful MACs and elements written."""
        channels = {
            "in_channels": inputs[0][0],
            "out_channels": self.out_channels,
            "groups": self.groups,
        }
        weights = {**channels, "kernel_size": self.kernel_size}
        positions, grid = self.grids(inputs[0], output)
        yield Working("params", conv.params, {**weights, "bias": self.bias})
        yield Working("macs", conv.macs, {**weights, "positions": positions, "batch": batch})
        useful = self._useful(positions, grid)
        yield from useful
        taps = {"useful_taps": tuple([one.value for one in useful]), "batch": batch}
        yield Working("effective_macs", conv.effective_macs, {**channels, **taps})
        yield Working("activations", tensor.elements, {"shape": output, "batch": batch})

    def figures(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Mapping[str, int]:
        """The same formulas, asked without a record of each: half the time."""
        channels, out_channels, groups = inputs[0][0], self.out_channels, self.groups
        kernel: Any = self.kernel_size
        positions, grid = self.grids(inputs[0], output)
        return {
            "params": conv.params(
                in_channels=channels,
                out_channels=out_channels,
                kernel_size=kernel,
                groups=groups,
                bias=self.bias,
            ),
            "macs": conv.macs(
                in_channels=channels,
                out_channels=out_channels,
                kernel_size=kernel,
                groups=groups,
                positions=positions,
                batch=batch,
            ),
            "effective_macs": conv.effective_macs(
                in_channels=channels,
                out_channels=out_channels,
                groups=groups,
                useful_taps=self._useful_taps(positions, grid),
                batch=batch,
            ),
            "activations": tensor.elements(shape=output, batch=batch),
        }

    def _useful_taps(self, positions: Sizes, grid: Sizes) -> Sizes:
        """Most layers are square: an axis like the one before has as many."""
        found: list[int] = []
        last: object = None
        for one in zip(positions, grid, self.windows, strict=True):
            found.append(found[-1] if one == last else _taps(*one))
            last = one
        return tuple(found)

    def _useful(self, positions: Sizes, grid: Sizes) -> list[Working]:
        return [
            Working(name, axis.useful_taps, {"positions": count, "size": size, **one.steps})
            for name, count, size, one in zip(_USEFUL, positions, grid, self.axes(), strict=False)
        ]

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Elements of the weight, and of the bias if there is one."""
        fields: Any = self
        weight = conv.params(
            in_channels=inputs[0][0],
            out_channels=self.out_channels,
            kernel_size=fields.kernel_size,
            groups=self.groups,
            bias=0,
        )
        return (weight, self.out_channels) if self.bias else (weight,)

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """An output channel reads the channels of its group."""
        del inputs, output
        return Wiring("groups", self.groups)


def _taps(positions: int, size: int, window: Axis) -> int:
    """Without padding, nothing that is met lies outside."""
    if not (window.before or window.after):
        return positions * window.kernel_size
    return axis.useful_taps(
        positions,
        size=size,
        kernel_size=window.kernel_size,
        stride=window.stride,
        dilation=window.dilation,
        before=window.before,
    )
