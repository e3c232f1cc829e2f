"""What the documents print is what the program prints."""

import doctest
import json
import os
import re

import pytest
from commandline import convcalc
from documents import DOCUMENTS, ROOT, blocks, commands
from processes import process

from convcalc.audit.config.read import read_config
from convcalc.cli.app import COMMANDS
from convcalc.network.source import read_text

README = ROOT / "README.md"
CONSOLE = [block for file in DOCUMENTS for block in blocks(file, "console")]
YAML = [block for file in DOCUMENTS for block in blocks(file, "yaml")]
OURS = [block for block in YAML if block.text.startswith("convcalc: 1")]
NETWORKS = [block for block in OURS if "\nlayers:" in block.text]
SWEEPS = [block for block in OURS if "\nsweep:" in block.text]
PROJECTS = [block for block in OURS if block not in [*NETWORKS, *SWEEPS]]
PYTHON = [block for file in DOCUMENTS for block in blocks(file, "python")]
_SHELL = re.compile(r"[|<>;&$*'\"\\]")


def run(command):
    """Exit code and what a terminal shows: stdout, then stderr."""
    if command.startswith("convcalc ") and not _SHELL.search(command):
        ran = convcalc(*command.split()[1:])
        return ran.code, ran.out + ran.err
    ran = process("bash", "-c", command, folder=ROOT)
    return ran.returncode, ran.stdout + ran.stderr


def session(block):
    """The block as it should be: each command, and what it prints now."""
    code, lines = 0, []
    for command, _ in commands(block):
        code, shown = (0, f"{code}\n") if command == "echo $?" else run(command)
        lines.append(f"$ {command}\n{shown}")
    return "".join(lines)


@pytest.mark.parametrize("block", CONSOLE, ids=str)
def test_a_console_block_shows_what_is_printed(block):
    found = session(block)
    if "CONVCALC_WRITE_DOCS" in os.environ:
        rewrite(block, found)
    assert found == block.text


def rewrite(block, found):
    text = block.file.read_text(encoding="utf-8")
    old, new = (f"```console\n{inside}```\n" for inside in (block.text, found))
    block.file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("block", PYTHON, ids=str)
def test_a_python_block_does_what_it_says(block):
    test = doctest.DocTestParser().get_doctest(block.text, {}, str(block), block.file.name, 0)
    assert test.examples
    said = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert said == []


def test_a_json_block_is_what_the_command_in_its_first_line_writes():
    """Only laid out for reading: `// $ command`, then the record."""
    found = [block for file in DOCUMENTS for block in blocks(file, "jsonc")]
    assert found
    for block in found:
        first, _, rest = block.text.partition("\n")
        assert json.loads(run(first.removeprefix("// $ "))[1]) == json.loads(rest)


def test_the_readme_begins_with_two_commands():
    first, second = blocks(README)[:2]
    assert {first.language, second.language} == {"bash"}
    assert len(blocks(README, "bash")) == 2
    for block in (first, second):
        assert block.text.count("\n") == 1
        assert block.text.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    assert first.text.rstrip().endswith(" --verify")
    assert second.text.rstrip().endswith(" && .venv/bin/pytest -q")


def test_the_gate_runs_the_command_of_the_readme():
    test_command = blocks(README)[1].text
    assert f"  {test_command}}}\n" in (ROOT / ".ci" / "run").read_text()


def test_the_first_command_is_shown_with_its_output():
    command = blocks(README)[0].text.strip().rpartition("/")[2]
    assert command in [one for one, _ in commands(blocks(README, "console")[0])]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_links_lead_somewhere(file):
    for target in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        page = (file.parent / path).resolve() if path else file
        assert page.exists(), target
        assert not anchor or anchor in anchors(page), target


def anchors(page):
    """The names that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {file.name for file in ROOT.glob("docs/*.md")} - {"index.md"}
    assert pages == set(re.findall(r"\]\(([\w-]+\.md)\)", index))


def test_every_command_is_documented():
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `convcalc ([\w-]+)", page, re.MULTILINE)) == set(COMMANDS)


def test_tests_that_are_named_exist():
    named = [
        name
        for file in DOCUMENTS
        for name in re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", file.read_text(encoding="utf-8"))
    ]
    assert named
    for file, _, test in (name.partition("::") for name in named):
        assert f"def {test}" in (ROOT / file).read_text(encoding="utf-8"), (file, test)


@pytest.mark.parametrize("block", NETWORKS, ids=str)
def test_a_network_of_the_documents_can_be_read(block, tmp_path):
    (tmp_path / "net.yaml").write_text(block.text, encoding="utf-8")
    ran = convcalc("net", str(tmp_path / "net.yaml"))
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("block", SWEEPS, ids=str)
def test_a_sweep_of_the_documents_can_be_read(block, tmp_path):
    (tmp_path / "a.sweep.yaml").write_text(block.text, encoding="utf-8")
    ran = convcalc("sweep", str(tmp_path / "a.sweep.yaml"), "--dry-run")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("block", PROJECTS, ids=str)
def test_a_project_file_of_the_documents_can_be_read(block):
    assert read_config(read_text(block.text, "convcalc.yaml")).budgets


def test_no_block_is_left_out():
    known = {"bash", "console", "python", "jsonc", "text", "yaml"}
    assert {block.language for file in DOCUMENTS for block in blocks(file)} <= known
    fences = sum(file.read_text(encoding="utf-8").count("```") for file in DOCUMENTS)
    assert fences == 2 * sum(len(blocks(file)) for file in DOCUMENTS)
