"""Where a finding is, as CI systems want it: relative to the folder that holds the repository."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

_NO_FILE = "<stdin>"


def root(folder: Path) -> Path:
    """The nearest folder upward that is a repository of git, or else the folder itself."""
    return next((up for up in (folder, *folder.parents) if (up / ".git").exists()), folder)


def relative(file: str) -> str:
    """A file from the root of its repository, where it is inside; nothing for what is no file.

    >>> relative("<stdin>"), relative("/elsewhere/net.yaml")
    ('', '/elsewhere/net.yaml')
    """
    if file in ("", _NO_FILE):
        return ""
    full = Path(os.path.normpath(Path.cwd() / file))
    base = root(Path.cwd())
    return (full.relative_to(base) if full.is_relative_to(base) else full).as_posix()


def uri(path: str) -> str:
    """A path, relative or from the root of the disk, as a URI.

    >>> uri("my nets/größe 100%.yaml"), uri("a:b.yaml"), uri("/usr/a#b.yaml")
    ('my%20nets/gr%C3%B6%C3%9Fe%20100%25.yaml', 'a%3Ab.yaml', 'file:///usr/a%23b.yaml')
    """
    return Path(path).as_uri() if Path(path).is_absolute() else quote(os.fsencode(path))
