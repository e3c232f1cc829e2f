"""The program run in this process: its exit code, stdout and stderr."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

from convcalc.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def convcalc(*words):
    """`convcalc` with these arguments; nothing is a terminal."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["convcalc", *map(str, words)]
    with mock.patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            return Ran(left.code or 0, out.getvalue(), err.getvalue())
    raise AssertionError("main leaves with an exit code")
