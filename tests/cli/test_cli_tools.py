"""`explain tools` and `--convention`: the numbers of other tools, and why they are others."""

import csv
import io
import json

import pytest
from commandline import convcalc

# Measured, as told in docs/counting.md: each tool was run on torchvision's ResNet-50 ...
RESNET50 = {
    "torch": 8_178_368_512,
    "torchvision": 4_089_184_256,
    "fvcore": 4_111_512_576,
    "ptflops": 4_132_436_968,
    "thop": 4_133_742_592,
    "torchinfo": 4_089_238_376,
    "onnx-tool": 4_117_342_184,
    "deepspeed": 8_211_108_352,
}
# ... and on single layers of 16x16.
TRANSPOSED = "conv-transpose 64x16x16 32 -k 4 -s 2 -p 1"
LAYERS = {
    TRANSPOSED: {
        "torch": 16_777_216,
        "fvcore": 8_388_608,
        "ptflops": 8_421_376,
        "thop": 33_554_432,
        "torchinfo": 33_587_200,
    },
    f"{TRANSPOSED} -g 4": {
        "fvcore": 2_097_152,
        "ptflops": 2_129_920,
        "thop": 8_388_608,
        "torchinfo": 8_421_376,
    },
    "depthwise 64x16x16 -k 3 -p 1": {
        "fvcore": 147_456,
        "ptflops": 163_840,
        "thop": 147_456,
        "torchinfo": 163_840,
    },
}


def explained(words, form="json"):
    ran = convcalc("explain", "tools", *words.split(), "-f", form)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def tools(words):
    return {one["tool"]: one for one in json.loads(explained(words))["tools"]}


def test_resnet50():
    assert {name: one["number"] for name, one in tools("resnet50").items()} == RESNET50


@pytest.mark.parametrize("layer", LAYERS)
def test_layers(layer):
    found = tools(layer)
    assert {name: found[name]["number"] for name in LAYERS[layer]} == LAYERS[layer]


@pytest.mark.parametrize("words", ["resnet50", "mobilenet_v3_small", "unet", *LAYERS])
def test_parts_add_up_to_the_last_digit(words):
    for one in tools(words).values():
        assert one["macs"] + sum(part["amount"] for part in one["parts"]) == one["number"]


def test_a_norm_is_two_for_each_element():
    # ResNet-50 norms 11,113,984 elements: by hand, the outputs of its 53 convolutions.
    parts = {part["name"]: part["amount"] for part in tools("resnet50")["fvcore"]["parts"]}
    assert parts == {"batch norm": 2 * 11_113_984, "adaptive average pooling": 2048 * 7 * 7}


def test_what_is_wrong_is_said_with_the_run_that_shows_it():
    found = tools(TRANSPOSED)
    for name in ("thop", "torchinfo", "onnx-tool"):
        (proof,) = [part["proof"] for part in found[name]["parts"] if part["wrong"]]
        program, *words = proof.split()
        ran = convcalc(*words, "-f", "json")
        assert (program, ran.code) == ("convcalc", 0)
        # 16·16 input positions, 16 taps, 64·32 channel pairs; measured is what the run multiplied.
        (macs,) = [one for one in json.loads(ran.out)["verified"] if one["quantity"] == "macs"]
        assert macs["measured"] == 16 * 16 * 16 * 64 * 32 != found[name]["number"]
    assert not [part for part in found["fvcore"]["parts"] if part["wrong"]]


@pytest.mark.parametrize("form", ["table", "plain", "csv", "markdown", "jsonl"])
def test_formats_agree(form):
    shown = explained("resnet50", form)
    for name, number in RESNET50.items():
        assert name in shown
        assert (f"{number:,}" if form in ("table", "markdown") else str(number)) in shown


def test_csv_has_the_parts_in_words():
    rows = {row["tool"]: row for row in csv.DictReader(io.StringIO(explained("resnet50", "csv")))}
    assert rows["torch"]["difference"] == "× 2"
    assert rows["torchvision"]["difference"] == "nothing"
    assert rows["thop"]["difference"] == "+ 44,455,936 norm + 102,400 average pooling"


def test_where_a_tool_gives_no_number():
    # onnx-tool 1.0.1 raises at torch's local response norm.
    found = tools("alexnet_2012")["onnx-tool"]
    assert (found["number"], found["unknown"]) == (None, ["lrn"])
    assert "it gives no number for lrn" in explained("alexnet_2012", "table")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("tools", "error[CC100]: explain tools: of what? write explain tools resnet50, or"),
        ("tools resnet50 resnet18", "error[CC100]: explain tools resnet50: unexpected resnet18;"),
        ("tools resnet5", 'error[CC115]: "resnet5" is no file and no network of the zoo;'),
        ("tools conv 3x9x9 4 -k 3 --strid 2", "error[CC100]: No such option: --strid"),
        ("tools conv 3x9x9 4 -k 30", "error[CC201]: axis 0: effective kernel 30"),
        ("macs flops", "error[CC100]: explain macs flops: one topic at a time"),
    ],
)
def test_what_cannot_be_asked(words, error):
    ran = convcalc("explain", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(error)


@pytest.mark.parametrize("name", RESNET50)
def test_a_network_by_a_convention(name):
    report = json.loads(convcalc("net", "resnet50", "--convention", name, "-f", "json").out)
    (network,) = report["networks"]
    metric = "flops" if name in ("torch", "deepspeed") else "macs"
    assert report["assumptions"]["convention"] == name
    assert network["convention"]["name"] == name
    assert network["totals"][metric] == RESNET50[name]
    assert sum(layer[metric] for layer in network["layers"]) == RESNET50[name]
    (difference,) = network["convention"]["differences"]
    assert (difference["metric"], difference["value"]) == (metric, RESNET50[name])
    ours = difference["convcalc"]
    assert ours == (8_178_368_512 if metric == "flops" else 4_089_184_256)


def test_without_a_convention_nothing_is_said_of_one():
    report = json.loads(convcalc("net", "resnet50", "-f", "json").out)
    assert report["assumptions"]["convention"] == "convcalc"
    assert "convention" not in report["networks"][0]


def test_a_layer_by_a_convention():
    record = json.loads(convcalc(*TRANSPOSED.split(), "--convention", "thop", "-f", "json").out)
    assert record["macs"] == 33_554_432
    card = convcalc(*TRANSPOSED.split(), "--convention", "deepspeed").out
    # 2 · 8,388,608 and a bias on each of 32 · 32 · 32 outputs.
    assert "flops   16,809,984 = 2 × 8,388,608 + 32,768 bias" in card
    assert "8,388,608     8.39 M" in card


def test_a_batch_multiplies():
    words = ["net", "resnet18", "--convention", "ptflops", "-f", "json"]
    one, four = (json.loads(convcalc(*words, "--batch", batch).out) for batch in ("1", "4"))
    macs = [report["networks"][0]["totals"]["macs"] for report in (one, four)]
    assert macs[1] == 4 * macs[0]


def test_the_textbook_knows_no_networks():
    ran = convcalc("net", "lenet5", "--convention", "textbook")
    assert "the textbook convention does not define networks; these are our own numbers" in ran.out


def test_an_unknown_convention():
    ran = convcalc("net", "lenet5", "--convention", "fvcor")
    assert ran.code == 2
    assert ran.err.startswith(
        'error[CC107]: convention "fvcor" is not known; did you mean "fvcore"?'
    )
