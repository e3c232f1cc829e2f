"""From a sweep's file or flags to its answer, with what is said beside it."""

from __future__ import annotations

from convcalc.cli import talk
from convcalc.cli.progress import progress
from convcalc.dtypes import bits_of
from convcalc.errors import InputError
from convcalc.network.kind import Kind, kind_of
from convcalc.network.source import read_file
from convcalc.network.zoo import meant
from convcalc.report.sweep import SweepAnswer
from convcalc.sweep.model import Sweep
from convcalc.sweep.reading import Changes, Line, read_sweep, sweep_of
from convcalc.sweep.run import front_rows, run


def asked(file: str, line: Line, changes: Changes) -> Sweep:
    """The sweep of a file, or of a network with flags.

    Raises InputError with all that is wrong.
    """
    bits_of(changes.dtype)  # before anything is computed
    source = None if meant(file) else read_file(file)
    if source is not None and kind_of(source) is not Kind.NETWORK:
        if line.given:
            sentence = "--space, --min and the like are for a network; a sweep's file says it all"
            raise InputError("CC100", sentence)
        return read_sweep(source, changes)
    if not line.space:
        raise InputError("CC100", f"{file} is a network; say --space VAR=VALUES, or write a sweep")
    return sweep_of(file, line, changes)


def swept(sweep: Sweep) -> SweepAnswer:
    """The answer of a sweep; a bar moves on a terminal while it runs."""
    if sweep.one_way and len(sweep.objectives) > 1:
        talk.note(
            f"warning: all objectives are there to {sweep.one_way}; they may agree in one point,"
            f" unless something is to be {'small' if sweep.one_way == 'maximize' else 'large'} too"
        )
    with progress(sweep.points, sweep.name) as advance:

        def told(points: int) -> None:
            if advance:
                advance("points", by=points)

        result = run(sweep, told)
    rows = front_rows(result)
    if not result.counts.left:
        talk.note("note: no point is left; the counts say why")
    return SweepAnswer(sweep, result.counts, rows)
