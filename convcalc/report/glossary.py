"""Words explained, as text and in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import fill
from typing import Any, TextIO

from convcalc.glossary import Entry
from convcalc.notation.paragraphs import flowing, labelled
from convcalc.report.screen import screen
from convcalc.report.sheet import FORMATS, Sheet
from convcalc.report.style import colours, styled

_WIDEST = 100


def write_entries(entries: Sequence[Entry], form: str, out: TextIO) -> None:
    """Every word in full: the text of `explain`."""
    if form != "table":
        FORMATS[form](entries_sheet(entries), out)
        return
    width, colour = min(screen(out, "").columns, _WIDEST), colours(out)
    texts = ["\n".join(_lines(entry, width, colour=colour)) for entry in entries]
    out.write("\n\n".join(texts) + "\n")


def entries_sheet(entries: Sequence[Entry]) -> Sheet:
    """A row for each word: the table of `list`."""
    return Sheet(
        keys=("kind", "name", "summary"),
        rows=[(entry.kind, entry.name, entry.summary) for entry in entries],
        whole=lambda: [_record(entry) for entry in entries],
        records=lambda: map(_record, entries),
        titles={"name": "name", "summary": "meaning"},
        caption=f"{entries[0].kind}   convcalc explain NAME says more",
    )


def _record(entry: Entry) -> dict[str, Any]:
    return {"schema": "convcalc/topic@1", **asdict(entry)}


def _lines(entry: Entry, width: int, *, colour: bool) -> Iterator[str]:
    kind = styled(entry.kind.removesuffix("s"), "dim", on=colour)
    yield f"{styled(entry.name, 'bold', on=colour)}   {kind}"
    yield ""
    yield _filled(entry.summary, width)
    for paragraph in entry.text.split("\n\n") if entry.text else ():
        yield ""
        yield from _paragraph(paragraph, width)
    if entry.source:
        yield ""
        yield _filled(f"Source: {entry.source}", width)
    for number, example in enumerate(entry.examples):
        if not number:
            yield ""
        yield f"  $ {example}"


def _paragraph(text: str, width: int) -> Iterator[str]:
    for line in flowing(text):
        yield _filled(line, width)


def _filled(text: str, width: int) -> str:
    indent = "    " if labelled(text) else "  "
    return fill(
        text,
        width,
        initial_indent="  ",
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
