"""The import rules of pyproject.toml hold, and each of them can fail."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from processes import python

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]

ROOMS = "Rooms import downwards"
FORMULAS = "Formulas import nothing of ours"
EXECUTOR = "The executor knows NumPy and errors"
VERIFY = "Only verify knows the executor"
NUMPY = "NumPy only where numbers are run"
TYPER = "Typer only in cli"
RICH = "Rich only in tables and progress bars"
MATPLOTLIB = "Matplotlib only in pictures of fronts"
DASK = "Dask only in its engine of sweeps"
YAML = "YAML only where kernels and networks are read"
FRAMEWORKS = "Frameworks nowhere, and no Click: Typer has its own"
# One import that breaks the rule: the rule, the file, and the import.
BREAKS = [
    (ROOMS, "errors.py", "import convcalc.notation"),
    (ROOMS, "ops/op.py", "import convcalc.graph"),
    (ROOMS, "graph.py", "import convcalc.analysis.cost"),
    (ROOMS, "analysis/cost.py", "import convcalc.variants"),
    (ROOMS, "variants/conv.py", "import convcalc.report.columns"),
    (ROOMS, "conventions/textbook.py", "import convcalc.verify.run"),
    (ROOMS, "network/expression/parse.py", "import convcalc.report.columns"),
    (ROOMS, "network/source/read.py", "import convcalc.kernel"),
    (ROOMS, "report/card.py", "import convcalc.cli.talk"),
    (ROOMS, "ops/conv.py", "def late():\n    from convcalc import Conv"),
    (FORMULAS, "formulas/axis.py", "import convcalc.errors"),
    (EXECUTOR, "executor/conv.py", "import convcalc.formulas.axis"),
    (EXECUTOR, "executor/pool.py", "import convcalc.notation"),
    (EXECUTOR, "executor/pool.py", "import pydantic"),
    (VERIFY, "cli/answers.py", "import convcalc.executor"),
    (VERIFY, "report/card.py", "from convcalc.executor import run"),
    (NUMPY, "ops/values.py", "import numpy as np"),
    (NUMPY, "network/expression/arrays.py", "def late():\n    import numpy as np"),
    (NUMPY, "verify/run.py", "import numpy as np"),
    (TYPER, "report/card.py", "import typer"),
    (RICH, "report/card.py", "from rich.console import Console"),
    (RICH, "cli/talk.py", "def late():\n    import rich"),
    (MATPLOTLIB, "report/sweep.py", "def late():\n    import matplotlib"),
    (DASK, "sweep/run.py", "import distributed"),
    (DASK, "sweep/engines/order.py", "def late():\n    import distributed"),
    (YAML, "kernel/separation.py", "import yaml"),
    (YAML, "network/source/read.py", "import yaml"),
    (FRAMEWORKS, "cli/main.py", "import click"),
    (FRAMEWORKS, "executor/conv.py", "import torch"),
    (FRAMEWORKS, "network/onnx/read.py", "def late():\n    import onnx"),
    (NUMPY, "network/onnx/constants.py", "import numpy as np"),
    (FRAMEWORKS, "sweep/engines/cluster.py", "import dask.array"),
]


def lint(folder):
    """What import-linter says of the package in a folder, and its exit code."""
    command = "from importlinter.cli import lint_imports_command as run; run()"
    found = python(
        *("-c", command, "--no-cache", "--config", str(ROOT / "pyproject.toml")),
        folder=folder,
        PYTHONPATH=str(folder),  # the copy, not the installed package
    )
    return found.returncode, found.stdout + found.stderr


@pytest.fixture
def copy(tmp_path):
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "convcalc", tmp_path / "convcalc", ignore=ignore)
    return tmp_path


def test_every_rule_holds():
    code, said = lint(ROOT)
    assert code == 0, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said


def test_every_rule_is_broken_below():
    assert {rule for rule, _, _ in BREAKS} == {contract["name"] for contract in CONTRACTS}


@pytest.mark.parametrize(
    ("rule", "file", "line"), BREAKS, ids=[f"{file}: {line}" for _, file, line in BREAKS]
)
def test_an_import_that_breaks_the_rule_is_found(copy, rule, file, line):
    module = copy / "convcalc" / file
    module.write_text(f"{module.read_text()}\n{line}\n")
    code, said = lint(copy)
    assert code == 1
    assert re.search(rf"^{re.escape(rule)} BROKEN", said, re.MULTILINE)


def test_a_new_room_must_be_given_its_place(copy):
    (copy / "convcalc" / "helpers.py").write_text("")
    code, said = lint(copy)
    assert code == 1
    assert "helpers" in said


def test_imports_by_string_stay_inside_their_room():
    """import-linter cannot see these; see docs/architecture.md."""
    by_string = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "convcalc").rglob("*.py")
        if re.search(r"\bimport_module\b|\b__import__\b", file.read_text())
    }
    assert by_string == {"convcalc/table.py", "convcalc/cli/app.py"}
    from_cli = re.findall(r"import_module\((.*?)\)", (ROOT / "convcalc/cli/app.py").read_text())
    assert from_cli
    assert all(place.lstrip('f"').startswith("convcalc.cli.") for place in from_cli)
