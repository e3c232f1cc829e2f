"""The JSON Schema of reports: `convcalc/report@1`, for those who read them with programs.

Keys may be added within a version, so none is forbidden; those that are named are there, and what
they hold is as it is said.
"""

from __future__ import annotations

from collections.abc import Iterable

from convcalc.analysis.metrics import METRICS
from convcalc.network.budgets.settings import LEVELS
from convcalc.network.schema_parts import DRAFT, Schema, ref
from convcalc.report.network_record import SCHEMA, TOTALS
from convcalc.report.network_sheet import METRICS as OF_LAYERS

ID = "convcalc-report-1.schema.json"
STATUS = ("complete", "partial", "invalid", "gone")
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TEXT: Schema = {"type": "string"}
_AMOUNT: Schema = {"type": ["number", "null"]}
_SHAPE: Schema = {"type": "array", "items": _COUNT}


def report_schema() -> Schema:
    """What `net`, `verify`, `audit` and `diff` write with `-f json`."""
    assumptions = {
        "batch": {"type": "integer", "minimum": 1},
        "dtype": _TEXT,
        "flops_per_mac": {"const": 2},
        "convention": _TEXT,
    }
    summary = {"errors": _COUNT, "warnings": _COUNT, "exit_code": {"enum": [0, 1, 2]}}
    return {
        "$schema": DRAFT,
        "$id": ID,
        "title": "convcalc report",
        **_object(
            {
                "schema": {"const": SCHEMA},
                "convcalc": {"type": "string", "description": "the version that wrote it"},
                "assumptions": _object(assumptions),
                "networks": _list("network"),
                "summary": _object(summary),
            },
            {"checks": _list("check")},
        ),
        "$defs": {
            "network": _network(),
            "totals": _object({name: _total(name) for name in TOTALS}),
            "layer": _layer(),
            "check": _check(),
            "problem": _problem(),
            "source": _object({"line": _COUNT, "column": _COUNT}, {"file": _TEXT}),
        },
    }


def _object(required: dict[str, Schema], others: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(others or {})},
        "required": list(required),
    }


def _list(name: str) -> Schema:
    return {"type": "array", "items": ref(name)}


def _network() -> Schema:
    known = {"name": _TEXT, "file": _TEXT, "vars": {"type": "object"}, "status": _enum(STATUS)}
    others = {
        "totals": ref("totals"),
        "layers": _list("layer"),
        "errors": _list("problem"),
        **_uncounted(),
        "checks": _list("check"),
        "verified": {"type": "array", "items": _verified()},
        "base": {"anyOf": [{"type": "null"}, _object({"totals": ref("totals")}, _uncounted())]},
        "changes": {"type": "object"},
        "convention": _convention(),
    }
    numbers = {"properties": {"status": {"enum": ["complete", "partial"]}}}
    return _object(known, others) | {"if": numbers, "then": {"required": ["totals", "layers"]}}


def _convention() -> Schema:
    """Another convention's numbers, which are in the totals, beside ours."""
    known = {"metric": _TEXT, "value": _COUNT, "convcalc": _COUNT, "formula": _TEXT, "why": _TEXT}
    part = _object({"name": _TEXT, "amount": {"type": "integer"}, "why": _TEXT})
    one = _object(known, {"parts": {"type": "array", "items": part}})
    return _object({"name": _TEXT, "note": _TEXT, "differences": {"type": "array", "items": one}})


def _uncounted() -> dict[str, Schema]:
    """The operators that are not in the numbers of a partial network."""
    paths = {"type": "array", "items": _TEXT}
    one = _object({"op": _TEXT, "count": _COUNT, "paths": paths, "why": _TEXT})
    return {"uncounted": {"type": "array", "items": one}}


def _enum(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _total(metric: str) -> Schema:
    """A number, or one for each axis; a step may be a fraction, which is text."""
    said = METRICS[metric].definition
    if METRICS[metric].unit == "element" and metric != "activations":
        items = {"type": ["integer", "string"]}
        return {"description": said, "type": "array", "items": items}
    kind = "number" if metric == "intensity" else "integer"
    return {"description": said, "type": kind}


def _layer() -> Schema:
    numbers: dict[str, Schema] = dict.fromkeys(OF_LAYERS, _COUNT)
    known = {"path": _TEXT, "input": {"type": "array", "items": _SHAPE}, "output": _SHAPE}
    others = {"op": _TEXT, "arguments": {"type": "object"}, "source": ref("source"), "ops": _COUNT}
    return _object({**known, **numbers}, others)


def _check() -> Schema:
    known: dict[str, Schema] = {
        "rule": _TEXT,
        "level": _enum(LEVELS),
        "passed": {"type": "boolean"},
        "message": _TEXT,
    }
    numbers = ("value", "limit", "excess")
    others = {
        "metric": _TEXT,
        **dict.fromkeys((*numbers, "base"), _AMOUNT),
        "path": _TEXT,
        "details": {"type": "array", "items": _TEXT},
        "source": ref("source"),
    }
    return _object(known, others) | {"dependentRequired": {"metric": list(numbers)}}


def _problem() -> Schema:
    return _object({"code": _TEXT, "message": _TEXT}, {"path": _TEXT, "source": ref("source")})


def _verified() -> Schema:
    return _object({"path": _TEXT, "quantity": _TEXT, "ok": {"type": "boolean"}})
