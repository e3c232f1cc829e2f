"""Reading the small words of the language: names of tensors, names of layers, true and false."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convcalc.network import words
from convcalc.network.arguments import Reader
from convcalc.network.model import Word
from convcalc.network.source import Node, Scalar, Sequence

_NAME = re.compile(r"[^\W\d][\w-]*")
_RESERVED = (words.PREVIOUS, words.INPUT, words.NONE)


def references(node: Node, reader: Reader) -> tuple[Word, ...]:
    """One name of a tensor, or a list of them."""
    nodes: Iterable[Node] = node.items if isinstance(node, Sequence) else (node,)
    found = []
    for one in nodes:
        if isinstance(one, Scalar) and isinstance(one.value, str):
            found.append(Word(one.text, reader.place(one)))
        else:
            reader.problem("CC116", "the name of a layer is meant here, or prev", one)
    return tuple(found)


def layer_name(node: Node, reader: Reader) -> str | None:
    """The name of a layer: it becomes part of paths."""
    if not isinstance(node, Scalar) or not _NAME.fullmatch(node.text):
        sentence = "a name is letters, digits, _ and -, and begins with a letter"
        reader.problem("CC105", sentence, node)
        return None
    if node.text in _RESERVED:
        reader.problem("CC105", f'"{node.text}" is a word of the language; use another', node)
        return None
    return node.text


def flag(node: Node, word: str, reader: Reader) -> bool:
    """Whether a word is set to true."""
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    reader.problem("CC105", f"{word} is true or false", node)
    return False
