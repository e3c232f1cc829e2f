"""The schema of sweep files: what the reader takes passes, what it refuses fails."""

import pytest
from jsonschema import Draft202012Validator

from convcalc.errors import InputError
from convcalc.network.source import Mapping, Scalar, Sequence, read_text
from convcalc.sweep.reading.document import Changes, read_sweep
from convcalc.sweep.reading.schema import sweep_schema

SCHEMA = Draft202012Validator(sweep_schema())
NET = "{input: 3x8x8, vars: {c: 8, k: 3}, layers: [conv: {out: c, k: k, p: half}]}"
HEAD = f"convcalc: 1\nnetwork: {NET}\n"


def plain(node):
    """A YAML node as what JSON would hold."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(one) for one in node.items]
    assert isinstance(node, Mapping)
    return {one.key.text: plain(one.value) for one in node.entries}


def both(text):
    """Whether the schema and the reader take a text."""
    source = read_text(text, "a.sweep.yaml")
    try:
        read_sweep(source, Changes())
    except InputError:
        taken = False
    else:
        taken = True
    return SCHEMA.is_valid(plain(source.root)), taken


def test_the_schema_is_one():
    Draft202012Validator.check_schema(sweep_schema())


@pytest.mark.parametrize(
    "rest",
    [
        "space: {c: [8, 16], k: 1..7:2}",
        "space: {c: {from: 8, to: 64, times: 2}}\nx-own: anything",
        "zip: [{c: [8, 16], k: [1, 3]}]",
        "zip: {c: [8, 16], k: [1, 3]}\nsample: all",
        "space: {c: [8]}\nwhere: [c > 3]\nlimits: {macs: 1M, weights_bytes: {max: 1MiB, min: 1}}",
        "space: {c: [8]}\nminimize: macs\nmaximize: [params, c*2]\ncolumns: [macs]\nout: a.csv",
        "space: {c: [8]}\nsample: {random: 10k, seed: 7}",
    ],
)
def test_what_the_reader_takes_passes(rest):
    assert both(f"{HEAD}{rest}\n") == (True, True)


@pytest.mark.parametrize(
    "rest",
    [
        "",  # neither space nor zip
        "space: {c: [8]}\nspce: {}",
        "space: {c: []}",
        "space: {c: {from: 8, too: 64}}",
        "space: {c: {to: 8}}",
        "space: {c: [8]}\nlimits: {macs: {warn: 1M}}",
        "space: {c: [8]}\nlimits: {mac: 1M}",
        "space: {c: [8]}\nlimits: {weights_bytes: 1Mb}",
        "space: {c: [8]}\nsample: {seed: 7}",
        "space: {c: [8]}\nsample: some",
        "space: {c: [8]}\nout: a.txt",
    ],
)
def test_what_the_reader_refuses_fails(rest):
    assert both(f"{HEAD}{rest}\n") == (False, False)


def test_the_network_inline_is_held_by_its_own_schema():
    text = f"{HEAD}space: {{c: [8]}}\n".replace("out: c", "out: c, stirde: 2")
    assert both(text) == (False, False)
