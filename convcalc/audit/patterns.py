"""Which files a pattern of a project file means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePath

_STARS = re.compile(r"\*{2,}")
_ANY_DEPTH = "**"
_UP = ".."


def files_of(pattern: str, folder: Path) -> list[Path]:
    """The files in their order; `**` is any number of folders, but for links, which may go round.

    As in a shell, what is hidden is passed over unless the pattern says a dot.
    """
    path = PurePath(pattern)
    start, parts = folder, path.parts
    if path.anchor:
        start, parts = Path(path.anchor), parts[1:]
    if not parts:
        return []
    words = [one if one == _ANY_DEPTH else _STARS.sub("*", one) for one in parts]
    found = sorted(start.glob("/".join(words)))
    if _has_hidden(parts):
        return [one for one in found if one.is_file()]
    return [one for one in found if not _has_hidden(one.relative_to(start).parts) and one.is_file()]


def _has_hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith(".") and part != _UP for part in parts)
