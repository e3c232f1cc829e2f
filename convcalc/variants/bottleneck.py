"""The three bottlenecks: reduce with 1×1, filter, restore with 1×1, add the input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, ClassVar, Literal

from pydantic import Field

from convcalc import ops
from convcalc.graph import Builder
from convcalc.ops import rules
from convcalc.ops.op import Shape
from convcalc.ops.values import Count, Sizes
from convcalc.ops.windowed import along
from convcalc.variants.variant import ClosedForm, Ratio, Variant


@dataclass(frozen=True, slots=True)
class Style:
    """What sets one bottleneck apart from the others."""

    groups: int  # unless told otherwise
    share: int  # the inner width is out_channels divided by this
    formula: str  # MACs at stride 1 and equal widths
    projected: str  # MACs at stride 1 and unequal widths


STYLES = {
    "resnet": Style(1, 4, "HW·(2·C·m + 9·m²)", "HW·(C·m + 9·m² + m·M + C·M)"),
    "resnext": Style(32, 2, "HW·(2·C·m + 9·m²/G)", "HW·(C·m + 9·m²/G + m·M + C·M)"),
    "shufflenet": Style(3, 4, "HW·(2·C·m/G + 9·m)", "HW·(C·m/G + 9·m + m·M/G + C·M)"),
}


class Bottleneck(Variant):
    """A residual bottleneck of ResNet, ResNeXt or ShuffleNet, without bias: a norm follows.

    Reduce C to m channels by 1×1, filter by K×K, restore M by 1×1, add the input. ResNeXt
    groups the K×K; ShuffleNet groups the 1×1, shuffles, and filters depthwise. Where the sizes
    or channels differ, ResNet and ResNeXt project the input by 1×1; ShuffleNet pools and
    concatenates it.

    MACs, resnet:     HW·(2·C·m + 9·m²)
    MACs, resnext:    HW·(2·C·m + 9·m²/G)
    MACs, shufflenet: HW·(2·C·m/G + 9·m)
    A projection adds C·M·H'·W', shown separately; the stride is that of the K×K.
    """

    name: ClassVar[str] = "bottleneck"
    source: ClassVar[str] = (
        "He et al., arXiv:1512.03385; Xie et al., arXiv:1611.05431; Zhang et al., arXiv:1707.01083"
    )
    examples: ClassVar[tuple[str, ...]] = (
        "convcalc bottleneck 256x56x56 256 --verify",
        "convcalc bottleneck 256x56x56 256 --style resnext",
        "convcalc bottleneck 240x28x28 480 --style shufflenet -s 2 -g 3",
    )

    compared: ClassVar[tuple[Mapping[str, object], ...]] = tuple(
        {"style": style, "groups": None} for style in STYLES
    )

    out_channels: Count = Field(description="the number of output channels")
    style: Literal["resnet", "resnext", "shufflenet"] = Field(
        default="resnet", description="resnet, resnext or shufflenet"
    )
    mid: Count | None = Field(
        default=None, description="channels inside; out_channels/4, resnext out_channels/2"
    )
    kernel_size: Sizes = Field(default=3, description="the inner kernel's size")
    stride: Sizes = Field(default=1, description="the step of the inner kernel")
    groups: Count | None = Field(
        default=None, description="groups of channels; resnet 1, resnext 32, shufflenet 3"
    )

    def settled(self, x: Shape) -> Bottleneck:
        """One value per axis, inner width and groups in numbers."""
        rank, style = len(x) - 1, STYLES[self.style]
        if self.mid is None:
            rules.require(
                rules.channels_divide(
                    "out_channels",
                    self.out_channels,
                    style.share,
                    f"which gives {self.style} its inner width",
                    ", or give mid",
                )
            )
        windows = {
            name: along(name, getattr(self, name), rank) for name in ("kernel_size", "stride")
        }
        defaults = {
            "mid": self.mid or self.out_channels // style.share,
            "groups": self.groups or style.groups,
        }
        return self.changed(**windows, **defaults)

    def expand(self, build: Builder, x: int) -> int:
        """The branch, the skip, and their sum."""
        here = self.settled(build.shape(x))
        return _EXPANSIONS[self.style](here, build, x)

    def strided(self) -> bool:
        """Whether the output is smaller than the input."""
        return any(step > 1 for step in self._steps())

    def _steps(self) -> tuple[int, ...]:
        return self.stride if isinstance(self.stride, tuple) else (self.stride,)

    def conv(self, out_channels: int, **arguments: Any) -> ops.Conv:  # noqa: ANN401 — spec fields
        """A convolution without bias that keeps sizes but for its stride."""
        return ops.Conv.trusted(
            **{"kernel_size": 1, "padding": "half", **arguments},
            out_channels=out_channels,
            bias=False,
        )

    def closed_form(self, x: Shape, out: Shape) -> ClosedForm:
        """The formula of the style; with a stride the reduction works at input positions."""
        here: Any = self.settled(x)
        cin, m, g, taps = x[0], here.mid, here.groups, prod(here.kernel_size)
        joined = self.style == "shufflenet" and self.strided()
        restored = out[0] - cin if joined else out[0]
        weights = {
            "resnet": (cin * m, taps * m * m, m * out[0]),
            "resnext": (cin * m, taps * m * m // g, m * out[0]),
            "shufflenet": (cin * m // g, taps * m, m * restored // g),
        }[self.style]
        projected = not joined and (self.strided() or cin != out[0])
        reduce, *rest = weights
        rest = [*rest, projected * cin * out[0]]
        return ClosedForm(reduce + sum(rest), reduce * prod(x[1:]) + sum(rest) * prod(out[1:]))

    def ratio(self, x: Shape) -> Ratio | None:
        """The formula over that of a K×K convolution from C to M channels, at stride 1."""
        if self.strided():
            return None
        here: Any = self.settled(x)
        out = (self.out_channels, *x[1:])
        standard = prod(here.kernel_size) * x[0] * prod(out)
        style = STYLES[self.style]
        text = style.formula if x[0] == self.out_channels else style.projected
        return Ratio(
            text.replace("9", _squared(here.kernel_size)),
            Fraction(self.closed_form(x, out).macs, standard),
        )


def _squared(kernel_size: tuple[int, ...]) -> str:
    return str(prod(kernel_size))


def _resnet(spec: Bottleneck, build: Builder, x: int) -> int:
    """ResNet and ResNeXt differ in the groups of the inner kernel."""
    if spec.style == "resnet":
        rules.require(rules.no_groups(spec.style, spec.groups or 1))
    inner = {"kernel_size": spec.kernel_size, "stride": spec.stride, "groups": spec.groups}
    y = build.add("reduce", spec.conv(spec.mid or 0), x)
    y = build.add("reduce_relu", ops.Relu.trusted(), y)
    y = build.add("spatial", spec.conv(spec.mid or 0, **inner), y)
    y = build.add("spatial_relu", ops.Relu.trusted(), y)
    y = build.add("expand", spec.conv(spec.out_channels), y)
    return _added(spec, build, x, y)


def _shufflenet(spec: Bottleneck, build: Builder, x: int) -> int:
    """Grouped 1×1, shuffle, depthwise, grouped 1×1; a strided unit concatenates its input."""
    channels, inside = build.shape(x)[0], spec.mid or 0
    if spec.strided():
        rules.require(rules.grows(spec.style, spec.out_channels, channels))
    restored = spec.out_channels - channels * spec.strided()
    y = build.add("reduce", spec.conv(inside, groups=spec.groups), x)
    y = build.add("reduce_relu", ops.Relu.trusted(), y)
    y = build.add("shuffle", ops.Shuffle.trusted(groups=spec.groups), y)
    inner = {"kernel_size": spec.kernel_size, "stride": spec.stride, "groups": inside}
    y = build.add("spatial", spec.conv(inside, **inner), y)
    y = build.add("expand", spec.conv(restored, groups=spec.groups), y)
    return _concatenated(spec, build, x, y) if spec.strided() else _added(spec, build, x, y)


def _added(spec: Bottleneck, build: Builder, x: int, y: int) -> int:
    if spec.strided() or build.shape(x)[0] != spec.out_channels:
        x = build.add("projection", spec.conv(spec.out_channels, stride=spec.stride), x)
    return build.add("relu", ops.Relu.trusted(), build.add("add", ops.Add.trusted(), y, x))


def _concatenated(spec: Bottleneck, build: Builder, x: int, y: int) -> int:
    window = {"kernel_size": spec.kernel_size, "stride": spec.stride, "padding": "half"}
    pooled = build.add("pool", ops.AvgPool.trusted(**window), x)
    return build.add(
        "relu", ops.Relu.trusted(), build.add("concat", ops.Concat.trusted(), pooled, y)
    )


_EXPANSIONS = {"resnet": _resnet, "resnext": _resnet, "shufflenet": _shufflenet}
