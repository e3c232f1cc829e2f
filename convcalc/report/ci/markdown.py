"""Text in Markdown, where it is to mean itself."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"([\\`*_\[\]<>|~&#!$]|^[-+](?=\s))")


def escaped(text: str) -> str:
    r"""The text as it stands, on one line.

    >>> escaped("a|b <i> `c`\nd_e")
    'a\\|b \\<i\\> \\`c\\` d\\_e'
    """
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """The text as code, in which nothing is active, not even `:100:`.

    >>> code("a.yaml:100:5"), code("a`b")
    ('`a.yaml:100:5`', '`` a`b ``')
    """
    line = " ".join(text.splitlines())
    runs = [len(run) for run in re.findall("`+", line)]
    if not runs:
        return f"`{line}`"
    fence = "`" * (max(runs) + 1)
    return f"{fence} {line} {fence}"
