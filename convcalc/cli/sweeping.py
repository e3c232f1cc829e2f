"""From a sweep's file or flags to its answer, with what is said beside it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from convcalc.cli import talk
from convcalc.cli.progress import progress
from convcalc.errors import InputError
from convcalc.network.source import stdin_text
from convcalc.report.sweep import SweepAnswer
from convcalc.sweep.engines import How, LostError
from convcalc.sweep.model import Sweep
from convcalc.sweep.reading import Changes, Line
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.results import folder_of
from convcalc.sweep.run import run
from convcalc.sweep.shown import front_rows


def recipe_of(file: str, line: Line, changes: Changes) -> Recipe:
    """What is asked; stdin is read here, since other processes cannot."""
    return Recipe(file, line, changes, stdin_text() if file == "-" else None)


def swept(recipe: Recipe, how: How) -> SweepAnswer:
    """The answer of a sweep; a bar moves on a terminal while it runs."""
    sweep = recipe.sweep()
    if sweep.out is None and (how.resume or how.overwrite):
        raise InputError("CC100", "--resume and --overwrite are about a file; say --out PATH too")
    _say_one_way(sweep)
    try:
        with progress(sweep.points, sweep.name) as advance:

            def told(points: int) -> None:
                if advance:
                    advance("points", by=points)

            result = run(recipe, how, told)
    except (KeyboardInterrupt, OSError, LostError):
        if sweep.out and folder_of(Path(sweep.out)).exists():
            talk.note(f"note: what is finished stays; go on with: {_resuming()}")
        raise
    if not result.counts.left:
        talk.note("note: no point is left; the counts say why")
    if sweep.out:
        talk.note(f"note: {result.counts.left:,} points are in {sweep.out}")
    return SweepAnswer(sweep, result.counts, front_rows(result))


def _say_one_way(sweep: Sweep) -> None:
    if sweep.one_way and len(sweep.objectives) > 1:
        other = "minimize" if sweep.one_way == "maximize" else "maximize"
        talk.note(
            f"warning: every objective is to {sweep.one_way}, and they may all pull one way;"
            f" {other} what they are paid for"
        )


def _resuming() -> str:
    words = [word for word in sys.argv[1:] if word not in ("--overwrite", "--resume")]
    return shlex.join(["convcalc", *words, "--resume"])
