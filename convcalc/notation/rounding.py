"""Numbers as people read them: three digits and a prefix; the exact number stands beside them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_DECIMAL = ("", "k", "M", "G", "T", "P", "E")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_DIGITS = 3
_ROUNDING = 0.001  # percent


def rounded(value: int) -> str:
    """A count in three digits. k M G T are powers of 1000.

    >>> rounded(9408), rounded(118013952), rounded(999_999), rounded(64), rounded(10**30)
    ('9.41 k', '118 M', '1.00 M', '64', '1.00e+30')
    """
    if abs(value) < 1000:  # noqa: PLR2004 — the first prefix
        return str(value)
    return _scaled(value, 1000, _DECIMAL)


def byte_text(value: int) -> str:
    """A size in three digits. KiB MiB GiB are powers of 1024.

    >>> byte_text(37632), byte_text(3211264), byte_text(12)
    ('36.8 KiB', '3.06 MiB', '12 B')
    """
    if value < 1024:  # noqa: PLR2004 — the first prefix
        return f"{value} B"
    return _scaled(value, 1024, _BINARY)


def _scaled(value: int, base: int, prefixes: tuple[str, ...]) -> str:
    for power, prefix in enumerate(prefixes):
        text = _three_digits(Fraction(value, base**power))
        if float(text) < base:
            return f"{text} {prefix}"
    return f"{Decimal(value):.2e}"  # beyond all floats too


def _three_digits(value: Fraction) -> str:
    whole = len(str(int(value)))
    text = f"{float(value):.{max(_DIGITS - whole, 0)}f}" if whole < 20 else str(int(value))  # noqa: PLR2004 — float's digits
    return text[:-1].rstrip(".") if len(text.replace(".", "")) > _DIGITS and "." in text else text


def percent(part: int, whole: int) -> str:
    """A share in percent, to one digit after the point.

    >>> percent(1799424, 118013952)
    '1.5 %'
    """
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f} %"


def times(value: Fraction) -> str:
    """A ratio in four digits.

    >>> times(Fraction(1, 4)), times(Fraction(1, 3)), times(Fraction(10**400, 3))
    ('0.25', '0.3333', '3.333e+399')
    """
    try:
        return f"{float(value):.4g}"
    except OverflowError:  # a float ends at 10³⁰⁸
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.4g}"


def json_number(value: Fraction) -> float:
    """The number for JSON, which has integers of any length where a float ends at 10³⁰⁸.

    >>> json_number(Fraction(1, 4)), json_number(Fraction(10**400)) == 10**400
    (0.25, True)
    """
    try:
        return float(value)
    except OverflowError:
        return round(value)


def plural(count: int, word: str) -> str:
    """A count with its word.

    >>> plural(1, "network"), plural(1200, "check")
    ('1 network', '1,200 checks')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def small_percent(share: float, digits: int) -> str:
    """A share in percent that may be no more than rounding.

    >>> small_percent(0.0123456, 3), small_percent(1.3e-7, 3), small_percent(0, 3)
    ('1.23 %', '< 0.001 %', '0 %')
    """
    return "< 0.001 %" if 0 < 100 * share < _ROUNDING else f"{100 * share:.{digits}g} %"
