"""The layer commands as the interface page states them."""

import json

import pytest
from commandline import convcalc

STEM = ["conv", "3x224x224", "64", "-k", "7", "-s", "2", "-p", "3", "--no-bias"]
# Source: the interface page, "Layers".
CARD = """\
conv  3x224x224 -> 64x112x112   k7x7 s2 p3 d1 g1, no bias
  params                9,408     9.41 k
  macs            118,013,952      118 M
  effective macs  116,214,528      116 M   1.5 % of the work is on padding
  flops           236,027,904      236 M   2 per MAC
  weights              36.8 KiB            fp32
  output               3.06 MiB            fp32, batch 1
  receptive field 7x7, jump 2
"""
KEYS = [
    "schema",
    "variant",
    "kind",
    "input",
    "output",
    "arguments",
    "batch",
    "dtype",
    "params",
    "macs",
    "effective_macs",
    "flops",
    "weights_bytes",
    "activations",
    "traffic_bytes",
    "receptive_field",
    "jump",
    "ops",
]


def test_the_card():
    ran = convcalc(*STEM)
    assert (ran.code, ran.out, ran.err) == (0, CARD, "")


def test_each_number_of_a_verified_card_is_followed_by_the_measured_one():
    lines = convcalc(*STEM, "--verify").out.splitlines()
    found = {line[:16].strip(): line.partition("✓ ")[2].split("  ")[0] for line in lines[1:]}
    assert found == {
        "params": "9,408",
        "macs": "118,013,952",
        "effective macs": "116,214,528",
        "flops": "",
        "weights": "",
        "output": "64x112x112",
        "values": "16 of 16",
        "receptive fiel": "7x7, jump 2",
    }


def test_the_record():
    found = json.loads(convcalc(*STEM, "-f", "json").out)
    assert list(found) == KEYS
    assert found["arguments"] == {
        "out_channels": 64,
        "kernel_size": [7, 7],
        "stride": [2, 2],
        "padding": [[3, 3], [3, 3]],
        "dilation": [1, 1],
        "groups": 1,
        "bias": False,
    }
    # By hand: (3·224² + 64·112²)·4 bytes and the weights' 37,632.
    assert found["traffic_bytes"] == 602112 + 3211264 + 37632
    assert (found["schema"], found["variant"], found["kind"]) == (
        "convcalc/layer@1",
        "conv",
        ["strided"],
    )
    assert (found["params"], found["macs"], found["flops"]) == (9408, 118013952, 236027904)
    assert (found["receptive_field"], found["jump"]) == ([7, 7], [2, 2])
    assert found["ops"][0]["op"] == "conv"


def test_the_record_of_a_run():
    found = json.loads(convcalc(*STEM, "--verify", "-f", "json").out)
    assert list(found) == [*KEYS, "verified"]
    assert {
        "path": "conv",
        "quantity": "macs",
        "predicted": 118013952,
        "measured": 118013952,
        "ok": True,
    } in found["verified"]


def test_comma_lists_are_a_product():
    words = ["conv", "64x56x56", "64,128,256", "-k", "1,3,5", "-p", "half"]
    assert len(json.loads(convcalc(*words, "-f", "json").out)) == 9
    assert len(convcalc(*words, "-f", "jsonl").out.splitlines()) == 9
    plain = convcalc(*words, "-f", "plain").out.splitlines()
    assert len(plain) == 9
    assert plain[0].split("\t")[2] == "64x56x56"
    assert len(convcalc(*words, "-f", "csv").out.splitlines()) == 10
    assert len(convcalc(*words, "-f", "markdown").out.splitlines()) == 11


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("conv 8x9x9 8 -k 3", ["standard"]),
        ("conv 8x9x9 8 -k 3 -s 2 -d 2", ["strided", "dilated"]),
        ("conv 8x9x9 8 -k 1 -g 8", ["grouped", "depthwise", "pointwise"]),
        ("depthwise 8x9x9", ["grouped", "depthwise"]),
    ],
)
def test_kinds(words, kind):
    assert json.loads(convcalc(*words.split(), "-f", "json").out)["kind"] == kind


def test_names_have_hyphens_on_the_command_line_and_underscores_in_records():
    ran = convcalc("conv-transpose", "8x9x9", "8", "-k", "3", "-f", "json")
    assert json.loads(ran.out)["variant"] == "conv_transpose"


def test_impossible_members_of_a_list_are_counted_by_reason():
    ran = convcalc("conv", "64x9x9", "64", "-k", "3", "-g", "1,2,3,5", "-f", "plain")
    assert (ran.code, len(ran.out.splitlines())) == (0, 2)
    assert ran.err == (
        "note[CC204]: 2 of 4 cannot exist: groups=3 does not divide in_channels=64;"
        " use 1, 2, 4, 8, 16, 32 or 64\n"
    )
