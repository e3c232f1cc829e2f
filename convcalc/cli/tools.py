"""`convcalc explain tools`: what each tool says of a network or a layer, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from convcalc.cli import talk
from convcalc.cli.output import emit
from convcalc.conventions import TOOLS
from convcalc.conventions.by_tool import count
from convcalc.errors import InputError
from convcalc.notation import show_tuple
from convcalc.report.tools import ToolsAnswer, write_tools
from convcalc.variants import VARIANTS

_HINT = "write explain tools resnet50, or explain tools conv 3x224x224 64 -k 7"


def explain_tools(words: Sequence[str], form: str) -> int:
    """Write what the tools say of a file, a network of the zoo, or a layer as it is typed."""
    if not words:
        raise InputError("CC100", f"explain tools: of what? {_HINT}")
    name, *rest = words
    layer = name.replace("-", "_") in VARIANTS
    answer = of_layer(name, rest) if layer else of_network(name, rest)
    emit(lambda out: write_tools(answer, form, out))
    return 0


def of_network(file: str, rest: Sequence[str]) -> ToolsAnswer:
    """A network, for one sample."""
    from convcalc.network import load  # noqa: PLC0415 — a layer needs no YAML
    from convcalc.network.uncounted import gathered  # noqa: PLC0415 — likewise

    if rest:
        raise InputError("CC100", f"explain tools {file}: unexpected {' '.join(rest)}; {_HINT}")
    network = load(file)
    for one in gathered(network.uncounted):
        talk.note(f"partial: {network.name}: {one}")
    cost = network.cost(batch=1, dtype="fp32")
    counts = [count(tool, cost, network.graph) for tool in TOOLS.values()]
    shapes = ", ".join(map(show_tuple, network.graph.inputs))
    return ToolsAnswer(network.name, shapes, cost.macs, counts)


def of_layer(name: str, words: Sequence[str]) -> ToolsAnswer:
    """A layer with the flags of its own command, for one sample."""
    from convcalc.report.headline import arguments, shapes  # noqa: PLC0415 — a network needs none
    from convcalc.variants.layer import Layer  # noqa: PLC0415 — likewise

    cost = Layer.read({"variant": name, **_flags(name, words), "batch": 1}).cost()
    counts = [count(tool, cost) for tool in TOOLS.values()]
    return ToolsAnswer(name, f"{shapes(cost)}   {arguments(cost.arguments)}", cost.macs, counts)


def _flags(name: str, words: Sequence[str]) -> dict[str, Any]:
    """The values that the layer's own command reads from these words."""
    import typer  # noqa: PLC0415 — as the module of its command is

    from convcalc.cli.answers import Asked  # noqa: PLC0415 — likewise
    from convcalc.cli.layer import command  # noqa: PLC0415 — likewise

    app = typer.Typer()
    app.command()(command(name.replace("-", "_")))
    given = typer.main.get_command(app).make_context(name, list(words)).params
    beside = {*Asked.__dataclass_fields__, "dtype"}
    return {
        key: _text(value) for key, value in given.items() if value is not None and key not in beside
    }


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
