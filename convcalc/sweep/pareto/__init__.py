"""The front of results that are there already: files of rows, read in blocks."""

from convcalc.sweep.pareto.joining import Join
from convcalc.sweep.pareto.question import Flags
from convcalc.sweep.pareto.run import Found, front_of

__all__ = ["Flags", "Found", "Join", "front_of"]
