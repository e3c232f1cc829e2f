"""The core schema of YAML 1.2: which plain scalars are numbers, booleans and null.

Source: YAML 1.2.2, section 10.3.2. (1.1, which PyYAML resolves by itself, reads `no` as false,
`3:3` as 183, `010` as 8, and `1e6` as a text.)
"""

from __future__ import annotations

import re

from convcalc.network.source.nodes import Value

DIGITS = 400  # of a number: beyond any product of a layer's sizes, and read in no time
_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)(?:[eE]\+?(?P<zeros>[0-9]+))?"
    r"|(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
    re.ASCII,
)
_FIRST = frozenset("+-.0123456789")


def core_value(text: str) -> Value:
    """The value of a plain scalar.

    A whole number with an exponent is an int, exactly: its point, not its size, makes a float.
    Raises ValueError for a number out of range.

    >>> [core_value(text) for text in ("0x1F", "010", "1e6", "1.0", "1_000", "no", "3:3", "~")]
    [31, 10, 1000000, 1.0, '1_000', 'no', '3:3', None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    found = _NUMBER.fullmatch(text)
    return _number(found) if found else text


def _number(found: re.Match[str]) -> int | float:
    text, whole, based = found.group(0, "whole", "based")
    zeros = found["zeros"] or "0"
    if len(text) > DIGITS or len(zeros) > len(str(DIGITS)) or int(zeros) > DIGITS:
        raise ValueError(f"a number may have {DIGITS} digits, and this one has more")
    if based:
        return int(based, 0)
    if whole:
        return int(whole + "0" * int(zeros))
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is larger than a floating-point number can be")
    return value
