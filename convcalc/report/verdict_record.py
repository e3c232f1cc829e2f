"""A verdict under the keys of the interface: one of the `checks` of a report."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from convcalc.audit.verdict import Number, Verdict
from convcalc.errors import Place
from convcalc.notation.rounding import json_number


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """What a rule says; what there is nothing to say of is left out, but for the numbers.

    >>> from convcalc.audit.verdict import Level
    >>> over = {"metric": "params", "value": 12, "limit": 10, "excess": 2, "message": "2 over"}
    >>> verdict_record(Verdict(rule="CC301", level=Level.ERROR, **over))["excess"]
    2
    """
    found: dict[str, Any] = {"rule": verdict.rule, "level": str(verdict.level)}
    found |= {"path": verdict.path} if verdict.path else {}
    found |= _numbers(verdict) if verdict.metric else {}
    found |= {"passed": verdict.passed, "message": verdict.message}
    found |= {"details": list(verdict.details)} if verdict.details else {}
    return found | source_record(verdict.place)


def _numbers(verdict: Verdict) -> dict[str, Any]:
    """Value, limit and excess always together; the base where there is one."""
    names = ("value", "limit", "excess", *(["base"] if verdict.base is not None else []))
    return {"metric": verdict.metric} | {
        name: number(found) if (found := getattr(verdict, name)) is not None else None
        for name in names
    }


def number(value: Number) -> int | float:
    """A whole number exactly; a fraction as the nearest float: `passed` compared it exactly.

    >>> number(2**70), number(Fraction(6, 2)), number(Fraction(1, 4))
    (1180591620717411303424, 3, 0.25)
    """
    value = Fraction(value)
    return value.numerator if value.denominator == 1 else json_number(value)


def source_record(place: Place | None) -> dict[str, Any]:
    """Where it stands, if it stands anywhere."""
    if place is None:
        return {}
    return {"source": {"file": place.file, "line": place.line, "column": place.column}}
