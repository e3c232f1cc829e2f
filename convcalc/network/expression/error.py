"""What is wrong with an expression, and which characters of it are meant."""

from __future__ import annotations

UNKNOWN = "CC110"  # a name or function that nobody makes
SYNTAX = "CC111"  # cannot be read, or is not part of the language
VALUE = "CC112"  # cannot be computed


class ExpressionError(Exception):
    """An expression cannot be read or computed: `width` characters from `start` on are meant.

    >>> raise ExpressionError("CC112", "7 / 0 divides by zero", start=4, width=5)
    Traceback (most recent call last):
    convcalc.network.expression.error.ExpressionError: 7 / 0 divides by zero
    """

    def __init__(
        self, code: str, message: str, *, start: int = 0, width: int = 1, note: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.width = width
        self.note = note  # one more line: the names that are known


class RefusedError(Exception):
    """An operation cannot be done with these values; the expression adds where."""
