"""What is installed: metadata, commands, types, and the files that tell of it."""

import re
import tomllib
from importlib.metadata import entry_points, requires, version
from pathlib import Path

from processes import python

import convcalc

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def names(requirements):
    return {re.match(r"[\w-]+", one).group() for one in requirements}


def test_there_is_one_version():
    assert version("convcalc") == convcalc.__version__
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE).group(1)
    assert newest == convcalc.__version__


def test_the_core_needs_five_libraries():
    core = [one for one in requires("convcalc") if "extra ==" not in one]
    assert names(core) == {"numpy", "pydantic", "pyyaml", "rich", "typer"}
    oracle = names(PROJECT["optional-dependencies"]["oracle"])
    assert oracle == {"onnx", "onnxruntime", "onnxscript", "torch"}


def test_types_and_licence_are_shipped():
    assert Path(convcalc.__file__).with_name("py.typed").exists()
    assert PROJECT["license"] == "MIT"
    assert "MIT License" in (ROOT / "LICENSE").read_text()


def test_both_ways_to_run_it_say_the_version():
    script = entry_points(group="console_scripts", name="convcalc")["convcalc"]
    assert script.value == "convcalc.cli:main"
    ways = (["-m", "convcalc"], ["-c", "from convcalc.cli import main; main()"])
    said = {python(*way, "--version").stdout for way in ways}
    assert said == {f"convcalc {convcalc.__version__}\n"}


def test_every_public_name_is_there_and_says_what_it_is():
    for name in convcalc.__all__:
        assert getattr(convcalc, name) is not None
        assert name == "__version__" or getattr(convcalc, name).__doc__
    assert sorted(convcalc.__all__) == convcalc.__all__


def test_pytorch_is_pinned_in_the_gate_only():
    pinned = re.compile(r"\btorch==")
    files = [*ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    files += ROOT.glob(".github/**/*.yml")
    assert not [file.name for file in files if pinned.search(file.read_text())]
    assert pinned.search((ROOT / ".ci" / "constraints.txt").read_text())
