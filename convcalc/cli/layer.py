"""The layer commands: one for each variant, made from the fields of its spec."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import Parameter, Signature, cleandoc
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from convcalc.cli import options
from convcalc.cli.answers import Asked, answer_all
from convcalc.cli.cases import cases
from convcalc.notation.paragraphs import flowing
from convcalc.ops.spec import SHORT_KEYS
from convcalc.variants import VARIANTS, Variant

# A question that only one variant can be asked.
_OWN: dict[str, tuple[str, Any, bool]] = {
    "conv_transpose": ("overlap", options.OverlapOption, False)
}
_FLAG_OF = {long: f"-{short}" for short, long in SHORT_KEYS.items() if len(short) == 1}


def command(name: str) -> Callable[..., int]:
    """The function of a layer command; Typer reads its signature."""
    variant = VARIANTS[name]

    def run(**flags: Any) -> int:  # noqa: ANN401 — the signature below has the types
        wanted = {key: flags.pop(key) for key in Asked.__dataclass_fields__ if key in flags}
        given = {key: _text(value) for key, value in flags.items() if value is not None}
        return answer_all([{"variant": name, **case} for case in cases(given)], Asked(**wanted))

    run.__doc__ = _help(variant)
    run.__signature__ = Signature(list(_parameters(variant)))  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parameters(variant: type[Variant]) -> Iterator[Parameter]:
    yield _parameter(
        "input",
        Annotated[str, typer.Argument(metavar="INPUT", help="Shape CxL, CxHxW or CxDxHxW.")],
    )
    fields = variant.model_fields
    if "out_channels" in fields:
        out = typer.Argument(metavar="OUT", help="Output channels.")
        yield _parameter("out_channels", Annotated[str, out])
    for name, field in fields.items():
        if name != "out_channels":
            yield _option(name, field)
    if variant.name in _OWN:
        yield _parameter(*_OWN[variant.name])
    yield from _shared()


def _shared() -> Iterator[Parameter]:
    yield _parameter("batch", options.BatchOption, "1")
    yield _parameter("dtype", options.DtypeOption, "fp32")
    yield _parameter("verify", options.VerifyOption, default=False)
    yield _parameter("explain", options.ExplainOption, default=False)
    yield _parameter("convention", options.ConventionOption, None)
    yield _parameter("memory", options.MemoryOption, "512MiB")
    yield _parameter("format", options.FormatOption, "table")


def _option(name: str, field: FieldInfo) -> Parameter:
    flag = f"--{name.replace('_', '-')}"
    described = _described(name, field)
    if field.annotation is bool:
        kind: Any = bool | None
        option = typer.Option(f"{flag}/--no-{flag[2:]}", help=described, show_default=False)
    else:
        kind = str | None
        flags = [word for word in (_FLAG_OF.get(name), flag) if word]
        option = typer.Option(*flags, help=described, show_default=False, metavar="VALUE")
    return _parameter(name, Annotated[kind, option], ... if field.is_required() else None)


def _described(name: str, field: FieldInfo) -> str:
    text = field.description or name
    default = "" if field.default is None or field.is_required() else _text(field.default)
    return f"{text[0].upper()}{text[1:]}{default and f'; {default} if not given'}."


def _parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:  # noqa: ANN401 — inspect's own
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _help(variant: type[Variant]) -> str:
    """What it is, examples, then the rest of what there is to say."""
    summary, *rest = cleandoc(variant.__doc__ or "").split("\n\n")
    flowed = ["\n".join(flowing(paragraph)) for paragraph in rest]
    return "\n\n".join([summary, "[bold]Examples[/bold]", *variant.examples, *flowed])
