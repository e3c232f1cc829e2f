"""Bad input, word for word: what is wrong with its values, and what to do."""

import shlex

import pytest
from commandline import convcalc

SAID = [
    ("conv 3x9x9 0 -k 3", "CC105]: out_channels: 0 is too small; use 1 or more"),
    ("conv 3x9x9 -4 -k 3", None),
    ("conv 3x9x9 4 -k 0", "CC105]: kernel_size: 0 is too small; use 1 or more"),
    ("conv 3x9x9 4 -k 1.5", 'CC105]: kernel_size: "1.5" is not a whole number'),
    ("conv 3x9x9 4 -k nan", None),
    ("conv 3x9x9 4 -k 3 -p -1", "CC105]: padding: -1 is too small; use 0 or more"),
    ("conv 3x0x9 4 -k 3", "CC202]: input 3x0x9 is empty; every size must be at least 1"),
    (
        "conv 224 64 -k 3",
        "CC202]: input 224 has no spatial axis; write it as CxL, CxHxW or CxDxHxW",
    ),
    (
        "conv 3x9x9 4 -k 3x3x3",
        (
            "CC203]: kernel_size has 3 values, but the input has 2 spatial axes;"
            " give one each, or one for all"
        ),
    ),
    (
        "conv 64x9x9 64 -k 3 -g 3",
        "CC204]: groups=3 does not divide in_channels=64; use 1, 2, 4, 8, 16, 32 or 64",
    ),
    (
        "conv 8x7x7 8 -k 3 -d 4",
        (
            "CC201]: axis 0: effective kernel 9 (= 4·(3 − 1) + 1) is larger than the"
            " padded input 7;"
            " add padding or lower dilation"
        ),
    ),
    (
        "conv-transpose 8x1x1 8 -k 2 -p 1",
        "CC205]: axis 0: the output would have 0 elements; lower the padding",
    ),
    (
        "conv-transpose 8x4x4 8 -k 3 -s 2 --output-padding 2",
        (
            "CC206]: axis 0: output_padding=2 is not smaller than stride=2 or dilation=1;"
            " use at most 1"
        ),
    ),
    (
        "conv 3x9x9 4 -k 3 --dtype fp23",
        (
            'CC107]: dtype "fp23" is not known; did you mean "fp32"?'
            " (fp32, fp16, bf16, fp8, int8, int4, fp64)"
        ),
    ),
    (
        "conv 3x9x9 4 -k 3 --convention textbok",
        (
            'CC107]: convention "textbok" is not known; did you mean "textbook"? (torch,'
            " torchvision, fvcore, ptflops, thop, torchinfo, onnx-tool, deepspeed, textbook)"
        ),
    ),
    ("conv 3x9x9 4 -k 3 --verify --memory 512mb", None),
    ("conv 3x9x9 4 -k 3 --batch 0", "CC105]: batch: 0 is too small; use 1 or more"),
    ("conv 3x9x9 4 -k 1..4:2", None),
    ("conv 3x9x9 4 -k 5..1", None),
    ("conv 3x 4 -k 3", None),
    ("conv x3 4 -k 3", None),
    ("conv 3xx4 4 -k 3", None),
    ("conv '' 4 -k 3", None),
    ("bottleneck 64x9x9 64 --style resnett", None),
]


@pytest.mark.parametrize(("command", "sentence"), SAID, ids=[command for command, _ in SAID])
def test_what_cannot_be_is_said_in_one_line(command, sentence):
    ran = convcalc(*shlex.split(command))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[CC1" if sentence is None else f"error[{sentence}\n")
    assert ran.err.count("\n") == 1


def test_huge_numbers_are_exact_for_one_layer():
    # By hand: a 1×1 layer from 10³⁰ to 10³⁰ channels on one position has 10⁶⁰ weights.
    ran = convcalc("conv", "1e30x1x1", "1e30", "-k", "1", "--no-bias", "-f", "csv")
    assert str(10**60) in ran.out
    assert ran.code == 0
