"""The parts of a result, in a folder beside it until all are there.

A part is finished once its summary is there, which is written after its rows. Whatever stops a
run, finished parts stay; a run that resumes computes the others, and ends in the same bytes.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convcalc import __version__
from convcalc.errors import InputError
from convcalc.sweep.chunks import Chunk, Chunks
from convcalc.sweep.model import Sweep
from convcalc.sweep.results.formats import FORMATS, Format
from convcalc.sweep.results.rows import Columns
from convcalc.sweep.results.summary import read, told
from convcalc.sweep.results.whole import write_whole

_MANIFEST, _SUMMARY = "manifest.json", ".summary.json"


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a sweep's result are."""

    target: Path
    names: tuple[str, ...]
    count: int

    @classmethod
    def of(cls, sweep: Sweep, chunks: Chunks) -> Parts | None:
        """Those of a sweep; none if it writes no file."""
        if sweep.out is None:
            return None
        names = ["point", *sweep.space.names, *[term.text for term in sweep.columns]]
        return cls(Path(sweep.out), tuple(dict.fromkeys(names)), len(chunks))

    @property
    def folder(self) -> Path:
        """The folder of the parts."""
        return self.target.with_name(f"{self.target.name}.parts")

    def begin(self, digest: str, *, resume: bool, overwrite: bool) -> None:
        """Make ready for a sweep.

        Raises InputError where results are there already, or parts of another sweep.
        """
        if self.target.exists() and not overwrite:
            sentence = f"{self.target} is there already; say --overwrite, or write to another file"
            raise InputError("CC131", sentence)
        manifest = self._manifest(digest)
        if self.folder.exists() and not resume:
            if not overwrite:
                sentence = f"{self.folder} holds parts of a run; say --resume, or --overwrite"
                raise InputError("CC131", sentence)
            shutil.rmtree(self.folder)
        if (self.folder / _MANIFEST).exists() and self._known() != manifest:
            sentence = f"{self.folder} holds parts of another sweep; say --overwrite to drop them"
            raise InputError("CC132", sentence)
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(manifest, indent=2).encode()
        write_whole(self.folder / _MANIFEST, lambda out: out.write(text))

    def _manifest(self, digest: str) -> dict[str, Any]:
        return {
            "schema": "convcalc/sweep-parts@1",
            "convcalc": __version__,
            "sweep": digest,
            "columns": list(self.names),
            "parts": self.count,
        }

    def _known(self) -> object:
        try:
            return json.loads((self.folder / _MANIFEST).read_bytes())
        except ValueError:
            return None

    @property
    def _format(self) -> Format:
        return FORMATS[self.target.suffix]

    def _part(self, number: int) -> Path:
        return self.folder / f"{number:08}{self.target.suffix}"

    def _summary(self, number: int) -> Path:
        return self.folder / f"{number:08}{_SUMMARY}"

    def write(self, number: int, chunk: Chunk, columns: Columns | None) -> None:
        """Write a part: its rows, then what it has come to. Raises OSError."""
        rows = 0
        if columns is not None:
            rows = len(columns["point"])
            self._format.part(self._part(number), columns)
        text = told(chunk, rows)
        write_whole(self._summary(number), lambda out: out.write(text))

    def finished(self, number: int) -> Chunk | None:
        """What a part has come to; none where it is still to be computed."""
        try:
            return read(self._summary(number).read_bytes())[0]
        except FileNotFoundError:
            return None

    def end(self) -> None:
        """One file of all parts, which then go. Raises OSError."""
        filled = [
            self._part(number)
            for number in range(self.count)
            if read(self._summary(number).read_bytes())[1]
        ]
        self._format.joined(self.target, self.folder, filled, self.names)
        shutil.rmtree(self.folder)
