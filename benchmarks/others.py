"""Environments of other tools, so that theirs and ours do not meet."""

import subprocess
import venv


def python_with(folder, *packages):
    """The Python of the virtual environment in a folder, which is made if it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    return str(python)
