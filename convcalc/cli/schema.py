"""`convcalc schema`: JSON Schemas, for editors and for checks by others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer

from convcalc.audit.config.schema import config_schema
from convcalc.cli.output import emit
from convcalc.errors import InputError, nearest
from convcalc.network.schema import network_schema
from convcalc.report.schema import report_schema


def _sweep_schema() -> dict[str, Any]:
    from convcalc.sweep.reading.schema import sweep_schema  # noqa: PLC0415 — it loads NumPy

    return sweep_schema()


_KINDS: dict[str, Callable[[], dict[str, Any]]] = {
    "network": network_schema,
    "config": config_schema,
    "sweep": _sweep_schema,
    "report": report_schema,
}


def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=" ".join(_KINDS))],
) -> int:
    """Print the JSON Schema of a file: network, sweep, report, or config, which is convcalc.yaml.

    [bold]Examples[/bold]

    convcalc schema network > convcalc-network-1.schema.json

    convcalc schema config > convcalc-config-1.schema.json

    convcalc schema sweep > convcalc-sweep-1.schema.json

    Editors with a YAML language server complete and check a file that begins with

    # yaml-language-server: $schema=./convcalc-network-1.schema.json
    """
    if kind not in _KINDS:
        hint = nearest(kind, _KINDS) or f"; use {', '.join(_KINDS)}"
        raise InputError("CC107", f'kind "{kind}" is not known{hint}')
    text = json.dumps(_KINDS[kind](), indent=2, ensure_ascii=False) + "\n"
    emit(lambda out: out.write(text))
    return 0
