"""The command line: thin, and known to nobody."""

from convcalc.cli.main import main

__all__ = ["main"]
