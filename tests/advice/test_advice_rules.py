"""Each rule of advice: where it fires, word for word in notes.txt, and where it keeps silent."""

import re
from pathlib import Path

import pytest
from commandline import convcalc

from convcalc.advice import ADVICE

GOLDEN = Path(__file__).with_name("notes.txt").read_text(encoding="utf-8")
FIRES = re.findall(r"^\$ convcalc (.+)\n((?:note.+\n)+)", GOLDEN, re.MULTILINE)
SILENT = [
    # ResNet's stem (He et al., arXiv:1512.03385): the last row that is unread is padding.
    "conv 3x224x224 64 -k 7 -s 2 -p 3 --no-bias",
    "conv 64x56x56 64 -k 3 -p half",
    "conv 64x56x56 128 -k 3 -s 2 -p 1",
    "conv 64x56x56 128 -k 2 -s 2",  # every element once
    "conv 64x33x33 64 -k 3 -d 4 -p half --dtype fp16",
    "conv-transpose 64x16x16 32 -k 4 -s 2 -p 1",
    "conv-transpose 64x16x16 32 -k 3 -p 1",
    "conv-transpose 64x16x16 32 -k 2 -s 2 -p 1",  # it cuts; nothing is padded
    "resize-conv 64x16x16 32",
    "depthwise 30x28x28 -p 1",  # no channel meets another
    "depthwise 32x112x112 -s 2 -p 1",
    "conv 3x64x64 1 -k 3 -p 1",  # from RGB to grey
    "conv 1x64x64 4 -k 3 -p 1",
    "conv 64x9x9 64 -k 4 -p 1+2x1+2",  # asked for in numbers
    "conv 64x8x8 64 -k 4 -s 2 -p same",  # 2 zeros in all: 1 on both sides
    "conv 64x31x31 64 -k 4 -d 2 -p same",  # 6 zeros in all
    "conv 64x8x8 64 -k 3 -s 2 -p same_lower",  # 1 zero in all, but the kernel has a middle
    "conv 64x14x14 64 -k 1 -p 0",
    "conv 8x6 8 -k 1 -p 1 --quiet",
    "bottleneck 256x56x56 256",
    "bottleneck 256x56x56 256 --style resnext",
    "bottleneck 240x28x28 480 --style shufflenet -s 2",  # its input is pooled, 3×3
]


def test_the_golden_file_is_read_to_its_end():
    assert len(FIRES) == GOLDEN.count("$ convcalc")
    assert sum(said.count("\n") for _, said in FIRES) == GOLDEN.count("note[")


@pytest.mark.parametrize(("line", "said"), FIRES, ids=[line for line, _ in FIRES])
def test_what_is_said_and_nothing_else(line, said):
    ran = convcalc(*line.split())
    assert (ran.code, ran.err) == (0, said)


@pytest.mark.parametrize("line", SILENT)
def test_a_layer_that_is_as_it_should_be_is_left_alone(line):
    ran = convcalc(*line.split())
    assert (ran.code, ran.err) == (0, "")


def test_every_rule_fires_somewhere():
    assert set(re.findall(r"^note\[(\w+)\]", GOLDEN, re.MULTILINE)) == set(ADVICE)
