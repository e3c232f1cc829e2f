"""What the interpreter really loads: an answer may not wait for libraries that it does not need."""

import re
from pathlib import Path

import pytest
from processes import python

HEAVY = ("numpy", "yaml", "rich")
ONE_LINER = "conv 3x224x224 64 -k 7 -s 2 -p 3 --no-bias"
MODEL = Path(__file__).parents[1] / "data" / "resnet18.onnx"
# What reads a network that is written as text.
LANGUAGE = {
    f"convcalc.network.{name}"
    for name in ("source", "expression", "values", "words", "document", "expand", "opening")
}


def modules(*arguments, code=0):
    """The modules that a Python process with these arguments loads."""
    ran = python("-X", "importtime", *arguments)
    assert ran.returncode == code
    return set(re.findall(r"^import time:.*\| +(\S+)$", ran.stderr, re.MULTILINE))


def loaded(*arguments, code=0):
    """The libraries among them."""
    return {name for name in modules(*arguments, code=code) if "." not in name}


def of_command(line, code=0):
    return loaded("-m", "convcalc", *line.split(), code=code)


def test_importing_the_package_loads_nothing_else():
    libraries = loaded("-c", "import convcalc")
    assert "convcalc" in libraries
    assert not libraries.intersection((*HEAVY, "pydantic", "typer", "click"))


@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl", "csv", "markdown"])
def test_a_piped_layer_loads_no_heavy_library(form):
    libraries = of_command(f"{ONE_LINER} -f {form}")
    assert "pydantic" in libraries  # else nothing would be seen at all
    assert not libraries.intersection(HEAVY)


@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl", "csv", "markdown"])
def test_a_piped_network_loads_what_reads_it_alone(form):
    libraries = of_command(f"net lenet5 -f {form}")
    assert "yaml" in libraries
    assert not libraries.intersection({"numpy", "rich"})


@pytest.mark.parametrize("beside", ["", "--input 3x224x224 -f json"])
def test_a_model_loads_nothing_that_reads_text(beside):
    found = modules("-m", "convcalc", "net", str(MODEL), *beside.split())
    assert "convcalc.network.onnx" in found
    assert not found.intersection({*HEAVY, *LANGUAGE})


def test_a_text_loads_all_that_reads_it_and_nothing_of_models():
    found = modules("-m", "convcalc", "net", "lenet5")
    assert found >= LANGUAGE
    assert "convcalc.network.onnx" not in found


def test_an_error_loads_no_heavy_library():
    assert not of_command("conv 3x9x9 4 -k 0", code=2).intersection(HEAVY)


@pytest.mark.parametrize(
    ("library", "line"),
    [
        ("numpy", "conv 2x5x3 4 -k 3 --verify"),
        ("rich", "conv --help"),
    ],
)
def test_what_needs_a_heavy_library_is_seen_to_load_it(library, line):
    assert library in of_command(line)
