"""The JSON Schema of project files and budgets against their reader, by a validator of others."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from convcalc.audit.config.read import KEYS, read_config
from convcalc.audit.config.schema import config_schema
from convcalc.errors import InputError
from convcalc.network import Settings, read_network
from convcalc.network.budgets.words import ENTRY, OWN, WHOLE
from convcalc.network.schema import network_schema
from convcalc.network.source import Mapping, Scalar, read_text

EXAMPLE = Path(__file__).parents[1] / "data" / "convcalc.yaml"
CONFIG = Draft202012Validator(config_schema())
NETWORK = Draft202012Validator(network_schema())

# What stands in `budgets: [{match: "*", …}]`, and as well in a network's `budget: {…}`.
GOOD_BUDGETS = (
    "macs: 4.1G",
    "macs: 4_100_000_000",
    "macs: 1e6",
    "macs: {max: 4.1G, min: 1, warn: 4.0G, slack: 10%}",
    "macs: {max: 4.1G, x-why: agreed in March}",
    "weights_bytes: 100MiB",
    "peak_activation_bytes: {max: 14 MB}",
    "weights_bytes: 4096",
    "receptive_field: {min: 224}",
    "intensity: {min: 0.5}",
    "since_base: {macs: 2%}",
    "since_base: {macs: {max_increase: 100k, ignore_below: 1M}}",
    "since_base: {weights_bytes: {max_increase: 1KiB, ignore_below: 0.1%}}",
    "since_base: {params: 0}",
    "since_base: {params: -0%}",
    "since_base: ",
    'layers: [{match: "stage*", macs: {max: 20M}}, {match: stem, params: 1k}]',
    "set: {width: 0.5, depth: 3, style: wide, bias: true}",
    "x-owner: {anyone: here}",
)
BAD_BUDGETS = (
    "mac: 4.1G",
    "max: 4.1G",
    "macs: ",
    "macs: {}",
    "macs: true",
    "macs: [4.1G]",
    "macs: 4.1g",
    "macs: 4.1GB",
    "macs: 2%",
    "macs: {maximum: 4G}",
    "macs: {slack: 10%}",
    "macs: {max: 4G, slack: 0.1}",
    "macs: {max: 4G, max_increase: 2%}",
    "weights_bytes: 100M",
    "weights_bytes: 100KB",
    "since_base: {macs: {max: 4G}}",
    "since_base: {macs: {ignore_below: 1M}}",
    "since_base: {macs: -2%}",
    "since_base: {weights_bytes: -1KiB}",
    "since_base: 2%",
    "layers: {match: stem, macs: 20M}",
    "layers: [{macs: 20M}]",
    "layers: [{match: stem, receptive_field: 3}]",
    'layers: [{match: "", macs: 20M}]',
    "set: {width: [0.5]}",
    "set: {width: }",
)
GOOD_FILES = (
    "convcalc: 1",
    "{convcalc: 1, networks: nets/*.yaml}",
    "{convcalc: 1, networks: [nets/*.yaml, resnet50], assume: {batch: 8, dtype: int8}}",
    'convcalc: 1\nrules: {CC505: "off", CC502: error, CC301: warning, CC402: note}',
    "{convcalc: 1, assume: , rules: , x-team: vision}",
    "{convcalc: 1, budgets: []}",
    "{convcalc: 1, rules: {CC505: off}}",
)
BAD_FILES = (
    "networks: [nets/*.yaml]",
    "convcalc: 2",
    "{convcalc: 1, network: [nets/*.yaml]}",
    "{convcalc: 1, networks: [3]}",
    "{convcalc: 1, networks: }",
    "{convcalc: 1, budgets: {match: a}}",
    "{convcalc: 1, budgets: [{macs: 4G}]}",
    "{convcalc: 1, budgets: [{match: a, assume: {batch: 2}}]}",
    "{convcalc: 1, budgets: [null]}",
    "{convcalc: 1, assume: {batches: 8}}",
    "{convcalc: 1, assume: {batch: 0}}",
    "{convcalc: 1, assume: {batch: many}}",
    "{convcalc: 1, assume: {dtype: fp12}}",
    "{convcalc: 1, rules: {CC505: of}}",
    "{convcalc: 1, rules: {CC999: error}}",
    "{convcalc: 1, rules: {CC102: error}}",
)
# What a schema cannot know: numbers that are compared with others.
ONLY_READ = (
    "macs: {max: 4G, warn: 5G}",
    "macs: {max: 4G, min: 5G}",
    "macs: {max: 4G, slack: 110%}",
    'macs: "1e401"',
)


def plain(node):
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


def read(reader, text):
    """Whether a reader takes it, and the same as plain data."""
    source = read_text(text, "file.yaml")
    try:
        reader(source)
    except InputError:
        return False, plain(source.root)
    return True, plain(source.root)


def entry(budget):
    return f'convcalc: 1\nbudgets:\n  - match: "*"\n    {budget}\n'


def own(budget):
    used = "{conv: {out: 1, k: 1, bias: bias}, if: width > depth and style == 0}"
    variables = "vars: {width: 1, depth: 0, style: 0, bias: false}"
    return f"convcalc: 1\ninput: 1x4x4\n{variables}\nlayers: [{used}]\nbudget:\n  {budget}\n"


def as_network(source):
    read_network(source, Settings({}))


def test_they_are_schemas():
    Draft202012Validator.check_schema(config_schema())
    Draft202012Validator.check_schema(network_schema())


def test_every_word_of_the_readers_is_in_the_schemas():
    config = config_schema()["properties"]
    assert set(config) == set(KEYS)
    assert set(config["budgets"]["items"]["properties"]) == {*ENTRY, *WHOLE}
    assert set(network_schema()["properties"]["budget"]["properties"]) == {*OWN, *WHOLE}


def test_the_example_of_the_design_is_valid():
    taken, data = read(read_config, EXAMPLE.read_text())
    assert (taken, CONFIG.is_valid(data)) == (True, True)


@pytest.mark.parametrize("text", GOOD_FILES)
def test_a_project_file_is_valid(text):
    taken, data = read(read_config, text)
    assert (taken, CONFIG.is_valid(data)) == (True, True)


@pytest.mark.parametrize("text", BAD_FILES)
def test_a_bad_project_file_is_not(text):
    taken, data = read(read_config, text)
    assert (taken, CONFIG.is_valid(data)) == (False, False)


@pytest.mark.parametrize("budget", GOOD_BUDGETS)
def test_a_budget_is_valid_in_both_files(budget):
    for reader, schema, text in (
        (read_config, CONFIG, entry(budget)),
        (as_network, NETWORK, own(budget)),
    ):
        taken, data = read(reader, text)
        assert (taken, schema.is_valid(data)) == (True, True), text


@pytest.mark.parametrize("budget", BAD_BUDGETS)
def test_a_bad_budget_is_valid_in_none(budget):
    for reader, schema, text in (
        (read_config, CONFIG, entry(budget)),
        (as_network, NETWORK, own(budget)),
    ):
        taken, data = read(reader, text)
        assert (taken, schema.is_valid(data)) == (False, False), text


@pytest.mark.parametrize("budget", ONLY_READ)
def test_what_only_the_reader_can_know(budget):
    taken, data = read(read_config, entry(budget))
    assert (taken, CONFIG.is_valid(data)) == (False, True)


def test_a_network_says_of_itself_what_it_is_computed_for():
    text = own('{assume: {batch: 2, dtype: int8}, rules: {CC505: "off"}}')
    taken, data = read(as_network, text)
    assert (taken, NETWORK.is_valid(data)) == (True, True)
    for bad in ("assume: {batch: 0}", "rules: {CC505: never}", 'match: "*"'):
        taken, data = read(as_network, own(bad))
        assert (taken, NETWORK.is_valid(data)) == (False, False), bad
