"""Products with what is learned for each channel, or with another tensor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field

from convcalc.formulas import channels as formulas
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.rules import Rule
from convcalc.ops.values import Count


class Scale(Op):
    """One learned factor for each channel.

    Source: Touvron et al., arXiv:2103.17239 (LayerScale).
    """

    name: ClassVar[str] = "scale"
    channelwise: ClassVar[bool] = True

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params; a factor is no MAC."""
        del output, batch
        yield Working("params", formulas.factor_params, {"channels": inputs[0][0]})

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The factors."""
        return (inputs[0][0],)


class PRelu(Op):
    """x, or x times a learned slope where it is negative.

    Source: He et al., arXiv:1502.01852.
    """

    name: ClassVar[str] = "prelu"
    channelwise: ClassVar[bool] = True

    num_parameters: Count | None = Field(
        default=None, description="1 slope for all channels; one for each if not given"
    )

    def resolved(self, *inputs: Shape) -> Self:
        """The same with the number of slopes."""
        slopes = inputs[0][0] if self.num_parameters is None else self.num_parameters
        return self.changed(num_parameters=slopes)

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """One slope, or one for each channel."""
        (slopes,) = self.weights(inputs)
        yield rules.slopes_fit(slopes, inputs[0][0])

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params; a slope is no MAC."""
        del output, batch
        (slopes,) = self.weights(inputs)
        yield Working("params", formulas.slope_params, {"num_parameters": slopes})

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The slopes."""
        return (inputs[0][0] if self.num_parameters is None else self.num_parameters,)


class Mul(Op):
    """The product of tensors of one shape; one number a channel (C×1×1) is for all positions.

    So squeeze-and-excitation weighs channels (Hu et al., arXiv:1709.01507).
    """

    name: ClassVar[str] = "mul"
    channelwise: ClassVar[bool] = True

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """All have the full shape, or the same channels and one position."""
        full = self.output(*inputs)
        for other in inputs:
            yield rules.branches_agree(self.name, full, other)

    def output(self, *inputs: Shape) -> Shape:
        """The shape of the first that has positions."""
        return next((shape for shape in inputs if not _one_position(shape)), inputs[0])

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """The only position of one number a channel is read for every output."""
        full = self.output(*inputs)
        return tuple(number for number, shape in enumerate(inputs) if shape != full)


def _one_position(shape: Shape) -> bool:
    return len(shape) > 1 and all(size == 1 for size in shape[1:])
