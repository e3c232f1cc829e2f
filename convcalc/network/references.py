"""Reading the small words of the language: names of tensors, names of layers, true and false."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convcalc.network import words
from convcalc.network.arguments import Reader
from convcalc.network.expression import ExpressionError, parse
from convcalc.network.model import Word
from convcalc.network.source import Node, Scalar, Sequence

_NAME = re.compile(r"[^\W\d][\w-]*(\.[\w-]+)*")
_PART = re.compile(r"[\w-]+")
_RESERVED = (words.PREVIOUS, words.INPUT, words.NONE)


def references(node: Node, reader: Reader) -> tuple[Word, ...]:
    """One name of a tensor, or a list of them."""
    nodes: Iterable[Node] = node.items if isinstance(node, Sequence) and node.items else (node,)
    found = []
    for one in nodes:
        if isinstance(one, Scalar) and isinstance(one.value, str):
            found.append(Word(one.text, reader.place(one)))
        else:
            reader.problem("CC116", "the name of a layer is meant here, or prev", one)
    return tuple(found)


def reference(node: Node, reader: Reader) -> Word | None:
    """The name of one tensor."""
    found = references(node, reader)
    if len(found) > 1:
        reader.problem("CC116", "one name is meant here; join several by add or concat", node)
    return found[0] if found else None


def new_names(node: Sequence, reader: Reader) -> tuple[Word, ...]:
    """Names for tensors that are made here, each its own."""
    found: dict[str, Word] = {}
    for one in node.items:
        name = layer_name(one, reader)
        if name in found:
            reader.problem("CC105", f"{name} stands here twice; give each its own name", one)
        elif name:
            found[name] = Word(name, reader.place(one))
    return tuple(found.values())


def layer_name(node: Node, reader: Reader) -> str | None:
    """The name of a layer: it becomes part of paths."""
    if not isinstance(node, Scalar) or not _NAME.fullmatch(node.text):
        sentence = "a name is letters, digits, _ and -, with dots between, and begins with a letter"
        reader.problem("CC105", sentence, node)
        return None
    if node.text in _RESERVED:
        reader.problem("CC105", f'"{node.text}" is a word of the language; use another', node)
        return None
    return node.text


def check_part(key: Scalar, reader: Reader) -> None:
    """Note where the name of a block, a branch or an input cannot be a part of paths."""
    if not _PART.fullmatch(key.text):
        reader.problem("CC105", "a name is letters, digits, _ and -, and nothing else", key)


def check_variable(key: Scalar, reader: Reader) -> None:
    """Note where expressions could not use the name of a var or a column."""
    if not _is_name(key.text):
        sentence = f'"{key.text}" is no name for expressions; use letters, digits and _'
        reader.problem("CC105", sentence, key)
        reader.scope.use(key.text)  # which it never could be


def _is_name(text: str) -> bool:
    try:
        names = parse(text).names
    except ExpressionError:
        return False
    return [name.text for name in names] == [text]


def flag(node: Node, word: str, reader: Reader) -> bool:
    """Whether a word is set to true."""
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    reader.problem("CC105", f"{word} is true or false", node)
    return False
