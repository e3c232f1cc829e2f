"""The text of an expression as numbers, names, texts and symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from convcalc.network.expression.error import SYNTAX, VALUE, ExpressionError
from convcalc.network.expression.forbidden import MEANT, NEVER, SYMBOLS
from convcalc.network.expression.values import Number, Value
from convcalc.notation import number
from convcalc.notation.numbers import LARGEST

LENGTH = 1_000  # characters
TOKENS = 200
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NAME, VALUE_, SYMBOL, END = "name", "value", "symbol", "end"

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<number>(?:\d|\.\d)(?:[eE][+-]?\d|[\w.])*)
    | (?P<name>[A-Za-z_]\w*)
    | (?P<text>'[^'\r\n]*'|"[^"\r\n]*")
    | (?P<symbol>\*\*|//|===?|!==?|<=|>=|=<|=>|<>|<<|>>|[-+*/%<>(),])""",
    re.ASCII | re.VERBOSE,
)
_PLAIN = re.compile(r"[\d_]+", re.ASCII)
_FLOAT = re.compile(r"[\d_.]+(?:[eE][+-]?\d+)?", re.ASCII)
_PRODUCT = re.compile(
    r"([\d.]*\d)(?![xXeE]\d|[kKmMgGtT]i?[bB]?$)([A-Za-z_]\w*)", re.ASCII
)  # 2cin, but not 3x3, 1e500 or 2m
_SYMBOLS = frozenset({*"+-*/%<>(),", "**", "//", "==", "!=", "<=", ">="})
_WORDS = frozenset({"and", "or", "not", "if", "else"})


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text; a value token holds its value."""

    kind: str
    text: str
    start: int
    value: Value = 0

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """The pieces of an expression, and one that says it ends. Raises ExpressionError.

    >>> [token.text for token in tokens("mid*2 != 1_000")]
    ['mid', '*', '2', '!=', '1_000', '']
    """
    if len(text) > LENGTH:
        raise ExpressionError(
            SYNTAX, f"an expression of {len(text):,} characters; at most {LENGTH:,} are read"
        )
    found: list[Token] = []
    for token in _scanned(text):
        found.append(token)
        if len(found) > TOKENS:
            raise _wrong(token, f"an expression has at most {TOKENS} parts; split it by vars")
    return [*found, Token(END, "", len(text))]


def _scanned(text: str) -> Iterator[Token]:
    start = 0
    while start < len(text):
        found = _TOKEN.match(text, start)
        if not found:
            raise _unreadable(text, start)
        start = found.end()
        if found.lastgroup != "space":
            yield _token(str(found.lastgroup), found.group(), found.start())


def _token(kind: str, text: str, start: int) -> Token:
    token = Token(kind, text, start)
    if kind == "number":
        return Token(VALUE_, text, start, _number(token))
    if kind == "text":
        return Token(VALUE_, text, start, text[1:-1])
    if text in TRUTHS:
        return Token(VALUE_, text, start, TRUTHS[text])
    if text in NEVER:
        raise _wrong(token, NEVER[text])
    if kind == "symbol" and text not in _SYMBOLS:
        raise _wrong(token, SYMBOLS[text])
    return Token(SYMBOL if text in _WORDS else kind, text, start)


def _number(token: Token) -> Number:
    """An int where digits or a unit make one, else the nearest float, as in Python."""
    text = token.text
    try:
        value = number(text)
        decimal = _FLOAT.fullmatch(text) and not _PLAIN.fullmatch(text)
        if decimal or value.denominator != 1:
            return float(value)
    except OverflowError:
        raise _wrong(token, f"{text} is too large; decimals end at 1.8e308", VALUE) from None
    except ValueError as error:
        raise _wrong(token, _misread(text, error)) from None
    if value > LARGEST:
        raise _wrong(token, f"{text} is too large; numbers end at 1e400", VALUE)
    return int(value)


def _misread(text: str, error: ValueError) -> str:
    product = _PRODUCT.fullmatch(text)
    if text.endswith("."):
        return f"{text} ends in a point; write {text[:-1]} or {text}0"
    if product:
        return f'an operator is missing in "{text}"; write {product[1]}*{product[2]}'
    return str(error)


def _unreadable(text: str, start: int) -> ExpressionError:
    """What is said of a character with which nothing begins."""
    one = text[start]
    for symbol, sentence in SYMBOLS.items():
        if text.startswith(symbol, start):
            return _wrong(Token(SYMBOL, symbol, start), sentence)
    if one in "'\"":
        return _wrong(Token(SYMBOL, one, start), f"the text after {one} is not closed; add {one}")
    if one in MEANT:
        return _wrong(Token(SYMBOL, one, start), f'"{one}" is no operator here; write {MEANT[one]}')
    for word in re.finditer(r"\w+", text):
        if word.start() <= start < word.end():
            sentence = f'"{word[0]}" is no name; names are ASCII letters, digits and _'
            return _wrong(Token(SYMBOL, word[0], word.start()), sentence)
    shown = one if one.isprintable() else f"U+{ord(one):04X}"
    return _wrong(Token(SYMBOL, one, start), f'"{shown}" is not part of expressions; delete it')


def _wrong(token: Token, sentence: str, code: str = SYNTAX) -> ExpressionError:
    return ExpressionError(code, sentence, start=token.start, width=max(len(token.text), 1))
