"""What changed, as a record: `convcalc/report@1` with a base and changes for each network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from convcalc import __version__
from convcalc.analysis.cost import FLOPS_PER_MAC
from convcalc.audit.difference import Change, Difference, Figures, Layer, LayerChange, NetworkChange
from convcalc.audit.difference.side import Number, Value
from convcalc.audit.verdict import Verdict
from convcalc.notation.rounding import json_number
from convcalc.report.difference_rows import largest
from convcalc.report.network_answer import COMPLETE, INVALID, PARTIAL
from convcalc.report.network_record import SCHEMA, problem_record, uncounted_record
from convcalc.report.record import exact
from convcalc.report.verdict_record import verdict_record


@dataclass(frozen=True, slots=True)
class Told:
    """What changed, which limits were asked, and how much of it is shown."""

    found: Difference
    checks: Sequence[Sequence[Verdict]]  # of each network
    top: int | None = None
    exit_code: int = 0


def difference_record(told: Told) -> dict[str, Any]:
    """The whole report."""
    found = told.found
    errors = sum(len(network.problems) for network in found.networks)
    errors += sum(one.failed for checks in told.checks for one in checks)
    return {
        "schema": SCHEMA,
        "convcalc": __version__,
        "assumptions": {
            "batch": found.new.batch,
            "dtype": found.new.dtype,
            "flops_per_mac": FLOPS_PER_MAC,
            "convention": "convcalc",
        },
        "base": found.old.label,
        "head": found.new.label,
        "networks": list(network_records(told)),
        "summary": {"errors": errors, "warnings": 0, "exit_code": told.exit_code},
    }


def network_records(told: Told) -> Iterator[dict[str, Any]]:
    """Each network with what it was; of one that is gone only that."""
    for network, checks in zip(told.found.networks, told.checks, strict=True):
        record = _network(network, told.top)
        yield record | {"checks": [verdict_record(verdict) for verdict in checks]}


def _network(network: NetworkChange, top: int | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": network.figures.name,
        "file": network.figures.file,
        "vars": dict(network.figures.variables),
        "status": _status(network),
    }
    if network.problems:
        found["errors"] = [problem_record(problem) for problem in network.problems]
    if network.new and not network.new.problems:
        found |= _uncounted(network.new)
        found["totals"] = _totals(network.new)
        found["layers"] = [_layer(layer) for layer in network.new.layers]
    found["base"] = _base(network.old)
    if network.valid:
        shown, _ = largest(network.layers, top)
        found["changes"] = {
            "mark": network.mark,
            "totals": [_change(change) for change in network.totals],
            "layers": [_layer_change(layer) for layer in shown],
        }
    return found


def _status(network: NetworkChange) -> str:
    if not network.valid:
        return INVALID
    if not network.new:
        return "gone"
    return PARTIAL if network.new.uncounted else COMPLETE


def _base(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None or figures.problems:
        return None
    found = {"name": figures.name, "file": figures.file, "totals": _totals(figures)}
    return found | _uncounted(figures)


def _uncounted(figures: Figures) -> dict[str, Any]:
    """What its numbers do not hold, if there is any."""
    found = [uncounted_record(one) for one in figures.uncounted]
    return {"uncounted": found} if found else {}


def _totals(figures: Figures) -> dict[str, Any]:
    return {name: _plain(value) for name, value in figures.totals.items()}


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "path": layer.path,
        "op": layer.op,
        "input": layer.input,
        "output": layer.output,
        "arguments": layer.arguments,
        **layer.metrics,
    }


def _layer_change(change: LayerChange) -> dict[str, Any]:
    layer = change.layer
    found: dict[str, Any] = {"mark": change.mark, "path": layer.path}
    if change.was:
        found["was"] = change.was
    if layer.op:
        found["op"] = layer.op
    return found | {
        "output": layer.output,
        "metrics": [_change(one) for one in change.metrics],
        "facts": [{"name": one.name, "old": one.old, "new": one.new} for one in change.facts()],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "metric": change.metric,
        "old": _plain(change.old),
        "new": _plain(change.new),
        "change": _plain(change.difference),
        "percent": percent_number(change),
    }


def percent_number(change: Change) -> float | list[float] | None:
    """The percentage to six digits after the point; none where the old value is zero."""
    percent = change.percent
    if isinstance(percent, tuple):
        return [json_number(round(one, 6)) for one in percent]
    return None if percent is None else json_number(round(percent, 6))


def _plain(value: Value | None) -> object:
    if isinstance(value, tuple):
        return [_number(one) for one in value]
    return None if value is None else _number(value)


def _number(value: Number) -> object:
    return exact(value) if isinstance(value, Fraction) else value
