"""From tokens to a tree: precedence as in Python, depth bounded."""

from __future__ import annotations

from dataclasses import dataclass, field

from convcalc.errors import nearest
from convcalc.network.expression import forbidden
from convcalc.network.expression.conditions import Choice, Either
from convcalc.network.expression.error import SYNTAX, UNKNOWN, ExpressionError
from convcalc.network.expression.functions import FUNCTIONS
from convcalc.network.expression.tokens import END, NAME, SYMBOL, VALUE_, Token, tokens
from convcalc.network.expression.tree import (
    Call,
    Comparison,
    Constant,
    Name,
    Node,
    Pair,
    Single,
    Span,
)

DEPTH = 50  # parts inside one another

_CHOICE, _NOT, _COMPARED, _SIGN = 1, 4, 5, 8
# How strongly an operator binds what is on both sides of it.
_BINDS = {
    "if": _CHOICE,
    "or": 2,
    "and": 3,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _COMPARED),
    **dict.fromkeys("+-", 6),
    **dict.fromkeys(("*", "/", "//", "%"), 7),
    "**": 9,
}
_NOTHING = Token(END, "", 0)
_NEVER_HERE = {
    ")": '")" closes nothing; delete it, or add "("',
    "(": "only functions are called, by name, as in max(a, b); write * to multiply",
    ",": "a comma stands only between the values of a function, as in max(a, b)",
    "else": '"else" has no "if"; write a if condition else b',
}


@dataclass(slots=True)
class Parser:
    """Reads one expression; `names` fills with the free names in their order."""

    text: str
    left: list[Token] = field(default_factory=list)  # the last one comes first
    names: list[Name] = field(default_factory=list)
    before: Token = _NOTHING  # the one before that
    last: Token = _NOTHING  # the one that was taken last
    depth: int = 0

    def tree(self) -> Node:
        """The whole expression. Raises ExpressionError."""
        self.left = tokens(self.text)[::-1]
        if self._next.kind == END:
            raise ExpressionError(SYNTAX, "the expression is empty; write a number or a name")
        node = self._node(0)
        if self._next.kind != END:
            raise self._unexpected(self._next)
        return node

    @property
    def _next(self) -> Token:
        return self.left[-1]

    def _take(self) -> Token:
        self.before, self.last = self.last, self.left.pop()
        return self.last

    def _accept(self, symbol: str) -> bool:
        found = self._next.kind == SYMBOL and self._next.text == symbol
        if found:
            self._take()
        return found

    def _binding(self) -> int:
        return _BINDS.get(self._next.text, 0) if self._next.kind == SYMBOL else 0

    def _node(self, least: int) -> Node:
        """As much as binds more strongly than `least`."""
        self.depth += 1
        if self.depth > DEPTH:
            raise _wrong(
                self._next, f"more than {DEPTH} parts inside one another; split it by vars"
            )
        start = self._next.start
        node = self._first(least)
        while (binds := self._binding()) > least:
            node = self._continued(node, start, binds)
        self.depth -= 1
        return node

    def _continued(self, node: Node, start: int, binds: int) -> Node:
        if binds == _COMPARED:
            return self._comparison(node, start)
        symbol = self._take().text
        if binds == _CHOICE:
            return self._choice(node, start)
        right = self._node(_SIGN if symbol == "**" else binds)
        span = Span(start, self.last.end)
        if symbol in ("and", "or"):
            return Either(span, symbol, node, right)
        return Pair(span, symbol, node, right)

    def _comparison(self, node: Node, start: int) -> Node:
        symbols, values = [], [node]
        while self._binding() == _COMPARED:
            symbols.append(self._take().text)
            values.append(self._node(_COMPARED))
        return Comparison(Span(start, self.last.end), tuple(symbols), tuple(values))

    def _choice(self, yes: Node, start: int) -> Node:
        condition = self._node(_CHOICE)
        if not self._accept("else"):
            raise _wrong(self._next, '"if" has no "else"; write a if condition else b')
        no = self._node(0)
        return Choice(Span(start, self.last.end), yes, condition, no)

    def _first(self, least: int) -> Node:
        token = self._take()
        if token.kind == VALUE_:
            return Constant(token.value)
        if token.kind == NAME:
            return self._call(token) if self._accept("(") else self._name(token)
        if token.text in ("-", "+", "not"):
            return self._single(token, least)
        if token.text == "(":
            return self._group(token)
        raise self._missing(token)

    def _name(self, token: Token) -> Node:
        name = Name(token.text, token.start)
        self.names.append(name)
        return name

    def _single(self, token: Token, least: int) -> Node:
        if token.text == "not" and least > _NOT:
            raise _wrong(token, '"not" inside a comparison or sum needs parentheses; write (not a)')
        value = self._node(_NOT if token.text == "not" else _SIGN)
        return Single(Span(token.start, self.last.end), token.text, value)

    def _group(self, opening: Token) -> Node:
        node = self._node(0)
        self._close(opening)
        return node

    def _close(self, opening: Token) -> None:
        if self._accept(")"):
            return
        if self._next.kind == END:
            raise _wrong(opening, '"(" is not closed; add ")"')
        raise self._unexpected(self._next)

    def _call(self, token: Token) -> Node:
        if token.text not in FUNCTIONS:
            hint = nearest(token.text, FUNCTIONS) or f"; there are {', '.join(FUNCTIONS)}"
            sentence = f'unknown function "{token.text}" in expression{hint}'
            raise _wrong(token, sentence, UNKNOWN)
        opening = Token(SYMBOL, "(", self.last.start)
        values = self._values(opening)
        span = Span(token.start, self.last.end)
        _check_count(token.text, len(values), span)
        return Call(span, token.text, values)

    def _values(self, opening: Token) -> tuple[Node, ...]:
        if self._accept(")"):
            return ()
        values = [self._node(0)]
        while self._accept(","):
            values.append(self._node(0))
        self._close(opening)
        return tuple(values)

    def _missing(self, token: Token) -> ExpressionError:
        """A token that cannot begin a value; it has been taken."""
        if token.kind != END:
            return _wrong(token, f'a value is missing before "{token.text}"; add one')
        return _wrong(self.before, f'a value is missing after "{self.before.text}"; add one')

    def _unexpected(self, token: Token) -> ExpressionError:
        """A token with which no value goes on."""
        if token.text in forbidden.WORDS:
            return _wrong(token, forbidden.WORDS[token.text])
        if token.text in _NEVER_HERE:
            return _wrong(token, _NEVER_HERE[token.text])
        return _wrong(token, f'an operator is missing before "{token.text}"; add one')


def _check_count(name: str, count: int, span: Span) -> None:
    function = FUNCTIONS[name]
    if count < function.least or (function.most is not None and count > function.most):
        least = "at least " if function.most is None else ""
        values = "value" if function.least == 1 else "values"
        sentence = f"{name} takes {least}{function.least} {values}, not {count}"
        raise ExpressionError(SYNTAX, sentence, start=span.start, width=span.end - span.start)


def _wrong(token: Token, sentence: str, code: str = SYNTAX) -> ExpressionError:
    return ExpressionError(code, sentence, start=token.start, width=max(len(token.text), 1))
