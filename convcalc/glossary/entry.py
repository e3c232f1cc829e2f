"""One word and what there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of one kind: a sentence, more of them, a source, and commands to try."""

    kind: str
    name: str
    summary: str
    text: str = ""
    source: str = ""
    examples: tuple[str, ...] = ()


def described(
    kind: str, name: str, docstring: str | None, *, source: str = "", examples: tuple[str, ...] = ()
) -> Entry:
    r"""An entry from a docstring: its first paragraph, then the rest without doctests.

    >>> described("ops", "add", "The sum.\n\nOf tensors.\n\n>>> 1 + 1").text
    'Of tensors.'
    """
    paragraphs = cleandoc(docstring or "").split("\n\n")
    rest = [text for text in paragraphs[1:] if not text.startswith((">>>", "Raises"))]
    return Entry(kind, name, " ".join(paragraphs[0].split()), "\n\n".join(rest), source, examples)
