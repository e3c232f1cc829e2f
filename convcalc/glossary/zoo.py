"""The networks of the zoo as words: what their files say of themselves, skimmed and not parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from convcalc.glossary.entry import Entry
from convcalc.network.zoo import Entry as ZooEntry
from convcalc.network.zoo import zoo

_OPENING = re.compile(r"(?:#.*\n)*")
_NEXT = re.compile(r"^  (?=\w)", re.MULTILINE)  # where another preset begins
_SOURCE = re.compile(r"^ *source: (.*)$", re.MULTILINE)
_SENTENCE = re.compile(r"\. (?=[A-Z])")  # not "et al. 1998"
_SET = re.compile(r"^    set: {(.*)}$", re.MULTILINE)


def zoo_entries() -> Iterator[Entry]:
    """Each network of the zoo, with what opens its file."""
    for entry in zoo().values():
        summary, *text = re.split(_SENTENCE, _opening(entry.file), maxsplit=1)
        if entry.preset:
            summary, text = _preset(entry), []
        yield Entry(
            "zoo",
            entry.name,
            f"{summary.rstrip('.')}.",
            "".join(text),
            source=_found(_SOURCE, _part(entry)),
            examples=(f"convcalc net {entry.name}",),
        )


def _preset(entry: ZooEntry) -> str:
    changed = _found(_SET, _part(entry))
    return f"{entry.file.stem} with {changed}" if changed else f"{entry.file.stem} as it stands"


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""


def _part(entry: ZooEntry) -> str:
    """What the file says of the preset, or of itself."""
    whole, _, presets = _text(entry.file).partition("\npresets:\n")
    if entry.preset is None:
        return whole
    return _NEXT.split(presets.partition(f"  {entry.preset}:\n")[2], maxsplit=1)[0]


def _opening(file: Path) -> str:
    """The comment at the top, as one paragraph."""
    match = _OPENING.match(_text(file))
    lines = match.group().splitlines() if match else ()
    return " ".join(line.removeprefix("#").strip() for line in lines)


@cache
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
