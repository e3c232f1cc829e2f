"""The parts of a result, in a folder beside it until all are there.

A part is finished once its summary is there, which is written after its rows. Whatever stops a
run, finished parts stay; a run that resumes computes the others, and ends in the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
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
_REPLACES = "replaces"  # whether what is at the target may be replaced: it was said, or is ours


def folder_of(target: Path) -> Path:
    """Where the parts of a result are.

    >>> folder_of(Path("results/points.csv")).name
    'points.csv.parts'
    """
    return target.with_name(f"{target.name}.parts")


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
        return folder_of(self.target)

    def begin(self, digest: str, *, resume: bool, overwrite: bool) -> None:
        """Make ready for a sweep.

        Raises InputError where results are there already, or parts of another sweep; OSError.
        """
        manifest, known = self._manifest(digest), self._known() if resume else {}
        may_replace = overwrite or known.get(_REPLACES, False)
        if self.target.exists() and not may_replace:
            with suppress(OSError):  # empty, it is left of a run that was stopped at its very end
                self.folder.rmdir()
            sentence = f"{self.target} is there already; say --overwrite, or write to another file"
            raise InputError("CC131", sentence)
        if self.folder.exists() and not resume:
            if not overwrite:
                sentence = f"{self.folder} holds parts of a run; say --resume, or --overwrite"
                raise InputError("CC131", sentence)
            shutil.rmtree(self.folder)
        if known and {**known, _REPLACES: False} != manifest:
            sentence = f"{self.folder} holds parts of another sweep; say --overwrite to drop them"
            raise InputError("CC132", sentence)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write_manifest({**manifest, _REPLACES: may_replace})

    def _write_manifest(self, manifest: Mapping[str, Any]) -> None:
        text = json.dumps(manifest, indent=2).encode()
        write_whole(self.folder / _MANIFEST, lambda out: out.write(text))

    def _manifest(self, digest: str) -> dict[str, Any]:
        return {
            "schema": "convcalc/sweep-parts@1",
            "convcalc": __version__,
            "sweep": digest,
            "columns": list(self.names),
            "parts": self.count,
            _REPLACES: False,
        }

    def _known(self) -> dict[str, Any]:
        """The manifest that is there; empty where there is none."""
        try:
            found = json.loads((self.folder / _MANIFEST).read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError:
            found = None
        return found if isinstance(found, dict) else {_MANIFEST: "cannot be read"}

    @property
    def format(self) -> Format:
        """That of the result."""
        return FORMATS[self.target.suffix]

    def _part(self, number: int) -> Path:
        return self.folder / f"{number:08}{self.target.suffix}"

    def _summary(self, number: int) -> Path:
        return self.folder / f"{number:08}{_SUMMARY}"

    def write(self, number: int, chunk: Chunk, columns: Columns | None) -> None:
        """Write a part: its rows, then what it has come to. Raises OSError."""
        rows = 0 if columns is None else len(columns["point"])
        if columns is not None:
            write_whole(self._part(number), partial(self.format.part, columns=columns))
        self._finish(number, chunk, rows)

    def keep(self, number: int, chunk: Chunk, rows: int, body: bytes) -> None:
        """Write a part whose rows are bytes already. Raises OSError."""
        if rows:
            write_whole(self._part(number), lambda out: out.write(body))
        self._finish(number, chunk, rows)

    def _finish(self, number: int, chunk: Chunk, rows: int) -> None:
        text = told(chunk, rows)
        write_whole(self._summary(number), lambda out: out.write(text))

    def finished(self, number: int) -> Chunk | None:
        """What a part has come to; none where it is still to be computed."""
        try:
            return read(self._summary(number).read_bytes())[0]
        except FileNotFoundError:
            return None

    def drop_if_empty(self) -> None:
        """Leave nothing of a run that could not begin."""
        if self.folder.exists() and not any(self.folder.glob(f"*{_SUMMARY}")):
            shutil.rmtree(self.folder, ignore_errors=True)

    def end(self) -> None:
        """One file of all parts, which then go. Raises OSError.

        A run that is stopped on the way can be resumed: what is at the target is its own.
        """
        filled = [
            self._part(number)
            for number in range(self.count)
            if read(self._summary(number).read_bytes())[1]
        ]
        self._write_manifest({**self._known(), _REPLACES: True})
        self.format.joined(self.target, self.folder, filled, self.names)
        for pattern in (f"*{_SUMMARY}", "[0-9]*"):  # no part is finished without its rows
            for one in self.folder.glob(pattern):
                one.unlink()
        shutil.rmtree(self.folder)
