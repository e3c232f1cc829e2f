"""The keys of specs: flags, YAML keys and columns of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.glossary.entry import Entry
from convcalc.ops.spec import SHORT_KEYS
from convcalc.variants import VARIANTS

_SHORT = {long: short for short, long in SHORT_KEYS.items()}
# What a value may look like, where a number is not all.
_FORMS = {
    "padding": """
        valid: none
        half: D·(K − 1)/2 on each side, which keeps the size of an odd kernel's input at stride 1
        same: as little as makes the output ⌈in/stride⌉ long, the odd zero after (TensorFlow)
        same_lower: the same, the odd zero before (ONNX)
        full: D·(K − 1) on each side, so that every overlap counts
        causal: D·(K − 1) before, none after; along one axis, that of time
        3: on each side; 1x2: one number an axis; 0+1: before and after, on every axis;
        1+2x0+1: an axis each""",
    "kernel_size": "3: the same along every axis; 3x5: one number an axis",
    "stride": "2: the same along every axis; 2x1: one number an axis",
    "dilation": "2: the same along every axis; 2x1: one number an axis",
}


def keys() -> Iterator[Entry]:
    """Every key, with the variants that take it and what it is unless given."""
    takers: dict[str, list[str]] = {}
    for variant, spec in VARIANTS.items():
        for name in spec.model_fields:
            takers.setdefault(name, []).append(variant)
    for name, variants in takers.items():
        yield _entry(name, variants)


def _entry(name: str, variants: list[str]) -> Entry:
    spec = VARIANTS[variants[0]]
    described = spec.model_fields[name].description or name
    lines = [line.strip() for line in _FORMS.get(name, "").strip().splitlines()]
    short = f"Short: {_SHORT[name]}" if name in _SHORT else ""
    text = "\n".join(line for line in (*lines, short, f"Taken by: {', '.join(variants)}") if line)
    return Entry("keys", name, f"{described[0].upper()}{described[1:]}.", text)
