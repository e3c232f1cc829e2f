"""Norms: values moved to a mean of 0 and a variance of 1, then scaled and shifted by channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from convcalc.formulas import channels as formulas
from convcalc.ops import rules
from convcalc.ops.op import Op, Shape, Working
from convcalc.ops.rules import Rule
from convcalc.ops.values import Count, Positive, Real
from convcalc.ops.wiring import Wiring


class Norm(Op):
    """What norms share: a scale and a shift for each channel, and what keeps from dividing by 0."""

    normalizes: ClassVar[bool] = True

    eps: Positive = Field(default=1e-5, description="a small number added to the variance")

    @property
    def scales(self) -> bool:
        """Whether there is a scale and a shift."""
        return True

    def workings(self, inputs: tuple[Shape, ...], output: Shape, batch: int) -> Iterator[Working]:
        """Params; a norm is no MAC."""
        del output, batch
        values = {"channels": inputs[0][0], "affine": self.scales}
        yield Working("params", formulas.affine_params, values)

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """A scale and a shift for each channel."""
        return (inputs[0][0],) * 2 if self.scales else ()


class BatchNorm(Norm):
    """At inference a scale and a shift by running statistics, which are not trained.

    Source: Ioffe & Szegedy, arXiv:1502.03167.
    """

    name: ClassVar[str] = "bn"
    channelwise: ClassVar[bool] = True


class LayerNorm(Norm):
    """Over the channels at each position by itself; of a flat tensor over all it has.

    Source: Ba et al., arXiv:1607.06450; for images as in Liu et al., arXiv:2201.03545.
    """

    name: ClassVar[str] = "ln"


class GroupNorm(Norm):
    """Over the channels of a group and all positions.

    Source: Wu & He, arXiv:1803.08494.
    """

    name: ClassVar[str] = "gn"

    groups: Count = Field(description="the number of groups of channels")

    def rules(self, *inputs: Shape) -> Iterator[Rule]:
        """The groups divide the channels."""
        channels = inputs[0][0]
        yield rules.groups_divide(self.groups, "channels", channels, channels)

    def wiring(self, inputs: tuple[Shape, ...], output: Shape) -> Wiring:
        """An output depends on the channels of its group."""
        del inputs, output
        return Wiring("groups", self.groups)

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Mean and variance are of all positions."""
        del inputs
        return (0,)


class InstanceNorm(Norm):
    """Over all positions of each channel by itself; nothing is learned unless affine.

    Source: Ulyanov et al., arXiv:1607.08022.
    """

    name: ClassVar[str] = "in_norm"
    channelwise: ClassVar[bool] = True

    affine: bool = Field(default=False, description="scale and shift each channel")

    @property
    def scales(self) -> bool:
        """Only if it is asked for."""
        return self.affine

    def whole(self, inputs: tuple[Shape, ...]) -> tuple[int, ...]:
        """Mean and variance are of all positions."""
        del inputs
        return (0,)


class LocalResponseNorm(Op):
    """x / (k + alpha/size · Σ x²)^beta over neighbouring channels; nothing is learned.

    Source: Krizhevsky et al. 2012, section 3.3, with the mean of PyTorch's LocalResponseNorm.
    """

    name: ClassVar[str] = "lrn"

    size: Count = Field(default=5, description="the number of neighbouring channels")
    alpha: Real = Field(default=1e-4, description="the factor of the mean of their squares")
    beta: Real = Field(default=0.75, description="the exponent")
    k: Real = Field(default=1.0, description="what is added")
