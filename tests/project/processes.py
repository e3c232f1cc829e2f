"""Other processes, with this environment's scripts first on the path."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPTS = str(Path(sys.executable).parent)


def process(*command, folder=None, **environ):
    """A finished process; its stdout is a pipe, so nothing is a terminal."""
    path = os.pathsep.join([SCRIPTS, os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    return subprocess.run(
        command,
        cwd=folder,
        env={**kept, "PATH": path, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def python(*arguments, **more):
    """This Python with arguments."""
    return process(sys.executable, *arguments, **more)
