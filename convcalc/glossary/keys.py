"""The keys of specs: flags, YAML keys and columns of the same name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from convcalc.glossary.entry import Entry
from convcalc.ops import OPS
from convcalc.ops.spec import SHORT_KEYS, Spec
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
    """Every key, with the variants and operators that take it, and what it means for each."""
    takers: dict[str, dict[str, str]] = {}
    for table in (VARIANTS, OPS):
        for taker, spec in table.items():
            for name, described in _described(spec):
                takers.setdefault(name, {}).setdefault(taker, described)
    for name, found in takers.items():
        yield _entry(name, found)


def _described(spec: type[Spec]) -> Iterator[tuple[str, str]]:
    """The keys of a spec, under all their names but the short ones that many share."""
    for name, field in spec.model_fields.items():
        others = [word for word, long in spec.short_keys.items() if long == name]
        for key in (name, *[word for word in others if word not in SHORT_KEYS]):
            yield key, field.description or name


def _entry(name: str, takers: Mapping[str, str]) -> Entry:
    meanings: dict[str, list[str]] = {}
    for taker, described in takers.items():
        meanings.setdefault(described, []).append(taker)
    (first, taken), *more = meanings.items()
    lines = [line.strip() for line in _FORMS.get(name, "").strip().splitlines()]
    short = f"Short: {_SHORT[name]}" if name in _SHORT else ""
    other = [f"Of {', '.join(some)}: {described}" for described, some in more]
    text = "\n".join(
        line for line in (*lines, short, f"Taken by: {', '.join(taken)}", *other) if line
    )
    return Entry("keys", name, f"{first[0].upper()}{first[1:]}.", text)


def arguments_of(spec: type[Spec]) -> str:
    """A line for each argument: its key, short and long, what it means, and its default."""
    fields = spec.model_fields
    short = {long: word for word, long in spec.short_keys.items() if len(word) < len(long)}
    lines = []
    for name, field in fields.items():
        key = f"{short[name]}, {name}" if name in short else name
        told = field.is_required() or field.default in (None, ())
        default = "" if told else f"; {field.default}"
        lines.append(f"{key}: {field.description or name}{default}")
    return "\n".join(lines)
