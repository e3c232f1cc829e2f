"""A front drawn by Matplotlib: no window, no state that stays, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import Any, TextIO

from convcalc.errors import InputError
from convcalc.report.front.palette import LIGHT, Palette
from convcalc.report.front.picture import Picture

_DPI = 160
_ONE, _WIDE, _EACH, _HEAD = (8.2, 5.4), 11, 4.2, 0.62  # inches
_LEFT = 0.02  # of the figure: where its title begins
_STYLE = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "convcalc",  # the same names in the file each time
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.axisbelow": True,
    "text.parse_math": False,  # a name with $ is a name
}


def require() -> None:
    """Raises InputError where Matplotlib is missing."""
    if find_spec("matplotlib") is None:
        sentence = "a picture needs Matplotlib; pip install 'convcalc[plot]', or use --plot"
        raise InputError("CC101", sentence)


@contextmanager
def _drawn(picture: Picture, palette: Palette) -> Iterator[Any]:
    """The figure. Raises InputError where Matplotlib is missing."""
    require()
    from matplotlib import rc_context  # noqa: PLC0415 — an extra
    from matplotlib.figure import Figure  # noqa: PLC0415 — likewise

    from convcalc.report.front.panels import Panel, panels  # noqa: PLC0415 — it needs it too

    pairs = panels(len(picture.axes))
    columns = min(len(pairs), 2)
    rows = -(-len(pairs) // columns)
    size = _ONE if len(pairs) == 1 else (_WIDE, _EACH * rows)
    with rc_context(_STYLE):
        figure: Any = Figure(figsize=size, facecolor=palette.paper, layout="constrained")
        figure.get_layout_engine().set(rect=(0.01, 0.01, 0.98, 0.99 - _HEAD / size[1]))
        for number, pair in enumerate(pairs, start=1):
            Panel(figure.add_subplot(rows, columns, number), picture, pair, palette).draw()
        _head(figure, picture, palette)
        yield figure


def _head(figure: Any, picture: Picture, palette: Palette) -> None:  # noqa: ANN401 — Matplotlib's
    """The title, and below it what is shown."""
    high = figure.get_size_inches()[1]
    title = _shortened(picture.title, 70)
    figure.text(_LEFT, 1 - 0.28 / high, title, color=palette.ink, size=13, weight="bold")
    said = f"{picture.of_front}; in grey {picture.of_others}"
    figure.text(_LEFT, 1 - 0.5 / high, said, color=palette.muted, size=9.5)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"…{text[1 - most :]}"


def png(picture: Picture, palette: Palette = LIGHT) -> bytes:
    """The picture as PNG."""
    out = BytesIO()
    with _drawn(picture, palette) as figure:
        figure.savefig(out, format="png", dpi=_DPI, metadata={"Software": None})
    return out.getvalue()


def svg(picture: Picture, palette: Palette = LIGHT, *, transparent: bool = False) -> str:
    """The picture as SVG."""
    out = StringIO()
    with _drawn(picture, palette) as figure:
        nothing = {"Date": None, "Creator": None}
        figure.savefig(out, format="svg", dpi=_DPI, metadata=nothing, transparent=transparent)
    return out.getvalue()


def write_png(picture: Picture, out: TextIO) -> None:
    """Write it to a file that is open for text."""
    data = png(picture)
    out.flush()
    out.buffer.write(data)


def write_svg(picture: Picture, out: TextIO) -> None:
    """Write it as text."""
    out.write(svg(picture))
