"""Files of sweeps, and sweeps by flags: every key known, every problem told at its place."""

from convcalc.sweep.reading.document import Changes, read_sweep
from convcalc.sweep.reading.line import Line, sweep_of

__all__ = ["Changes", "Line", "read_sweep", "sweep_of"]
