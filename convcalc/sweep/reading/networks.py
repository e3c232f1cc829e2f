"""Which network a sweep is of: a file, one of the zoo, or one written in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from convcalc.errors import InputError
from convcalc.network.arguments import Reader
from convcalc.network.document import VERSION, read_document
from convcalc.network.files import DISK, Files
from convcalc.network.imports import imported_files
from convcalc.network.kind import MARK
from convcalc.network.model import Document, Preset
from convcalc.network.opening import preset_of
from convcalc.network.problems import Problems
from convcalc.network.source import Entry, Mapping, Node, Scalar, Source, read_file
from convcalc.network.zoo import meant


@dataclass(frozen=True, slots=True)
class Swept:
    """The network that is meant, and the texts that describe it."""

    source: Source
    document: Document
    preset: Preset | None = None

    def texts(self) -> Iterator[str]:
        """The file's text, and those of its imports."""
        yield self.source.text
        yield from [read_file(path, self.source.files).text for path in imported_files(self.source)]


def read_network(node: Node | None, reader: Reader) -> Swept:
    """The network of a sweep's file.

    Raises InputError with all that is wrong with it.
    """
    source = reader.source
    if isinstance(node, Mapping):
        return _read(_inline(node, source), "network")
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        here = node if node is not None else source.root
        sentence = "network is missing; write a file, a name of the zoo, or the network itself"
        reader.problem("CC103", sentence, here)
        reader.problems.refuse()
    try:
        return named_network(node.text, Path(source.path).parent, source.files)
    except InputError as error:
        if error.problem.place is None:  # of no file: there is none
            reader.problems.keep(error.problem.at(reader.place(node)))
            reader.problems.refuse()
        raise


def named_network(word: str, folder: Path, files: Files = DISK) -> Swept:
    """The network of a name or of a path, which is relative to the folder."""
    entry = meant(word, files)
    if entry:  # every installation has them
        return _read(read_file(entry.path), Path(entry.path).stem, entry.preset)
    path = str(folder / word)
    return _read(read_file(path, files), Path(path).stem)


def _read(source: Source, name: str, preset: str | None = None) -> Swept:
    problems = Problems()
    document = read_document(source, name, problems)
    problems.require_none()
    return Swept(source, document, preset_of(document, preset))


def _inline(node: Mapping, source: Source) -> Source:
    """A network under a key: the mark of the file is its own."""
    mark = node.mark
    version = Entry(Scalar(mark, MARK, MARK), Scalar(mark, VERSION, str(VERSION)))
    given = [one for one in node.entries if one.key.text != MARK]
    return replace(source, root=Mapping(mark, (version, *given)))
