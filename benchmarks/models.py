"""The whole process of a ResNet-50 in ONNX, beside that of onnx-tool on the same file.

    python benchmarks/models.py --others .venv-onnx-tool

The folder is a virtual environment with onnx-tool; it is made where there is none. The file has
random weights, 102 MB; beside it stands one without any.
"""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from onnx_files import written
from others import python_with
from startup import HELLO
from timing import environment, medians, process, verdict

ROOT = Path(__file__).parents[1]
OTHERS = ("onnx-tool==1.0.1",)  # the version that docs/counting.md takes apart
NAME = "resnet50"
# As its own documentation asks for a profile.
PROFILE = "import sys, onnx_tool\nonnx_tool.model_profile(sys.argv[1])\n"
# Runs a command, and says the most bytes that it ever held.
PEAK = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
TIMES, MEMORY = 1.5, 2  # at least, to onnx-tool
WEIGHTLESS, TO_HELLO = 0.3, 2  # at most: seconds, and to a hello world
OURS, THEIRS, LIGHT, TYPER = (
    "convcalc net, 102 MB",
    "onnx-tool, 102 MB",
    "convcalc net, no weights",
    "typer hello world",
)


def main():
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--others", type=Path, default=ROOT / ".venv-onnx-tool")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    python = python_with(options.others, *OTHERS)
    with TemporaryDirectory() as name:
        folder = Path(name)
        commands = asked(folder, python)
        found = medians(
            {name: process(command) for name, command in commands.items()}, rounds=options.rounds
        )
        held = {name: peak(commands[name]) for name in (OURS, THEIRS, LIGHT)}
    for name, seconds in found.items():
        memory = f"{held[name]:8.0f} MiB" if name in held else ""
        print(f"{name:26}{1e3 * seconds:8.0f} ms{memory}")
    print(verdict("onnx-tool / convcalc net, time", found[THEIRS] / found[OURS], TIMES, most=False))
    print(verdict("the same, memory", held[THEIRS] / held[OURS], MEMORY, most=False))
    print(verdict("no weights, s", found[LIGHT], WEIGHTLESS, most=True))
    print(verdict("no weights / hello world", found[LIGHT] / found[TYPER], TO_HELLO, most=True))


def asked(folder, python):
    """What is run; the files and scripts for it are in the folder."""
    whole = written(NAME, folder / "resnet50.onnx", weights=True)
    light = written(NAME, folder / "light.onnx", weights=False)
    hello, profile = folder / "hello.py", folder / "profile.py"
    hello.write_text(HELLO)
    profile.write_text(PROFILE)
    net = [str(Path(sys.executable).parent / "convcalc"), "net"]
    return {
        TYPER: [sys.executable, str(hello), "hello", "you"],
        LIGHT: [*net, str(light)],
        OURS: [*net, str(whole)],
        THEIRS: [python, str(profile), str(whole)],
    }


def peak(command):
    """The most memory that the process of a command held. [MiB]"""
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, *command],
        stdout=subprocess.PIPE,
        env=environment(),
        check=True,
    )
    return int(ran.stdout) / 1024


if __name__ == "__main__":
    main()
