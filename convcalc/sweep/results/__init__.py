"""Results in files: parts that appear whole or not at all, then one file of all of them."""

from convcalc.sweep.results.parts import Parts, folder_of

__all__ = ["Parts", "folder_of"]
