"""The colours of a picture: on paper, on a dark page, and as a page's own style says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """What things are drawn in."""

    paper: str
    ink: str
    muted: str
    grid: str
    front: str
    others: str
    shades: tuple[float, float] = (0.0, 0.9)  # of the colours: without the end that is hard to see


_BOTH = (0.15, 0.9)
LIGHT = Palette("#ffffff", "#1f2328", "#59636e", "#e4e8ec", "#0957b8", "#9aa4af")
DARK = Palette("#0d1117", "#f0f6fc", "#9198a1", "#262c36", "#6cb6ff", "#6e7681", (0.25, 1.0))
# Colours that a page exchanges for its own: each is used for one thing only.
PAGE = Palette("#010101", "#020202", "#030303", "#040404", "#050505", "#8b949e", _BOTH)
