"""The Typer application. It holds only the command that is asked for, so that it starts at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Annotated

import typer

from convcalc import __version__
from convcalc.variants import VARIANTS

SETTINGS = {"help_option_names": ["-h", "--help"]}
LAYERS, NETWORKS, ABOUT = "Layers", "Networks", "About"


@dataclass(frozen=True, slots=True)
class Command:
    """A command's panel in the help, and where its function comes from."""

    panel: str
    load: Callable[[], Callable[..., int]]
    settings: dict[str, object]


def _function(module: str, name: str) -> Callable[..., int]:
    function: Callable[..., int] = getattr(import_module(f"convcalc.cli.{module}"), name)
    return function


def _layer(variant: str) -> Callable[..., int]:
    return import_module("convcalc.cli.layer").command(variant)  # type: ignore[no-any-return]


# The other commands: panel, `module:function` in this room, and settings of the parser.
_OTHERS: dict[str, tuple[str, str, dict[str, object]]] = {
    "compare": (LAYERS, "compare:compare", {}),
    "kernel": (LAYERS, "kernel:kernel", {"ignore_unknown_options": True}),
    "batch": (LAYERS, "batch:batch", {}),
    "net": (NETWORKS, "net:net", {}),
    "verify": (NETWORKS, "verify:verify", {}),
    "audit": (NETWORKS, "audit:audit", {}),
    "diff": (NETWORKS, "diff:diff", {}),
    "convert": (NETWORKS, "convert:convert", {}),
    "sweep": (NETWORKS, "sweep:sweep", {}),
    "pareto": (NETWORKS, "pareto:pareto", {}),
    "solve": (NETWORKS, "solve:solve", {}),
    "init": (ABOUT, "init:init", {}),
    "schema": (ABOUT, "schema:schema", {}),
    "explain": (ABOUT, "about:explain", {"ignore_unknown_options": True}),
    "list": (ABOUT, "about:list_words", {}),
}


def _commands() -> dict[str, Command]:
    layers = {
        name.replace("_", "-"): Command(LAYERS, partial(_layer, name), {}) for name in VARIANTS
    }
    others = {
        name: Command(panel, partial(_function, *place.split(":")), settings)
        for name, (panel, place, settings) in _OTHERS.items()
    }
    return layers | others


COMMANDS = _commands()


def build(arguments: list[str]) -> typer.Typer:
    """An application with the commands that these arguments may need."""
    app = typer.Typer(
        name="convcalc",
        context_settings=SETTINGS,
        rich_markup_mode="rich",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    for name in _needed(arguments):
        command = COMMANDS[name]
        app.command(
            name,
            rich_help_panel=command.panel,
            context_settings={**SETTINGS, **command.settings},
        )(command.load())
    return app


def _needed(arguments: list[str]) -> list[str]:
    """The command named first; all of them for help, for a slip, and for shell completion."""
    named = next((word for word in arguments if not word.startswith("-")), "")
    if named in COMMANDS and "_CONVCALC_COMPLETE" not in os.environ:
        return [named]
    return list(COMMANDS)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"convcalc {__version__}")
        raise typer.Exit


def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print it.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No notes on stderr.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Tracebacks for bugs.")] = False,
) -> None:
    """What a convolution costs, exactly, and proved by running it.

    [bold]Examples[/bold]

    convcalc conv 3x224x224 64 -k 7 -s 2 -p 3 --verify

    convcalc conv 64x56x56 64,128,256 -k 1,3,5 -p half

    convcalc compare 240x28x28 240 -g 3 --no-bias

    convcalc net resnet50 --depth 2 --top 5

    convcalc audit --base origin/main

    convcalc sweep mobilenet_v2 --space width=0.25..2:0.25 --min macs --max params

    convcalc batch layers.jsonl > costs.jsonl

    convcalc explain effective_macs
    """
