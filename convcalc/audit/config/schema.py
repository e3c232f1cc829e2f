"""The JSON Schema of project files, for editors: made from the tables that read them."""

from __future__ import annotations

from convcalc.audit.config.read import KEYS, VERSION
from convcalc.audit.rules import known_rules
from convcalc.network.budgets.schema import assumed, budget_parts, entry_budget, levels
from convcalc.network.schema_parts import DRAFT, Schema, mapping

ID = "convcalc-config-1.schema.json"
_PATTERN: Schema = {"type": "string", "minLength": 1}


def config_schema() -> Schema:
    """What `convcalc.yaml` may hold; `[tool.convcalc]` is the same without the version."""
    known: dict[str, Schema] = {
        "convcalc": {"const": VERSION, "description": "the version of the format"},
        "networks": {
            "description": "files by globs, relative to this one, or names of the zoo",
            "anyOf": [_PATTERN, {"type": "array", "items": _PATTERN}],
        },
        "assume": assumed(),
        "budgets": {"type": "array", "items": entry_budget()},
        "rules": levels(known_rules()),
    }
    return {
        "$schema": DRAFT,
        "$id": ID,
        "title": "convcalc project",
        **mapping({key: known[key] for key in KEYS}, ("convcalc",)),
        "$defs": budget_parts(),
    }
