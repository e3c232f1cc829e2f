"""Budgets as JSON Schema: from the tables that read them."""

from __future__ import annotations

from collections.abc import Iterable

from convcalc.analysis.metrics import METRICS
from convcalc.dtypes import DTYPES
from convcalc.network.budgets.settings import ASSUMED, LEVELS
from convcalc.network.budgets.words import BOUNDS, ENTRY, GROWTH, OF_LAYERS, OWN, SINCE, WHOLE
from convcalc.network.schema_parts import Schema, mapping, or_nothing, ref
from convcalc.notation.numbers import byte_pattern, number_pattern


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


_SHARE = f"{number_pattern()[:-1]}%\\s*$"
_UNITS = {"number": number_pattern(), "bytes": byte_pattern()}
_NOT_NEGATIVE = r"^(?!\s*-[0-9_.]*[1-9])"
_SCALAR = ["string", "number", "boolean"]
_SAID = {
    "max": "may be this at most",
    "min": "must be this at least",
    "warn": "above this is a warning",
    "slack": "a note when the value is further below max than this share of it, such as 10%",
    "max_increase": "may grow by this at most, such as 2% or 100k",
    "ignore_below": "growth up to this is no matter",
}
_ASSUMED: dict[str, Schema] = {
    "batch": {
        "description": "samples at once",
        "anyOf": [{"type": "integer", "minimum": 1}, _text(number_pattern())],
    },
    "dtype": {"description": "such as fp32", "enum": list(DTYPES)},
}


def budget_parts() -> dict[str, Schema]:
    """What stands under `$defs`: the numbers of each unit, and the limits that are made of them."""
    parts = {"share": _text(_SHARE), **number_parts()}
    for unit, pattern in _UNITS.items():
        parts[f"{unit}_limits"] = _limits(unit, BOUNDS)
        parts[f"{unit}_growth"] = _growth(pattern)
    return parts


def number_parts() -> dict[str, Schema]:
    """Numbers and sizes, under `$defs`."""
    return {unit: _number(pattern) for unit, pattern in _UNITS.items()}


def bounded(metric: str, bounds: Iterable[str]) -> Schema:
    """What one metric may be, by some of the words for it."""
    return {"description": METRICS[metric].definition, **_limits(_unit(metric), bounds)}


def entry_budget() -> Schema:
    """An entry of `budgets`."""
    return mapping({**_words(ENTRY), **_limited(WHOLE)}, ("match",))


def own_budget() -> Schema:
    """What a network's file says for itself."""
    return or_nothing(mapping({**_words(OWN), **_limited(WHOLE)}))


def assumed() -> Schema:
    """What figures are computed for."""
    return or_nothing(mapping({word: _ASSUMED[word] for word in ASSUMED}))


def levels(codes: Iterable[str] = ()) -> Schema:
    """How much rules weigh: the rules that are known, or any where they are not."""
    weight = {"enum": list(LEVELS)}
    known = dict.fromkeys(codes, weight)
    any_rule = {"type": "object", "patternProperties": {"^(?!x-)": weight}}
    return or_nothing(mapping(known) if known else any_rule)


def _words(words: Iterable[str]) -> dict[str, Schema]:
    layers = mapping({"match": _glob("paths of layers"), **_limited(OF_LAYERS)}, ("match",))
    known: dict[str, Schema] = {
        "match": _glob("names of networks or paths of their files"),
        SINCE: or_nothing(mapping({name: ref(f"{_unit(name)}_growth") for name in WHOLE})),
        "layers": {"type": "array", "items": layers},
        "set": {"type": ["object", "null"], "additionalProperties": {"type": _SCALAR}},
        "assume": assumed(),
        "rules": levels(),
    }
    return {word: known[word] for word in words}


def _glob(what: str) -> Schema:
    return {"description": f"{what}, with * and ?", "type": _SCALAR, "minLength": 1}


def _limited(metrics: Iterable[str]) -> dict[str, Schema]:
    return {
        name: {"description": METRICS[name].definition, **ref(f"{_unit(name)}_limits")}
        for name in metrics
    }


def _unit(metric: str) -> str:
    return "bytes" if METRICS[metric].unit == "B" else "number"


def _number(pattern: str) -> Schema:
    return {"anyOf": [{"type": "number"}, _text(pattern)]}


def _limits(unit: str, words: Iterable[str]) -> Schema:
    numbers = {word: "share" if word == "slack" else unit for word in words}
    bounds = {word: ref(one) | {"description": _SAID[word]} for word, one in numbers.items()}
    several = mapping(bounds) | {"minProperties": 1, "dependentRequired": {"slack": ["max"]}}
    return {"description": "a number is its max", "anyOf": [ref(unit), several]}


def _growth(pattern: str) -> Schema:
    texts = [_text(f"{_NOT_NEGATIVE}{one[1:]}") for one in (pattern, _SHARE)]
    amount: Schema = {"anyOf": [{"type": "number", "minimum": 0}, *texts]}
    several = mapping(
        {word: amount | {"description": _SAID[word]} for word in GROWTH}, ("max_increase",)
    )
    return {"description": "an amount is its max_increase", "anyOf": [amount, several]}
