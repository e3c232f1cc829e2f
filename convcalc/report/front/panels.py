"""One panel of a picture: two objectives, and a third as a colour."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

from convcalc.report.front.palette import Palette
from convcalc.report.front.picture import Axis, Picture
from convcalc.report.front.scale import Scale, scale_of

Drawn: TypeAlias = Any  # what is Matplotlib's
_LABELLED = 8  # points of a front that are told by name
# So many points at most are drawn in that size, with an edge of so much: [point²], [point]
_SIZES = ((60, 34, 0.8), (600, 16, 0.0), (inf, 9, 0.0))
_SHADED = 3  # objectives, the last of which is a colour
_COLOURS = "viridis"
_GAP = "\u2003"  # a wide space, since several plain ones become one in SVG
_RIGHT = 0.6  # of the width: beyond it names stand to the left


def panels(axes: int) -> list[tuple[int, int]]:
    """Which objectives are drawn against which: the first against each that is no colour.

    >>> panels(2), panels(3), panels(4)
    ([(0, 1)], [(0, 1)], [(0, 1), (0, 2), (0, 3)])
    """
    return [(0, 1)] if axes <= _SHADED else [(0, up) for up in range(1, axes)]


@dataclass(frozen=True, slots=True)
class Panel:
    """Two objectives of a picture on Matplotlib's axes."""

    axes: Drawn
    picture: Picture
    pair: tuple[int, int]  # across and up
    palette: Palette

    def draw(self) -> None:
        """Points, axes and names."""
        self._dress()
        self._others()
        alone, front = len(self.picture.axes) == len(self.pair), self.picture.front
        if alone and front:
            self._stairs()
        points = self._front()
        if len(self.picture.axes) == _SHADED and front:
            self._colour_bar(points)
        if alone and len(front) <= _LABELLED:
            self._names()

    def _dress(self) -> None:
        """Ends, marks, names and a faint grid."""
        self.axes.set_facecolor("none")
        for axis, number in zip((self.axes.xaxis, self.axes.yaxis), self.pair, strict=True):
            scale, name = self._scale(number), axis.axis_name
            self.axes.set(**{f"{name}scale": "log" if scale.log else "linear"})
            self.axes.set(**{f"{name}lim": (scale.low, scale.high)})
            ticks = scale.ticks(7)
            axis.set_ticks([one.value for one in ticks], [one.text for one in ticks])
            axis.set_ticks([], minor=True)
            axis.set_label_text(_said(self.picture.axes[number]), color=self.palette.ink)
        self.axes.grid(color=self.palette.grid, linewidth=0.8)
        self.axes.tick_params(colors=self.palette.muted, length=0)
        for side, spine in self.axes.spines.items():
            spine.set_visible(side in ("left", "bottom"))
            spine.set_color(self.palette.grid)

    def _scale(self, number: int) -> Scale:
        return scale_of(self.picture.column(number), binary=self.picture.axes[number].unit == "B")

    def _others(self) -> None:
        columns = [[row[number] for row in self.picture.others] for number in self.pair]
        look = {"color": self.palette.others, "alpha": 0.45, "linewidths": 0, "zorder": 1}
        self.axes.scatter(*columns, s=5, rasterized=True, **look)

    def _stairs(self) -> None:
        """The edge of what is beaten: a point beats all that is worse than it in both."""
        where = "pre" if self.picture.axes[0].largest else "post"
        columns = list(zip(*sorted(self.picture.front), strict=True))
        look = {"color": self.palette.front, "linewidth": 1, "alpha": 0.6, "zorder": 2}
        self.axes.step(*columns, where=where, **look)

    def _front(self) -> Drawn:
        front = self.picture.front
        columns = [[row[number] for row in front] for number in self.pair]
        size, edge = next((size, edge) for most, size, edge in _SIZES if len(front) <= most)
        look = (
            self._shades() if len(self.picture.axes) == _SHADED else {"color": self.palette.front}
        )
        edges = {"linewidths": edge, "edgecolors": self.palette.paper, "zorder": 3}
        return self.axes.scatter(*columns, s=size, **edges, **look)

    def _shades(self) -> dict[str, Any]:
        """The third objective as a colour, without the end of the colours that is hard to see."""
        from matplotlib import colormaps  # noqa: PLC0415 — an extra
        from matplotlib.colors import ListedColormap, LogNorm, Normalize  # noqa: PLC0415 — likewise

        scale, colours = self._scale(_SHADED - 1), colormaps[_COLOURS]
        low, high = self.palette.shades
        return {
            "c": [row[_SHADED - 1] for row in self.picture.front],
            "cmap": ListedColormap([colours(low + (high - low) * at / 255) for at in range(256)]),
            "norm": (LogNorm if scale.log else Normalize)(scale.low, scale.high),
        }

    def _colour_bar(self, points: Drawn) -> None:
        ticks = self._scale(_SHADED - 1).ticks(6)
        bar = self.axes.figure.colorbar(points, ax=self.axes, pad=0.02, aspect=30)
        bar.set_ticks([one.value for one in ticks], labels=[one.text for one in ticks])
        bar.ax.tick_params(colors=self.palette.muted, length=0, which="both")
        bar.ax.yaxis.set_ticks([], minor=True)
        bar.set_label(_said(self.picture.axes[_SHADED - 1]), color=self.palette.ink)
        bar.outline.set_visible(False)

    def _names(self) -> None:
        """What makes each point, above or below it, where no point of the front can be."""
        scale, above = self._scale(0), self.picture.axes[1].largest
        for row, label in zip(self.picture.front, self.picture.labels, strict=False):
            left = scale.place(row[0]) > _RIGHT
            self.axes.annotate(
                label,
                row,
                xytext=(-5 if left else 5, 6 if above else -6),
                textcoords="offset points",
                ha="right" if left else "left",
                va="bottom" if above else "top",
                color=self.palette.ink,
                size=8.5,
                zorder=4,
                bbox={
                    "facecolor": self.palette.paper,
                    "edgecolor": "none",
                    "pad": 1,
                    "alpha": 0.85,
                },
            )


def _said(axis: Axis) -> str:
    way = f"{axis.better} →" if axis.largest else f"← {axis.better}"
    return f"{axis.title}{_GAP}{way}"
