"""The files beside a model in which its weights may lie.

A model names them itself, so nothing is opened that is not inside of its own folder.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from convcalc.network.onnx import External, mapped

_SHOWN = 60  # letters of a name that a file gives


class MissingError(Exception):
    """Numbers that cannot be had, and why."""


class Beside:
    """A folder with such files, each mapped into memory once, when it is asked for.

    Without a folder, for a model that is no file, there are none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._files: dict[str, memoryview | MissingError] = {}

    def part(self, where: External, size: int) -> memoryview:
        """So many bytes. Raises MissingError where they are not there, or may not be read."""
        data = self._file(where.location)
        said = where.length in (None, size) and where.offset >= 0
        if not said or where.offset + size > len(data):
            raise MissingError(f"{_shown(where.location)} does not hold what the model says")
        return data[where.offset : where.offset + size]

    def _file(self, location: str) -> memoryview:
        if location not in self._files:
            self._files[location] = self._opened(location)
        found = self._files[location]
        if isinstance(found, MissingError):
            raise found
        return found

    def _opened(self, location: str) -> memoryview | MissingError:
        if not location:
            return MissingError("it is not said where they are")
        if self._folder is None:
            return MissingError(f"{_shown(location)} is beside a file, and the model is in none")
        try:
            folder = self._folder.resolve(strict=True)
            file = (folder / location).resolve(strict=True) if _goes_down(location) else None
            if file is None or not file.is_relative_to(folder):
                why = "is outside of the model's folder, and was not opened"
                return MissingError(f"{_shown(location)} {why}")
            return mapped(str(file))
        except (OSError, ValueError, RuntimeError):  # the last for links in a ring
            return MissingError(f"{_shown(location)} is not there, or cannot be read")


def _goes_down(location: str) -> bool:
    r"""Whether a path is relative and has no step up, in the words of any system.

    >>> [_goes_down(one) for one in ("a.data", "w/a.data", "../a", "/a", "C:a", "w\\..\\a")]
    [True, True, False, False, False, False]
    """
    windows = PureWindowsPath(location)
    return not windows.drive and not windows.root and ".." not in (
        *windows.parts, *PurePosixPath(location).parts,
    )  # fmt: skip


def _shown(location: str) -> str:
    """A name, not longer than a line."""
    return location if len(location) <= _SHOWN else f"{location[:_SHOWN]}…"
