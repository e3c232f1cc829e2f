"""Paragraphs of docstrings, as they are shown in help and in `explain`."""

from __future__ import annotations

import re

_LABEL = re.compile(r"^\w[\w ,]*: ")


def labelled(line: str) -> bool:
    """Whether the line begins with a label, as those of formulas do.

    >>> labelled("MACs:   K·K·C·M"), labelled("each of them")
    (True, False)
    """
    return bool(_LABEL.match(line))


def flowing(text: str) -> list[str]:
    r"""Lines that begin with a label stay lines; all others flow on.

    >>> flowing("Params: K·C\nMACs:   K·C·H\nat every position")
    ['Params: K·C', 'MACs:   K·C·H at every position']
    """
    lines: list[str] = []
    for line in text.splitlines():
        if lines and not labelled(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines
