"""Comma lists and ranges: every combination is a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from convcalc.errors import InputError
from convcalc.notation import choices


def cases(flags: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Each combination of the listed values, the last flag varying fastest.

    >>> [case["k"] + case["p"] for case in cases({"k": "1,3", "p": "half"})]
    ['1half', '3half']
    """
    lists = {name: _listed(name, text) for name, text in flags.items()}
    for values in product(*lists.values()):
        yield dict(zip(lists, values, strict=True))


def _listed(name: str, text: str) -> list[str]:
    try:
        return choices(text)
    except ValueError as error:
        raise InputError("CC105", f"{name}: {error}") from None
