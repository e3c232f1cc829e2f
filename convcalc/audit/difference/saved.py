"""A side from a report in JSON that was saved before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from convcalc.analysis.metrics import METRICS
from convcalc.audit.difference.computed import LAYER_METRICS
from convcalc.audit.difference.side import Figures, Layer, Number, Side, Value
from convcalc.errors import InputError, Problem
from convcalc.network.uncounted import Gathered

SCHEMA = "convcalc/report@1"
_OURS = "convcalc"  # the convention of a report
_AGAIN = "save one with convcalc net FILE -f json"


class _Layer(BaseModel, extra="allow"):
    path: str
    op: str = ""
    input: tuple[tuple[int, ...], ...]
    output: tuple[int, ...]
    arguments: dict[str, Any] = {}

    def layer(self) -> Layer:
        numbers = self.model_extra or {}
        metrics = {name: int(numbers[name]) for name in LAYER_METRICS if name in numbers}
        return Layer(self.path, self.op, self.arguments, self.input, self.output, metrics)


class _Error(BaseModel):
    code: str
    message: str


class _Uncounted(BaseModel):
    op: str
    why: str
    paths: tuple[str, ...]


class _Network(BaseModel):
    name: str
    file: str
    vars: dict[str, Any] = {}
    totals: dict[str, Any] = {}
    layers: tuple[_Layer, ...] = ()
    errors: tuple[_Error, ...] = ()
    uncounted: tuple[_Uncounted, ...] = ()

    def figures(self, path: str) -> Figures:
        before = f"{path}: {self.name} was not valid when it was saved: "
        return Figures(
            name=self.name,
            file=self.file,
            totals={name: _value(self.totals[name]) for name in METRICS if name in self.totals},
            layers=tuple([layer.layer() for layer in self.layers]),
            variables=self.vars,
            problems=tuple(
                [Problem(error.code, f"{before}{error.message}") for error in self.errors]
            ),
            uncounted=tuple([Gathered(one.op, one.why, one.paths) for one in self.uncounted]),
        )


class _Assumptions(BaseModel):
    batch: int
    dtype: str
    convention: str = _OURS


class _Report(BaseModel):
    assumptions: _Assumptions
    networks: tuple[_Network, ...]


def holds_report(path: str) -> bool:
    """Whether a file is meant as a report: by its name, or by how it begins.

    A network in YAML may begin with a brace too, but not with a name in double quotes and ours.
    """
    if path.endswith(".json"):
        return True
    file = Path(path)
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        start = stream.read(100)
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"schema"' in start


def saved(path: str) -> Side:
    """The side that a report tells.

    Raises InputError: CC101 for a file that cannot be read, CC106 for what is no JSON, CC119 for
    another record or another version of it, and for one without its operators.
    """
    found = _read(path)
    schema = found.get("schema") if isinstance(found, Mapping) else None
    if schema != SCHEMA:
        said = f"its schema is {schema!r}, not {SCHEMA}" if schema else f"it is no {SCHEMA}"
        _refuse(path, said)
    try:
        report = _Report.model_validate(found)
        networks = tuple([network.figures(path) for network in report.networks])
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        _refuse(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    except (TypeError, ValueError, ArithmeticError) as error:
        _refuse(path, str(error))
    if report.assumptions.convention != _OURS:
        _refuse(path, f"it counts as {report.assumptions.convention} does")
    for network in networks:
        _check(path, network)
    return Side(path, networks, report.assumptions.batch, report.assumptions.dtype)


def _read(path: str) -> object:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError("CC101", f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise InputError("CC101", f"{path}: byte {error.start + 1} is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise InputError("CC106", f"{path}: {error}; {_AGAIN}") from None


def _check(path: str, network: Figures) -> None:
    """A network has its totals, and each operator by itself with all its metrics."""
    if network.problems:
        return
    if not network.totals:
        _refuse(path, f"{network.name} has no totals")
    for layer in network.layers:
        if not layer.op:
            _refuse(path, f"{network.name}: {layer.path} is several operators (--depth)")
        missing = [name for name in LAYER_METRICS if name not in layer.metrics]
        if missing:
            _refuse(path, f"{network.name}: {layer.path} has no {missing[0]}")


def _value(found: object) -> Value:
    """A number; a fraction is text; of several axes a list."""
    return tuple([_number(one) for one in found]) if isinstance(found, list) else _number(found)


def _number(found: object) -> Number:
    if isinstance(found, str):
        return Fraction(found)
    if not isinstance(found, int | float) or isinstance(found, bool):
        raise TypeError(f"{found!r} is no number")
    return found


def _refuse(path: str, said: str) -> NoReturn:
    raise InputError("CC119", f"{path}: {said}; {_AGAIN}")
