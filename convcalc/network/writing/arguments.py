"""An operator as a network file writes it: short keys, and nothing that goes without saying."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convcalc.network import words
from convcalc.notation import show_tuple
from convcalc.ops.op import Op
from convcalc.ops.pool import Pool

_FIRST = (
    "out_channels",
    "out_features",
    "kernel_size",
    "stride",
    "padding",
    "output_padding",
    "dilation",
    "groups",
)  # as everybody writes them; the others follow
_SHAPE = "shape"
_DIGITS = 7  # of a number that was stored in 32 bits


def written(spec: Op, followers: tuple[str, ...] = (), *, normed: bool = False) -> str:
    """The operator with its arguments; `followers` are `norm:` and `act:`, as they are written.

    >>> from convcalc.ops import Conv, Linear, MaxPool
    >>> written(Conv(out_channels=64, kernel_size=(7, 7), stride=2, padding=((3, 3), (3, 3))))
    'conv: {out: 64, k: 7, s: 2, p: 3}'
    >>> written(Linear(out_features=10)), written(MaxPool(kernel_size=2, stride=(2, 2)))
    ('linear: 10', 'maxpool: 2')
    """
    found = dict(_arguments(spec, normed=normed))
    alone = words.shorthand(type(spec))
    if len(found) == 1 and not followers and alone in found and _stands_alone(spec, alone):
        return f"{spec.name}: {found[alone]}"
    pairs = [f"{_short(spec, key)}: {text}" for key, text in found.items()]
    inside = ", ".join([*pairs, *followers])
    return f"{spec.name}: {{{inside}}}" if inside else spec.name


def follower(key: str, spec: Op) -> str:
    """`norm: bn`, `norm: {gn: {groups: 32}}`.

    >>> from convcalc.ops import BatchNorm, GroupNorm
    >>> follower("norm", BatchNorm()), follower("norm", GroupNorm(groups=32))
    ('norm: bn', 'norm: {gn: {groups: 32}}')
    """
    found = ", ".join([f"{name}: {text}" for name, text in _arguments(spec)])
    return f"{key}: {{{spec.name}: {{{found}}}}}" if found else f"{key}: {spec.name}"


def _stands_alone(spec: Op, key: str) -> bool:
    return type(spec).model_fields[key].is_required()


def _short(spec: Op, key: str) -> str:
    return min([key, *words.short_keys(type(spec), key)], key=len)


def _arguments(spec: Op, *, normed: bool = False) -> Iterator[tuple[str, str]]:
    """What is not the default, in the order in which people write it."""
    fields = type(spec).model_fields
    values = spec.fields()
    for key in sorted(fields, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST)):
        value = _single(values[key]) if words.is_one_for_all(type(spec), key) else values[key]
        default = fields[key].default
        if key == "bias" and normed:
            default = False  # `bias: auto`
        elif key == "stride" and isinstance(spec, Pool):
            default = _single(values["kernel_size"])
        if value is not None and (fields[key].is_required() or value != default):
            yield key, _shape(value) if key == _SHAPE else _text(value)


def _single(value: object) -> object:
    """One value for all axes, where they have the same."""
    if isinstance(value, tuple | list) and value:
        parts = [_single(one) for one in value]
        if all(one == parts[0] for one in parts) and not isinstance(parts[0], tuple | list):
            return parts[0]
    return value


def _shape(sizes: Any) -> str:  # noqa: ANN401 — the values of a spec are of any type
    """As that of an input; what is left is a number that no such text has."""
    return _text(list(sizes)) if min(sizes) < 1 else show_tuple(sizes)


def _text(value: object) -> str:
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], int):
        return _text(value[0])
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)
