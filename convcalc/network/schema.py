"""The JSON Schema of network files, for editors: made from the same specs that read them."""

from __future__ import annotations

from convcalc.analysis.metrics import METRICS
from convcalc.network import words
from convcalc.network.budgets.schema import budget_parts, own_budget
from convcalc.network.schema_parts import DRAFT, OWN, Schema, mapping, ref
from convcalc.ops import OPS
from convcalc.ops.spec import Spec
from convcalc.variants import VARIANTS

ID = "convcalc-network-1.schema.json"


def network_schema() -> Schema:
    """What a network file may hold. Blocks bear any name, so an item may have any one key."""
    return {
        "$schema": DRAFT,
        "$id": ID,
        "title": "convcalc network",
        **mapping(_top(), required=("convcalc", "input", "layers")),
        "$defs": {
            "value": _VALUE,
            "applied": _APPLIED,
            "shape": _SHAPE,
            "layers": {"type": "array", "items": {"$ref": "#/$defs/layer"}},
            "layer": _layer(),
            "branches": _BRANCHES,
            "variables": {"type": "object", "additionalProperties": ref("value")},
            "figures": mapping({name: _number(name) for name in METRICS}),
            **budget_parts(),
            **{name: _arguments(name) for name in _called()},
        },
    }


_VALUE: Schema = {
    "description": "a number, an expression, a word, or a list of these",
    "type": ["number", "string", "boolean", "array"],
}
_SHAPE: Schema = {
    "description": "channels first: 3x224x224, or [3, size, size]",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["number", "string"]}}],
}
_APPLIED: Schema = {
    "description": "an operator, one with arguments, or none",
    "anyOf": [{"type": "string"}, {"type": "object", "minProperties": 1, "maxProperties": 1}],
}
_BRANCH: Schema = {
    "anyOf": [
        {"$ref": "#/$defs/layers"},
        {
            "type": "object",
            "properties": {
                "from": {"type": "string"},
                "if": {"$ref": "#/$defs/value"},
                "layers": {"$ref": "#/$defs/layers"},
                "train_only": {"type": "boolean"},
                "shared": {"type": "boolean"},
            },
            "patternProperties": OWN,
            "additionalProperties": False,
        },
    ]
}
_BRANCHES: Schema = {
    "description": "names of tensors, or branches by name",
    "anyOf": [
        {"type": "null"},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": _BRANCH},
    ],
}


def _top() -> dict[str, Schema]:
    preset = {
        "set": ref("variables"),
        "input": _inputs(),
        "expected": ref("figures"),
        "source": {"type": "string"},
    }
    block = {"vars": ref("variables"), "layers": ref("layers")}
    called = [name for name in _called() if name not in (*words.JOINS, words.SPLIT)]
    return {
        "convcalc": {"const": 1, "description": "the version of the format"},
        "name": {"type": "string"},
        "input": _inputs(),
        "vars": ref("variables"),
        "defaults": mapping({name: ref(name) for name in called}),
        "import": {"type": "array", "items": {"type": "string"}},
        "blocks": {"type": "object", "additionalProperties": mapping(block, ("layers",))},
        "layers": {**ref("layers"), "minItems": 1},
        "outputs": {"type": "array", "items": {"type": "string"}},
        "presets": {"type": "object", "additionalProperties": mapping(preset)},
        "expected": ref("figures"),
        "source": {"type": "string"},
        "budget": own_budget(),
    }


def _inputs() -> Schema:
    several = {"type": "object", "additionalProperties": ref("shape"), "minProperties": 1}
    return {"anyOf": [ref("shape"), several]}


def _called() -> dict[str, None]:
    return words.operators()


def _layer() -> Schema:
    beside: dict[str, Schema] = {
        "name": {"type": "string", "description": "what the layer is called in paths"},
        "repeat": ref("value"),
        "first": {"type": "object", "description": "other arguments for copy 0"},
        "each": {"type": "array", "items": {"type": "object"}, "minItems": 1},
        "if": ref("value"),
        "from": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "train_only": {"type": "boolean"},
    }
    # A block may bear the name of a variant, and has vars of its own.
    block: Schema = {"description": "a block of this file"}
    operators = {
        name: {"anyOf": [ref(name), block]} if name in VARIANTS and name not in OPS else ref(name)
        for name in _called()
    }
    return {
        "anyOf": [
            {"type": "string", "description": "an operator or a block without arguments"},
            {
                "type": "object",
                "minProperties": 1,
                "properties": {**beside, **operators},
                "additionalProperties": block,
            },
        ]
    }


def _arguments(name: str) -> Schema:
    """The arguments of one operator, under short and long keys."""
    if name in words.JOINS:
        return ref("branches")
    if name == words.SPLIT:
        names = {"type": "array", "items": {"type": "string"}, "minItems": 1}
        parts = mapping({"into": names, "sizes": ref("value")}, ("into",))
        return {"anyOf": [names, parts]}
    spec = OPS[name] if name in OPS else VARIANTS[name]
    described = (spec.__doc__ or name).splitlines()[0]
    return {
        "description": described,
        "anyOf": [{"type": "null"}, ref("value"), mapping(_properties(name, spec))],
    }


def _properties(name: str, spec: type[Spec]) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for key, field in spec.model_fields.items():
        described = {"description": field.description or key}
        for word in (key, *words.short_keys(spec, key)):
            kind: Schema = {"type": "string"} if words.is_text(spec, key) else ref("value")
            found[word] = {**kind, **described}
    for key in words.following(name):
        found[key] = ref("applied")
    return found | {key: {"type": "string"} for key in words.EXTRA.get(name, ())}


def _number(name: str) -> Schema:
    return {"type": ["integer", "string"], "description": METRICS[name].definition}
