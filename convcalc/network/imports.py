"""Blocks of other files: where they are, and that they are inside the tree."""

from __future__ import annotations

from pathlib import PurePath

from convcalc.errors import InputError
from convcalc.network.arguments import Reader, entries
from convcalc.network.blocks import Declared, declared
from convcalc.network.files import told_as
from convcalc.network.problems import Problems
from convcalc.network.scope import Scope
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.source import Node, Scalar, Sequence, Source, read_file

_FILES = 100  # that one network may bring together
_INSIDE = "the folder of the file that was named; move it inside"


def imported(source: Source, node: Node | None, problems: Problems) -> dict[str, Declared]:
    """The blocks of the files that a file names, and of those that they name."""
    blocks: dict[str, Declared] = {}
    for library in libraries(source, node, problems):
        _gather(library, blocks, problems)
    _refuse_clashes(source, blocks, problems)
    return blocks


def libraries(source: Source, node: Node | None, problems: Problems) -> list[Source]:
    """The files that a file names, and those that they name, each once."""
    root = source.files.real(str(PurePath(source.path).parent))
    found: list[Source] = []
    seen = {source.files.real(source.path)}
    left = [(source, node)]
    while left and len(seen) <= _FILES:
        where, names = left.pop(0)
        for one in _names(where, names, problems):
            library = _library(where, one, root, seen, problems)
            if library is not None:
                found.append(library)
                left.append((library, _node(library, "import")))
    return found


def imported_files(source: Source) -> list[str]:
    """The paths of the files that a network needs beside its own."""
    return [library.path for library in libraries(source, _node(source, "import"), Problems())]


def _names(source: Source, node: Node | None, problems: Problems) -> list[Scalar]:
    if node is None:
        return []
    nodes = node.items if isinstance(node, Sequence) else (node,)
    found = [one for one in nodes if isinstance(one, Scalar) and isinstance(one.value, str)]
    if len(found) < len(nodes):
        sentence = "import is a list of files: import: [blocks.yaml]"
        problems.add("CC120", sentence, source.place(node.mark))
    return found


def _library(
    source: Source, name: Scalar, root: PurePath, seen: set[PurePath], problems: Problems
) -> Source | None:
    path, files = str(PurePath(source.path).parent / name.text), source.files
    place = source.place(name.mark)
    try:
        with told_as(files.name(path)):
            real = files.real(path)
        if not real.is_relative_to(root):
            problems.add("CC120", f"{name.text} lies outside {_INSIDE}", place)
        elif real not in seen:
            seen.add(real)
            return read_file(path, files)
    except InputError as error:
        for problem in error.problems:
            problems.keep(problem.at(place))
    return None


def _gather(library: Source, blocks: dict[str, Declared], problems: Problems) -> None:
    if not isinstance(library.root, MappingNode):
        place = library.place(library.root.mark)
        problems.add("CC119", "a library is a mapping; begin with convcalc: 1", place)
        return
    _check(library, problems)
    for name, one in declared(library, library.root.get("blocks"), problems).items():
        if name in blocks:
            other = blocks[name]
            sentence = f"block {name} is defined in {other.source.file} too; rename one of them"
            problems.add("CC121", sentence, library.place(one.entry.key.mark))
        blocks[name] = one


def _check(library: Source, problems: Problems) -> None:
    reader = Reader(library, problems, Scope(problems, {}), {})
    keys = {one.key.text: one for one in entries(library.root, reader, "a library")}
    version = keys.get("convcalc")
    if version is None or not isinstance(version.value, Scalar) or version.value.value != 1:
        problems.add("CC119", "convcalc: 1 is missing at the top", library.place(library.root.mark))
    if "blocks" not in keys:
        sentence = f"{library.file} has no blocks to import"
        problems.add("CC119", sentence, library.place(library.root.mark))


def _node(library: Source, key: str) -> Node | None:
    return library.root.get(key) if isinstance(library.root, MappingNode) else None


def _refuse_clashes(source: Source, blocks: dict[str, Declared], problems: Problems) -> None:
    own = _node(source, "blocks")
    if not isinstance(own, MappingNode):
        return
    for entry in own.entries:
        if entry.key.text in blocks:
            other = blocks[entry.key.text].source.file
            sentence = f"block {entry.key.text} is defined in {other} too; rename one of them"
            problems.add("CC121", sentence, source.place(entry.key.mark))
