"""Values that stand outside of a network, in place of those that its file has."""

from __future__ import annotations

from convcalc.errors import InputError
from convcalc.network import words
from convcalc.network.expression import ExpressionError, parse
from convcalc.network.values import TUPLE, whole


def setting(name: str, given: object) -> object:
    """The value of `--set name=value`: a number, an expression of numbers, a tuple or a word.

    >>> setting("w", "1.4"), setting("w", "32*2"), setting("k", "3x5"), setting("act", "relu6")
    (1.4, 64, '3x5', 'relu6')
    """
    try:
        return given_value(given)
    except ExpressionError as error:
        raise InputError(error.code, f"--set {name}={given}: {error.message}") from None


def given_value(given: object) -> object:
    """A value that stands outside of a network. Raises ExpressionError for what is none."""
    if not isinstance(given, str) or given in words.value_words() or TUPLE.fullmatch(given):
        return given
    return whole(parse(given).value({}))
