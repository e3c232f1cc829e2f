"""The JSON Schema of sweep files, for editors: made from the tables that read them."""

from __future__ import annotations

from convcalc.analysis.metrics import METRICS
from convcalc.network.budgets.schema import bounded, number_parts
from convcalc.network.document import VERSION
from convcalc.network.schema import network_schema
from convcalc.network.schema_parts import DRAFT, Schema, mapping, or_nothing, ref
from convcalc.sweep.reading.axes import ENDS
from convcalc.sweep.reading.document import KEYS
from convcalc.sweep.results.formats import SUFFIXES

ID = "convcalc-sweep-1.schema.json"
_SCALAR: Schema = {"type": ["number", "string", "boolean"]}
_VALUE: Schema = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_COUNT: Schema = {"type": ["integer", "string"]}
_NUMBER: Schema = {"type": ["number", "string"]}
_OF_RANGE: dict[str, str] = {
    "from": "the first value",
    "to": "the last one, which is tried too",
    "step": "what is added from value to value",
    "times": "what each value is multiplied by",
}


def sweep_schema() -> Schema:
    """What a sweep file may hold; which names are vars, its network decides."""
    known: dict[str, Schema] = {
        "convcalc": {"const": VERSION, "description": "the version of the format"},
        "sweep": {"type": "string", "description": "what the sweep is called"},
        "network": {
            "description": "a file, a name of the zoo, or a network inline",
            "anyOf": [{"type": "string", "minLength": 1}, ref("network")],
        },
        "space": _axes("the values of each var; every combination is tried"),
        "zip": {
            "description": "vars whose values move together",
            "anyOf": [ref("axes"), {"type": "array", "items": ref("axes")}],
        },
        "where": _terms("conditions on vars, before any cost is computed"),
        "limits": or_nothing(mapping({name: bounded(name, ("max", "min")) for name in METRICS})),
        "minimize": _terms("metrics, or expressions of vars and metrics"),
        "maximize": _terms("likewise"),
        "sample": {
            "description": "all points, or some of them",
            "anyOf": [
                {"const": "all"},
                mapping({"random": _COUNT, "seed": _COUNT}, ("random",)),
            ],
        },
        "columns": _terms("what a result has of each point"),
        "out": {"type": "string", "pattern": _ending(), "description": "where results go"},
    }
    return {
        "$schema": DRAFT,
        "$id": ID,
        "title": "convcalc sweep",
        **mapping({key: known[key] for key in KEYS}, ("convcalc", "network")),
        "anyOf": [{"required": ["space"]}, {"required": ["zip"]}],
        "$defs": {**number_parts(), "axes": _axes("vars with their values"), "network": _inline()},
    }


def _inline() -> Schema:
    """A network that needs no version of its own; it keeps its `$id`, and so its `$defs`."""
    return network_schema() | {"required": ["input", "layers"]}


def _axes(said: str) -> Schema:
    row = mapping({end: _NUMBER | {"description": _OF_RANGE[end]} for end in ENDS}, ENDS[:2])
    values = [_SCALAR, {"type": "array", "items": _VALUE, "minItems": 1}, row]
    return {"type": "object", "description": said, "additionalProperties": {"anyOf": values}}


def _terms(said: str) -> Schema:
    return {"description": said, "anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}


def _ending() -> str:
    endings = "|".join(suffix.removeprefix(".") for suffix in SUFFIXES)
    return rf"\.({endings})$"
