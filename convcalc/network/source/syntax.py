"""What a YAML parser says of a text that is no YAML, as a sentence that says what to do.

libyaml and PyYAML's own parser say the same things in two ways: a pattern takes both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from convcalc.network.source.failure import Failure, failure
from convcalc.network.source.nodes import Mark
from convcalc.network.source.text import Text

Said = tuple[str, Mark]

NO_KEY = 'a key is missing before ":"; write key: value'
_VALUE = re.compile(r"[^,\]}#]+")
_SHOWN = 40  # characters of a value
_PAIR = re.compile(r":(?:\s|$)")
_CHOICE = re.compile(r" \?(?= |$)")
_CLOSES = {"{": "}", "[": "]"}
_BLOCKS = {"-": ("a list", 'begin it with "- "')}
_MEANT = {
    "*": "begins an alias",
    "&": "begins an anchor",
    "!": "begins a tag",
    ">": "begins a block of text",
    "|": "begins a block of text",
}


def explained(error: Any, text: Text) -> Said:  # noqa: ANN401 — PyYAML's errors have no types
    """A sentence for a MarkedYAMLError, and the mark that it is about."""
    found = failure(error, text)
    problem = f"{error.context or ''}: {error.problem or ''}"
    for pattern, say in _SENTENCES.items():
        if re.search(pattern, problem):
            return say(found)
    return f"this is no YAML: {error.problem}; put a text with signs in quotes", found.mark


def needs_quotes(written: str, mark: Mark) -> Said:
    """A value whose first sign means something else in YAML; `written` is the rest of its line."""
    found = _VALUE.match(written)
    value = found[0].rstrip() if found else written[:1]
    meant = _MEANT.get(value[:1], "cannot begin a value")
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    quote = '"' if "'" in shown else "'"
    said = f'"{value[:1]}" {meant} in YAML; put it in quotes: {quote}{shown}{quote}'
    return said, Mark(mark.line, mark.column, max(len(value), 1))


def _beginning(found: Failure) -> Said:
    return needs_quotes(found.rest(found.context), found.context)


def _start(found: Failure) -> Said:
    return needs_quotes(found.rest(found.mark), found.mark)


def _second_colon(found: Failure) -> Said:
    above = found.line_above()
    if _PAIR.search(found.before):
        said = 'this is the second ":" in one value; write {key: value}, or put the value in quotes'
        return said, found.mark
    if above and not _PAIR.search(line := found.line(above)):
        start = len(line) - len(line.lstrip()) + 1
        return _no_colon(Mark(above, start, len(line.strip())))
    if not above:
        return 'this ":" follows no key: a key has at most 1,024 characters', found.mark
    key = found.before.lstrip(" -")
    at = Mark(found.mark.line, len(found.before) - len(key) + 1, max(len(key), 1))
    said = f"this key is indented deeper than those above, and line {above} has its value already"
    return f"{said}; give it the column of its neighbours", at


def _no_colon(mark: Mark) -> Said:
    return 'this line has no ":" with a space after it; write key: value', mark


def _lone_word(found: Failure) -> Said:
    width = len(found.rest(found.context).rstrip())
    return _no_colon(Mark(found.context.line, found.context.column, max(width, 1)))


def _item_in_line(found: Failure) -> Said:
    return 'a list begins on its own line; write "- " below the key, or [a, b]', found.mark


def _in_brackets(found: Failure) -> Said:
    opened, closes = found.opening, _CLOSES.get(found.opening, "]")
    if found.ends():
        return f'"{opened}" is never closed; add "{closes}"', found.context
    if found.char in ("}", "]") and found.char != closes:
        return f'"{found.char}" cannot close "{opened}"; write "{closes}"', found.mark
    if found.mark.line > found.context.line:
        line = found.context.line
        return f'"{opened}" of line {line} is still open; add "{closes}" there', found.mark
    return _foreign(found) or _no_comma(found, closes)


def _foreign(found: Failure) -> Said | None:
    """What other languages write."""
    if found.char == "{" and found.before.endswith("$"):
        mark = Mark(found.mark.line, found.mark.column - 1, 2)
        return '"${" is not read; write the name alone, as in {out: width}', mark
    if found.opening == "{" and (choice := _CHOICE.search(found.before + found.char)):
        mark = Mark(found.mark.line, choice.start() + 2)
        return '"?" begins a key in YAML; write a choice as: b if a else c', mark
    return None


def _no_comma(found: Failure, closes: str) -> Said:
    if found.char == ":":
        return 'a "," is missing before this key, or quotes around its value', found.mark
    return f'"," or "{closes}" is missing; put a value with signs in quotes', found.mark


def _no_key(found: Failure) -> Said:
    if found.char in ("}", "]", ","):
        said = f'"{found.char}" stands outside of brackets; remove it, or put the value in quotes'
        return said, found.mark
    if found.before.strip(" -"):
        return "the value before this is complete; put all of it in quotes", found.mark
    return _indentation(found)


def _indentation(found: Failure) -> Said:
    line, column = found.context.line, found.context.column
    block, wants = _BLOCKS.get(found.opening, ("a block of keys", "write key: value"))
    if column == found.mark.column:
        return f"this stands in {block}, from line {line} on; {wants}, or indent it", found.mark
    said = f"this is indented by {found.mark.column - 1} spaces, and no block above is"
    return (
        f"{said}: that of line {line} is by {column - 1}; align it with its neighbours",
        found.mark,
    )


def _quote(found: Failure) -> Said:
    return f"the quote {found.opening} is never closed; close it", found.context


def _escape(found: Failure) -> Said:
    column = found.mark.column - (found.char != "\\")
    mark = Mark(found.mark.line, column, 2)
    shown = found.rest(mark)[:2]
    return f"{shown} means nothing in double quotes; use single quotes", mark


def _bare_colon(found: Failure) -> Said:
    return 'a ":" here needs a space and a value after it; write key: value', found.mark


def _no_node(found: Failure) -> Said:
    if found.char == ":":
        return NO_KEY, found.mark
    if found.ends():
        return "the file ends inside of brackets; close them", found.mark
    if found.char in _CLOSES.values() or found.char == ",":
        return f'a value is missing before "{found.char}"; add it, or remove the sign', found.mark
    return _start(found)


def _outside(found: Failure) -> Said:
    if "..." in found.text.lines[: found.mark.line]:
        return 'the line "..." has ended the document before this; remove that line', found.mark
    return "this is indented less than the first line; begin all keys in one column", found.mark


_SENTENCES: dict[str, Callable[[Failure], Said]] = {
    r"cannot start any token": _start,
    r"scanning an? (alias|anchor|block scalar)|(scanning|parsing) a tag": _beginning,
    r"mapping values are not allowed": _second_colon,
    r"mapping keys are not allowed": _start,
    r"sequence entries are not allowed": _item_in_line,
    r"expected ',' or": _in_brackets,
    r"could not find expected ':'": _lone_word,
    r"unknown escape": _escape,
    r"quoted scalar: found unexpected": _quote,
    r"node content": _no_node,
    r"found unexpected ':'": _bare_colon,
    r"block (mapping|collection): (did not find expected|expected <block end>)": _no_key,
    r"expected '?<document start>": _outside,
}
