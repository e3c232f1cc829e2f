"""Files to begin with: a starter, or a network of the zoo with the libraries it imports."""

from __future__ import annotations

from pathlib import Path

from convcalc.network.imports import imported_files
from convcalc.network.source import read_file
from convcalc.network.zoo import zoo_entry

STARTER = "network"


def template(name: str) -> dict[str, str]:
    """What to write where, the network itself first.

    Raises InputError when there is no such network.

    >>> list(template("network"))
    ['network.yaml']
    """
    if name == STARTER:
        return {f"{STARTER}.yaml": _text(Path(__file__).with_name("starter.yaml"))}
    file = zoo_entry(name).file
    libraries = [Path(path) for path in imported_files(read_file(str(file)))]
    return {str(path.relative_to(file.parent)): _text(path) for path in (file, *libraries)}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
