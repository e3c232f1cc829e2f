"""What was asked, so that other processes can read the same sweep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from convcalc.dtypes import bits_of
from convcalc.errors import InputError
from convcalc.network.files import DISK, Files
from convcalc.network.kind import Kind, kind_of
from convcalc.network.source import Source, read_file, read_text
from convcalc.network.stdin import STDIN
from convcalc.network.zoo import meant
from convcalc.sweep.chunks import POINTS
from convcalc.sweep.kept import Kept
from convcalc.sweep.model import Sweep
from convcalc.sweep.reading import Changes, Line, read_sweep, sweep_of
from convcalc.sweep.results.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sweep's file, or a network and flags; `text` is what came from stdin."""

    word: str
    line: Line = field(default_factory=Line)
    changes: Changes = field(default_factory=Changes)
    text: str | None = None
    chunk: int = POINTS  # the points of a chunk, the same in every process
    files: Files = DISK

    def kept(self) -> Recipe:
        """The same, with all files as they are when they are read first, for any process."""
        return replace(self, files=Kept())

    def sweep(self) -> Sweep:
        """The sweep. Raises InputError with all that is wrong with it."""
        bits_of(self.changes.dtype)
        if self.changes.out and not self.changes.out.endswith(SUFFIXES):
            known = ", ".join(SUFFIXES)
            raise InputError(
                "CC107", f"--out {self.changes.out} is of no known format; use {known}"
            )
        source = None if self.text is None and meant(self.word, self.files) else self._source()
        if source is not None and kind_of(source) is not Kind.NETWORK:
            if self.line.given:
                sentence = "--space, --min and the like are for a network; a sweep's file has keys"
                raise InputError("CC100", sentence)
            return read_sweep(source, self.changes)
        if not self.line.space:
            sentence = f"{self.word} is a network; say --space VAR=VALUES, or write a sweep"
            raise InputError("CC100", sentence)
        return sweep_of(self.word, self.line, self.changes, self.files)

    def _source(self) -> Source:
        if self.text is None:
            return read_file(self.word, self.files)
        return read_text(self.text, STDIN, self.files)
