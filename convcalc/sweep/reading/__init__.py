"""Files of sweeps: every key known, every problem told at its place."""

from convcalc.sweep.reading.document import Changes, read_sweep

__all__ = ["Changes", "read_sweep"]
