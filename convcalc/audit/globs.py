"""What `match` means: names and paths by * and ?, which cross dots and slashes alike."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache


def means(glob: str, *names: str) -> bool:
    """Whether a glob means one of the names; a name means itself, also where it has brackets.

    >>> means("stage*.conv", "stage1.unit2.conv"), means("resnet*", "vgg16", "nets/resnet.yaml")
    (True, False)
    """
    found = _compiled(glob)
    return glob in names or any(found.match(name) for name in names)


@cache  # fnmatch itself keeps but 256 of them
def _compiled(glob: str) -> re.Pattern[str]:
    return re.compile(translate(glob))
