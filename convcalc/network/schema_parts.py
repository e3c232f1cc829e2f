"""The parts that JSON Schemas of files are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
OWN: Schema = {"^x-": {}}  # keys that are the user's own


def ref(name: str) -> Schema:
    """What `$defs` has under a name."""
    return {"$ref": f"#/$defs/{name}"}


def mapping(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A mapping with these keys, and no others but the user's own."""
    found: Schema = {
        "type": "object",
        "properties": dict(properties),
        "patternProperties": OWN,
        "additionalProperties": False,
    }
    needed = list(required)
    return found | ({"required": needed} if needed else {})


def or_nothing(one: Schema) -> Schema:
    """A mapping that may be left empty."""
    return one | {"type": [one["type"], "null"]}
