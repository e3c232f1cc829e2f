"""A rule is data: a single layer raises the first that fails, a sweep joins them to a mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from convcalc.errors import InputError


class Rule(NamedTuple):
    """A condition and the sentence to say where it does not hold."""

    code: str
    holds: bool
    says: Callable[[], str]


def require(rule: Rule) -> None:
    """Raise InputError unless the rule holds."""
    if not rule.holds:
        raise InputError(rule.code, rule.says)
