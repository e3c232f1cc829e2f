"""One number grammar: `300M`, `4.1G`, `1e6`, `1_000`; sizes `14MiB` or `14MB`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

_NUMBER = re.compile(
    r"([+-]?(?:\d+(?:_\d+)*)(?:\.\d+(?:_\d+)*)?|[+-]?\.\d+)(?:[eE]([+-]?\d+))?",
    re.ASCII,
)
_DIGITS = 200
_LARGEST_POWER = 400
LARGEST: int = 10**_LARGEST_POWER  # the products of a layer's numbers can still be printed
_POWERS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_BYTES = {
    "B": 1,
    **{f"{prefix}B": power for prefix, power in _POWERS.items() if prefix},
    **{f"{prefix}iB": 1024**power for power, prefix in enumerate("KMGT", start=1)},
}
_MEANT = {
    "K": "k (= 1000)",
    "m": "M (= 1,000,000)",
    "g": "G",
    "t": "T",
    "KB": "kB (= 1000 B) or KiB (= 1024 B)",
    "Kb": "kB (= 1000 B) or KiB (= 1024 B)",
    "kb": "kB (= 1000 B) or KiB (= 1024 B)",
    "Mb": "MB (= 1000² B) or MiB (= 1024² B)",
    "mb": "MB (= 1000² B) or MiB (= 1024² B)",
    "Gb": "GB (= 1000³ B) or GiB (= 1024³ B)",
    "gb": "GB (= 1000³ B) or GiB (= 1024³ B)",
}


def number(text: str) -> Fraction:
    """The number that `text` says, exactly.

    Raises ValueError when it is none, or when its unit is a likely slip.

    >>> int(number("300M")), number("4.1G") == 4_100_000_000, int(number("1e6"))
    (300000000, True, 1000000)
    >>> number("2m")
    Traceback (most recent call last):
    ValueError: cannot read "2m": there is no unit "m"; write M (= 1,000,000)
    """
    return _scaled(text, _POWERS, "write it like 64, 1_000, 300M, 4.1G or 1e6")


def integer(text: str) -> int:
    """The whole number that `text` says.

    >>> integer("1_024"), integer("1.5k")
    (1024, 1500)
    >>> integer("1.5")
    Traceback (most recent call last):
    ValueError: "1.5" is not a whole number
    """
    value = number(text)
    if value.denominator != 1:
        raise ValueError(f'"{text}" is not a whole number')
    return value.numerator


def byte_size(text: str) -> int:
    """The number of bytes that `text` says. [B]

    >>> byte_size("14MiB"), byte_size("14MB"), byte_size("512")
    (14680064, 14000000, 512)
    >>> byte_size("14Mb")
    Traceback (most recent call last):
    ValueError: cannot read "14Mb": there is no unit "Mb"; write MB (= 1000² B) or MiB (= 1024² B)
    """
    return int(_scaled(text, {"": 1, **_BYTES}, "write it like 512MiB, 14MB or 4096"))


def number_pattern() -> str:
    """A regular expression of what `number` reads, for checks by others.

    >>> bool(re.search(number_pattern(), "4.1G")), bool(re.search(number_pattern(), "4.1GB"))
    (True, False)
    """
    return _pattern(_POWERS)


def byte_pattern() -> str:
    """A regular expression of what `byte_size` reads.

    >>> bool(re.search(byte_pattern(), "14MiB")), bool(re.search(byte_pattern(), "14M"))
    (True, False)
    """
    return _pattern(_BYTES)


def _pattern(units: Iterable[str]) -> str:
    return rf"^\s*(?:{_NUMBER.pattern})\s*(?:{'|'.join(filter(None, units))})?\s*$"


def _scaled(text: str, units: dict[str, int], advice: str) -> Fraction:
    word = text.strip()
    found = _NUMBER.match(word)
    if not found or len(word) > _DIGITS:
        shown = word if len(word) <= _DIGITS else f"{word[:20]}…"
        raise ValueError(f'cannot read "{shown}" as a number; {advice}')
    mantissa, exponent = found.groups()
    if abs(int(exponent or 0)) > _LARGEST_POWER:
        raise ValueError(f'"{word}" is out of range; use at most 1e{_LARGEST_POWER}')
    unit = word[found.end() :].strip()
    if unit not in units:
        known = ", ".join(name for name in units if name)
        raise ValueError(
            f'cannot read "{word}": there is no unit "{unit}"; write {_MEANT.get(unit, known)}'
        )
    return Fraction(mantissa.replace("_", "")) * Fraction(10) ** int(exponent or 0) * units[unit]
