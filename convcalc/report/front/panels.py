"""One panel of a picture: two objectives, and a third as a colour."""

from __future__ import annotations

from math import inf
from typing import Any, TypeAlias

from convcalc.report.front.palette import Palette
from convcalc.report.front.picture import Axis, Picture
from convcalc.report.front.scale import Scale, scale_of

Drawn: TypeAlias = Any  # what is Matplotlib's
Pair: TypeAlias = tuple[int, int]  # the axes across and up
_LABELLED = 8  # points of a front that are told by name
# So many points at most are drawn in that size, with an edge of so much: [point²], [point]
_SIZES = ((60, 34, 0.8), (600, 16, 0.0), (inf, 9, 0.0))
_SHADED = 3  # objectives, the last of which is a colour
_COLOURS = "viridis"


def panels(axes: int) -> list[Pair]:
    """Which objectives are drawn against which: the first against each that is no colour."""
    return [(0, 1)] if axes <= _SHADED else [(0, up) for up in range(1, axes)]


def shaded_axis(picture: Picture) -> int | None:
    """The objective that is a colour, of three the last."""
    return _SHADED - 1 if len(picture.axes) == _SHADED else None


def draw_panel(
    figure: Drawn, axes: Drawn, picture: Picture, pair: Pair, palette: Palette, shaded: int | None
) -> None:
    """Points, axes and names."""
    scales = [_scale(picture, number) for number in pair]
    _dress(axes, picture, pair, scales, palette)
    _others(axes, picture, pair, palette)
    if len(picture.axes) == len(pair):
        _stairs(axes, picture, palette)
    points = _front(axes, picture, pair, palette, shaded)
    if shaded is not None and picture.front:
        _colour_bar(figure, axes, points, picture, shaded, palette)
    if len(picture.axes) == len(pair) and 0 < len(picture.front) <= _LABELLED:
        _names(axes, picture, palette)


def _scale(picture: Picture, number: int) -> Scale:
    return scale_of(picture.column(number), binary=picture.axes[number].unit == "B")


def _dress(
    axes: Drawn, picture: Picture, pair: Pair, scales: list[Scale], palette: Palette
) -> None:
    """Ends, marks, names and a faint grid."""
    axes.set_facecolor("none")
    for axis, number, scale in zip((axes.xaxis, axes.yaxis), pair, scales, strict=True):
        axis.axes.set(**{f"{axis.axis_name}scale": "log" if scale.log else "linear"})
        axis.axes.set(**{f"{axis.axis_name}lim": (scale.low, scale.high)})
        ticks = scale.ticks(7)
        axis.set_ticks([one.value for one in ticks], [one.text for one in ticks])
        axis.set_ticks([], minor=True)
        axis.set_label_text(_said(picture.axes[number]), color=palette.ink)
    axes.grid(color=palette.grid, linewidth=0.8)
    axes.tick_params(colors=palette.muted, length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(palette.grid)


def _said(axis: Axis) -> str:
    return f"{axis.title}   {axis.better} →" if axis.largest else f"{axis.title}   ← {axis.better}"


def _others(axes: Drawn, picture: Picture, pair: Pair, palette: Palette) -> None:
    columns = [[row[number] for row in picture.others] for number in pair]
    axes.scatter(
        *columns, s=5, color=palette.others, alpha=0.45, linewidths=0, rasterized=True, zorder=1
    )


def _stairs(axes: Drawn, picture: Picture, palette: Palette) -> None:
    """The edge of what is beaten: a point beats all that is worse than it in both."""
    rows = sorted(picture.front)
    if not rows:
        return
    where = "pre" if picture.axes[0].largest else "post"
    columns = list(zip(*rows, strict=True))
    axes.step(*columns, where=where, color=palette.front, linewidth=1, alpha=0.6, zorder=2)


def _front(
    axes: Drawn, picture: Picture, pair: Pair, palette: Palette, shaded: int | None
) -> Drawn:
    columns = [[row[number] for row in picture.front] for number in pair]
    size, edge = next((size, edge) for most, size, edge in _SIZES if len(picture.front) <= most)
    look: dict[str, Any] = {"color": palette.front}
    if shaded is not None:
        look = {"c": [row[shaded] for row in picture.front], "cmap": _colours(palette)}
        look["norm"] = _norm(_scale(picture, shaded))
    return axes.scatter(
        *columns, s=size, linewidths=edge, edgecolors=palette.paper, zorder=3, **look
    )


def _colours(palette: Palette) -> Drawn:
    from matplotlib import colormaps  # noqa: PLC0415 — an extra
    from matplotlib.colors import ListedColormap  # noqa: PLC0415 — likewise

    low, high = palette.shades
    return ListedColormap([colormaps[_COLOURS](low + (high - low) * at / 255) for at in range(256)])


def _norm(scale: Scale) -> Drawn:
    from matplotlib.colors import LogNorm, Normalize  # noqa: PLC0415 — an extra

    return (LogNorm if scale.log else Normalize)(scale.low, scale.high)


def _colour_bar(
    figure: Drawn, axes: Drawn, points: Drawn, picture: Picture, shaded: int, palette: Palette
) -> None:
    ticks = _scale(picture, shaded).ticks(6)
    bar = figure.colorbar(points, ax=axes, pad=0.02, aspect=30)
    bar.set_ticks([one.value for one in ticks], labels=[one.text for one in ticks])
    bar.ax.tick_params(colors=palette.muted, length=0, which="both")
    bar.ax.yaxis.set_ticks([], minor=True)
    bar.set_label(_said(picture.axes[shaded]), color=palette.ink)
    bar.outline.set_visible(False)


def _names(axes: Drawn, picture: Picture, palette: Palette) -> None:
    """What makes each point, above or below it, where no point of the front can be."""
    low, high = axes.get_xlim()
    scale = Scale(low, high, log=axes.get_xscale() == "log", binary=False)
    above = picture.axes[1].largest
    for row, label in zip(picture.front, picture.labels, strict=False):
        left = scale.place(row[0]) > 0.6  # noqa: PLR2004 — beyond the middle
        axes.annotate(
            label,
            (row[0], row[1]),
            xytext=(-5 if left else 5, 6 if above else -6),
            textcoords="offset points",
            ha="right" if left else "left",
            va="bottom" if above else "top",
            color=palette.ink,
            size=8.5,
            zorder=4,
            bbox={"facecolor": palette.paper, "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
        )
