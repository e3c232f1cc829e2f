"""A model on stdin: told from a text by its first byte, and read as its file is."""

import io
import json
from pathlib import Path

import pytest
from commandline import convcalc

from convcalc.network import stdin

MODEL = Path(__file__).parents[1] / "data" / "resnet18.onnx"
MACS = 1_814_073_344  # half of what PyTorch's FlopCounterMode counts of it, as its file's test says


@pytest.fixture
def given(monkeypatch):
    """Put bytes on stdin, once; or again after they are read."""

    def give(data):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def ran(given, *words, data=None):
    given(MODEL.read_bytes() if data is None else data)
    return convcalc(*words)


def test_it_costs_what_its_file_costs(given):
    (network,) = json.loads(ran(given, "net", "-", "-f", "json").out)["networks"]
    (of_file,) = json.loads(convcalc("net", MODEL, "-f", "json").out)["networks"]
    assert network["totals"]["macs"] == MACS
    assert (network["name"], network["file"]) == ("<stdin>", "<stdin>")
    named = {"name": of_file["name"], "file": of_file["file"]}
    assert network | named == of_file


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("audit", "-", "-f", "json"), f'"macs": {MACS}'),
        (("diff", "-", MODEL), "nothing changed"),
        (("diff", MODEL, "-"), "nothing changed"),
        (("convert", "-", "-o", "-"), "converted from <stdin>"),
        (("explain", "tools", "-"), f"{2 * MACS:,}"),
        (("net", "-", "--input", "1x3x224x224"), f"{MACS:,}"),
    ],
)
def test_every_command_on_networks_takes_it(given, words, told):
    found = ran(given, *words)
    assert (found.code, found.err) == (0, "")
    assert told in found.out


def test_it_has_no_folder_in_which_weights_might_lie(given):
    found = ran(given, "verify", "-")
    why = "absent.bin is beside a file, and the model is in none"
    assert found.err == f"note: <stdin>: random numbers for 21 weights: {why}\n"
    assert (found.code, f"{MACS:,}" in found.out) == (0, True)


@pytest.mark.parametrize("start", [b"\x08\x08", b"\x12\x00", b"\x1a\x00"])
def test_a_model_begins_with_its_version_or_its_producer(given, start):
    """A field that is given twice has its last value: `start` changes nothing of the model."""
    found = ran(given, "net", "-", data=start + MODEL.read_bytes())
    assert f"{MACS:,}" in found.out


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "error[CC101]: <stdin>: the file is empty"),
        (MODEL.read_bytes()[:999], "error[CC140]: <stdin> is no ONNX model that can be read: it"),
        (b"\x08", "error[CC140]: <stdin> is no ONNX model that can be read: it ends"),
        (b"no network", "<stdin>:1:1: error[CC119]: a network file is a mapping"),
        (b"\0\0\0\0", "error[CC101]: <stdin>: byte 1 is NUL: the file is no text"),
        (b"\x1f\x8b\x08\0", "error[CC101]: <stdin>: byte 4 is NUL"),  # compressed by gzip
    ],
)
def test_what_is_no_network_is_refused_in_a_sentence(given, data, said):
    found = ran(given, "net", "-", data=data)
    assert found.code == 2
    assert found.err.startswith(said)


@pytest.mark.parametrize(
    "words", [("sweep", "-"), ("solve", "-", "--vary", "a=1..2", "--target", "macs<=1")]
)
def test_what_reads_text_alone_says_that_it_is_a_model(given, words):
    found = ran(given, *words)
    assert found.code == 2
    assert "<stdin>: the file is a model in ONNX, and no text" in found.err


def test_a_pipe_without_end_is_refused(given, monkeypatch):
    monkeypatch.setattr(stdin, "MAX_MODEL_BYTES", 2**20)
    found = ran(given, "net", "-", data=b"\x08" * 2**22)
    assert found.code == 2
    assert "more than the 1,048,576 bytes that are read from a pipe; name its file" in found.err
