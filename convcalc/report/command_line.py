"""A layer as it is typed in a shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convcalc.notation import show_tuple
from convcalc.ops.spec import SHORT_KEYS
from convcalc.report.headline import even, layer_name, padding
from convcalc.variants.layer import Layer

_FLAGS = {long: f"-{short}" for short, long in SHORT_KEYS.items() if len(short) == 1}
_POSITIONAL = "out_channels"


def typed(layer: Layer) -> str:
    """The command that gives this layer; what is the default is left out.

    >>> from convcalc.variants import Conv
    >>> typed(Layer(Conv(out_channels=8, kernel_size=(3, 5), stride=2, bias=False), (3, 9, 9)))
    'convcalc conv 3x9x9 8 -k 3x5 -s 2 --no-bias'
    """
    return " ".join(["convcalc", layer_name(layer.variant.name), *_words(layer)])


def _words(layer: Layer) -> Iterator[str]:
    fields, values = type(layer.variant).model_fields, layer.variant.fields()
    yield show_tuple(layer.input)
    if _POSITIONAL in values:
        yield str(values[_POSITIONAL])
    for name, value in values.items():
        if name != _POSITIONAL and _shown(value) != _shown(fields[name].default):
            yield from _option(name, value)
    if layer.batch > 1:
        yield f"--batch {layer.batch}"
    if layer.dtype != "fp32":
        yield f"--dtype {layer.dtype}"


def _option(name: str, value: object) -> tuple[str, ...]:
    flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
    if isinstance(value, bool):
        return (flag if value else f"--no-{flag[2:]}",)
    return flag, _shown(value)


def _shown(value: Any) -> str:  # noqa: ANN401 — any field of a spec
    """The value of a flag, one number where all axes agree."""
    if not isinstance(value, tuple):
        return str(value)
    if not isinstance(value[0], tuple):
        return even(value)
    return padding(value)
