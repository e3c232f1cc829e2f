"""Results in files: parts that appear whole or not at all, then one file of all of them."""

from convcalc.sweep.results.parts import Parts

__all__ = ["Parts"]
