"""The zoo is found by name, cheaply, and its names are those that the language itself reads."""

import re
import tomllib
from pathlib import Path

import pytest
from zoo_pages import ROOT

from convcalc.errors import InputError
from convcalc.network import load
from convcalc.network.source import read_file
from convcalc.network.zoo import zoo, zoo_entry, zoo_path

FILES = sorted((ROOT / "specs").glob("*.yaml"))


def ids(file):
    return file.stem


def presets(file):
    """The keys of `presets`, as the language reads them."""
    node = read_file(str(file)).root.get("presets")
    return [entry.key.text for entry in node.entries] if node else []


@pytest.mark.parametrize("file", FILES, ids=ids)
def test_skimming_finds_the_presets_that_reading_finds(file):
    found = [entry.preset for entry in zoo().values() if entry.file.samefile(file)]
    assert found == [None, *presets(file)]


@pytest.mark.parametrize("name", zoo())
def test_a_network_bears_the_name_under_which_it_is_found(name):
    entry = zoo_entry(name)
    assert entry == zoo()[name]
    assert load(str(entry.file), preset=entry.preset).name == name


def test_every_file_is_in_the_zoo_and_no_name_is_there_twice():
    assert {entry.file.name for entry in zoo().values()} == {file.name for file in FILES}
    assert len(zoo()) == len(FILES) + sum(len(presets(file)) for file in FILES)


def test_a_file_is_found_without_reading_any(monkeypatch):
    monkeypatch.setattr(Path, "read_text", None)
    zoo.cache_clear()
    assert zoo_path("resnet50").name == "resnet50.yaml"
    with pytest.raises(TypeError):  # a preset is not
        zoo_path("resnet101")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("resnet5o", 'did you mean "resnet50"?'),
        ("mobilenet-v2", 'did you mean "mobilenet_v2"?'),
        ("mobilenet_v2_1.5", 'did you mean "mobilenet_v2_1.4"?'),
        ("transformer", "convcalc list zoo shows them"),
        ("blocks/residual", "convcalc list zoo shows them"),
        ("../specs/unet", "convcalc list zoo shows them"),
        ("", "convcalc list zoo shows them"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(name, hint):
    sentence = f'"{name}" is no file and no network of the zoo; {hint}'
    with pytest.raises(InputError, match=re.escape(sentence)) as refused:
        zoo_path(name)
    assert refused.value.problem.code == "CC115"


def test_the_zoo_is_shipped():
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"][
        "targets"
    ]
    assert targets["wheel"]["only-include"] == ["convcalc", "specs"]
    assert targets["wheel"]["sources"] == {"specs": "convcalc/specs"}
    assert "/specs" in targets["sdist"]["include"]


@pytest.mark.parametrize("file", sorted((ROOT / "specs").rglob("*.yaml")), ids=ids)
def test_a_file_is_written_to_be_read(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert max(map(len, text.splitlines())) <= 100
