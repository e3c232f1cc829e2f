"""The fenced blocks of the Markdown files, and the commands that stand in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text, and where it begins."""

    file: Path
    line: int
    language: str
    text: str

    def __str__(self):
        return f"{self.file.name}:{self.line}"


def blocks(file, language=None):
    """The blocks of a file, in order; of one language if asked."""
    text = file.read_text(encoding="utf-8")
    found = [
        Block(file, text.count("\n", 0, match.start()) + 1, *match.groups())
        for match in _BLOCK.finditer(text)
    ]
    return [block for block in found if language in (None, block.language)]


def commands(block):
    """Each command after a `$` with the output that is printed below it."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
    assert parts[0] == "", f"{block} begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))
