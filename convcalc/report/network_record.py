"""Networks as a record under the keys of the interface: `convcalc/report@1`."""

from __future__ import annotations

from typing import Any

from convcalc import __version__
from convcalc.analysis.cost import FLOPS_PER_MAC
from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.verdict import Level
from convcalc.errors import Place, Problem
from convcalc.network.uncounted import Gathered, gathered
from convcalc.report.groups import Group, Selection, selected
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.record import check_record, convention_record, exact, explained_record
from convcalc.report.verdict_record import source_record, verdict_record
from convcalc.report.whole import Report

SCHEMA = "convcalc/report@1"
TOTALS = (
    "params",
    "macs",
    "effective_macs",
    "flops",
    "weights_bytes",
    "activations",
    "peak_activation_bytes",
    "traffic_bytes",
    "intensity",
    "receptive_field",
    "receptive_field_smallest",
    "jump",
    "offset",
)


def report(found: Report) -> dict[str, Any]:
    """The whole report; `checks` at its top are of no one network."""
    return {
        "schema": SCHEMA,
        "convcalc": __version__,
        "assumptions": {
            "batch": found.table.batch,
            "dtype": found.table.dtype,
            "flops_per_mac": FLOPS_PER_MAC,
            "convention": found.table.convention,
        },
        "networks": [network_record(answer, found.table.selection) for answer in found.answers],
        "checks": [verdict_record(one) for one in found.beside],
        "summary": {
            "errors": len(found.findings(Level.ERROR)),
            "warnings": len(found.findings(Level.WARNING)),
            "exit_code": found.exit_code,
        },
    }


def network_record(answer: NetworkAnswer, wanted: Selection) -> dict[str, Any]:
    """One network, or what is wrong with it."""
    found: dict[str, Any] = {
        "name": answer.name,
        "file": answer.file,
        "vars": dict(answer.variables),
        "status": answer.status,
    }
    if answer.problems:
        found["errors"] = [problem_record(problem) for problem in answer.problems]
    if answer.uncounted:
        found["uncounted"] = [uncounted_record(one) for one in gathered(answer.uncounted)]
    if answer.cost:
        shown, _ = selected(answer.cost.ops, wanted)
        found["totals"] = totals_record(answer.cost)
        found["layers"] = [_layer(group) for group in shown]
    if answer.base:
        found["base"] = {"totals": totals_record(answer.base)}
    if answer.counted:
        found["convention"] = convention_record(answer.counted)
    if answer.verified is not None:
        found["verified"] = [check_record(check) for check in answer.verified]
    if answer.explained is not None:
        found["explained"] = [explained_record(line) for line in answer.explained]
    found["checks"] = [verdict_record(one) for one in answer.verdicts]
    return found


def uncounted_record(one: Gathered) -> dict[str, Any]:
    """An operator that is not in the numbers."""
    return {"op": one.op, "count": len(one.paths), "paths": list(one.paths), "why": one.why}


def totals_record(cost: NetworkCost) -> dict[str, Any]:
    """Every metric of the whole network."""
    numbers = {name: getattr(cost, name) for name in TOTALS}
    return numbers | {"jump": [exact(step) for step in cost.jump]}


def _layer(group: Group) -> dict[str, Any]:
    node = group.last
    first = group.ops[0].node
    found: dict[str, Any] = {"path": group.path}
    if group.alone:
        found |= {"op": node.op.name, "input": node.in_shapes, "output": node.output}
        found["arguments"] = node.op.fields()
    else:
        found |= {"input": first.in_shapes, "output": node.output, "ops": len(group.ops)}
    return found | group.metrics | _source(first.place)


def _source(place: Place | None) -> dict[str, Any]:
    return {"source": {"line": place.line, "column": place.column}} if place else {}


def problem_record(problem: Problem) -> dict[str, Any]:
    """What is wrong, and where."""
    found: dict[str, Any] = {"code": problem.code, "message": problem.message}
    if problem.path:
        found["path"] = problem.path
    return found | source_record(problem.place)
