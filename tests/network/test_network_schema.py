"""The JSON Schema against the files: what a validator, not ours, says of good and bad ones."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from convcalc.network.schema import network_schema
from convcalc.network.source import Mapping, Scalar, read_text

ROOT = Path(__file__).parents[2]
GOOD = [*sorted((ROOT / "specs").glob("*.yaml")), ROOT / "convcalc" / "network" / "starter.yaml"]
BAD = ROOT / "tests" / "bad"
# What a schema can know: keys, kinds of values, what must be there.
KNOWN = (
    "net_arguments", "net_conditions", "net_defaults", "net_each", "net_facts",
    "net_kind_budgets", "net_kind_library", "net_kind_sweep", "net_layers_empty", "net_misspelt",
    "net_general", "net_operators", "net_shadow", "net_split", "net_version", "net_unknown_name",
)  # fmt: skip


def plain(node):
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


def valid(path):
    validator = Draft202012Validator(network_schema())
    return validator.is_valid(plain(read_text(path.read_bytes(), path.name).root))


def test_it_is_a_schema():
    Draft202012Validator.check_schema(network_schema())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_network_is_valid(path):
    assert valid(path)


@pytest.mark.parametrize("name", KNOWN)
def test_a_bad_file_is_not(name):
    assert not valid(BAD / f"{name}.yaml")


def test_what_models_do_is_valid():
    page = (ROOT / "docs" / "network.md").read_text("utf-8")
    whole = page.partition("## What models do")[2].partition("```yaml\n")[2].partition("```")[0]
    validator = Draft202012Validator(network_schema())
    assert validator.is_valid(plain(read_text(whole, "page.yaml").root))
