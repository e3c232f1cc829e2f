"""`convcalc conv-transpose … --overlap`: what it prints, in text and in JSON, and who may ask."""

import json
import subprocess
import sys

import pytest
from commandline import convcalc

from convcalc.variants import VARIANTS

UNEVEN = ["conv-transpose", "64x4x4", "32", "-k", "3", "-s", "2", "-p", "1", "--overlap"]
EVEN = ["conv-transpose", "64x4x4", "32", "-k", "4", "-s", "2", "-p", "1", "--overlap"]

# Copies along an axis by hand: K = 3, S = 2, one cut on both sides of 4 inputs: 1 2 1 2 1 2 1.
# Costs by hand: 4²·16·2048 and 16·2048 + 32; 7²·9·2048 and 9·2048 + 32; 7²·9·1024 and 9·1024 + 32;
# the layer itself has 4²·9·2048 = 294,912 MACs.
SECTION = """\
overlap of the kernel copies, 7x7 outputs
  ░░▒▒░░▒▒░░▒▒░░
  ▒▒██▒▒██▒▒██▒▒
  ░░▒▒░░▒▒░░▒▒░░
  ▒▒██▒▒██▒▒██▒▒
  ░░▒▒░░▒▒░░▒▒░░
  ▒▒██▒▒██▒▒██▒▒
  ░░▒▒░░▒▒░░▒▒░░
  ░ 1   ▒ 2   █ 4   copies on an output
  axes 0 and 1: 1 2 1 2 1 2 1
checkers: 1 to 4 copies lie on an output inside, because
  axes 0 and 1: stride=2 does not divide kernel_size=3

remedies                             params        macs   ratio to this
  kernel divisible by the stride     32,800     524,288           1.778
    kernel_size=4x4
    convcalc conv-transpose 64x4x4 32 -k 4 -s 2 -p 2 --output-padding 1
  resize, then convolve              18,464     903,168           3.062
    nearest or bilinear
    convcalc resize-conv 64x4x4 32 -p 0+1
  stride-1 transposed convolution   + 9,248   + 451,584         + 1.531
    after this layer: it smooths, it does not upsample
    convcalc conv-transpose 32x7x7 32 -k 3 -p same
"""


def section(*words):
    ran = convcalc(*words)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.split("\n\n", 1)[1]


def test_the_map_the_verdict_and_the_remedies_word_for_word():
    assert section(*UNEVEN) == SECTION


def test_an_even_overlap_needs_no_remedy():
    assert section(*EVEN).endswith(
        "  axes 0 and 1: 1 2 2 2 2 2 2 1\n"
        "even: copies on every output inside: 4, because\n"
        "  axes 0 and 1: stride=2 divides kernel_size=4\n"
    )


def test_a_run_confirms_the_map():
    ran = convcalc(*UNEVEN, "--verify")
    assert ran.code == 0
    assert "overlap of the kernel copies, 7x7 outputs   ✓ 49 of 49 agree\n" in ran.out


def test_a_large_map_is_cut_and_says_so():
    shown = section("conv-transpose", "8x56x9", 8, "-k", 2, "-s", 2, "--overlap")
    assert "overlap of the kernel copies, outputs 0..15 x 0..17 of 112x18\n" in shown
    assert "  axes 0 and 1: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ..\n" in shown


def test_a_window_behind_the_edge_says_where_it_begins():
    shown = section("conv-transpose", "8x100", 8, "-k", 90, "-s", 2, "--overlap")
    assert "copies, outputs 89..127 of 288\n" in shown
    assert f"  axis 0: {' '.join(['45'] * 16)} .. (from output 89)\n" in shown


def test_of_three_axes_a_slice_is_drawn_and_the_axes_are_told():
    shown = section("conv-transpose", "2x4x3x2", 2, "-k", "3x2x3", "-s", "2x2x3", "--overlap")
    assert "copies, outputs 2 x 0..5 x 0..5 of 9x6x6\n" in shown
    assert "  axis 0: cut at output 2, on which 2 lie\n" in shown
    assert "  axes 1 and 2: 1 1 1 1 1 1\n" in shown


def test_an_input_without_an_inside_says_so():
    shown = section("conv-transpose", "8x1x1", 8, "-k", 3, "-s", 2, "--overlap")
    assert "  this input is too small to show it: no whole period lies inside\n" in shown
    assert "too small" not in section(*UNEVEN)


def test_several_layers_have_a_title_each():
    ran = convcalc("conv-transpose", "64x4x4", "32", "-k", "3,4", "-s", 2, "-p", 1, "--overlap")
    table, first, *_ = ran.out.split("\n\n")
    assert len(table.splitlines()) == 4
    assert first.startswith("conv-transpose  64x4x4 -> 32x7x7   k3x3 s2 p1 d1 g1\noverlap of the")
    assert "\n\nconv-transpose  64x4x4 -> 32x8x8   k4x4 s2 p1 d1 g1\noverlap of the" in ran.out


def test_where_blocks_cannot_be_written_there_are_none():
    command = [sys.executable, "-m", "convcalc", *UNEVEN]
    found = subprocess.run(
        command, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii"}
    )
    shown = found.stdout.decode("ascii")
    assert "\n  ::++::++::++::\n  ++##++##++##++\n" in shown
    assert "?" not in shown.split("\n\n", 1)[1]


def test_json_has_the_overlap_under_one_key():
    found = json.loads(convcalc(*UNEVEN, "-f", "json").out)["overlap"]
    axis = {
        "kernel_size": 3,
        "stride": 2,
        "dilation": 1,
        "counts_min": 1,
        "counts_max": 2,
        "even": False,
    }
    assert (found["even"], found["axes"]) == (False, [axis, axis])
    assert found["map"] == [[1, 2, 1, 2, 1, 2, 1], [2, 4, 2, 4, 2, 4, 2]] * 3 + [
        [1, 2, 1, 2, 1, 2, 1]
    ]
    assert found["remedies"][2] == {
        "remedy": "stride-1 transposed convolution",
        "remark": "after this layer: it smooths, it does not upsample",
        "command": "convcalc conv-transpose 32x7x7 32 -k 3 -p same",
        "output": [32, 7, 7],
        "params": 9248,
        "macs": 451584,
        "ratio": 451584 / 294912,
        "replaces": False,
    }


def test_json_has_the_run_with_the_other_checks():
    found = json.loads(convcalc(*UNEVEN, "-f", "json", "--verify").out)["verified"]
    checks = [check for check in found if check["quantity"].startswith("overlap")]
    assert [(check["path"], check["predicted"], check["measured"]) for check in checks] == [
        ("conv_transpose", 49, 49),
        ("conv_transpose", [[1, 2], [1, 2]], [[1, 2], [1, 2]]),
    ]


@pytest.mark.parametrize(
    ("shape", "rows"), [("1x64x64", 64), ("1x65x1", None), ("1x5", 1), ("1x5x5x5", None)]
)
def test_json_has_a_map_only_where_it_is_small_and_flat(shape, rows):
    ran = convcalc("conv-transpose", shape, 1, "-k", 1, "--overlap", "-f", "json")
    found = json.loads(ran.out)["overlap"].get("map")
    assert (found and len(found)) == rows


def test_without_the_flag_nothing_is_said_of_it():
    ran = convcalc(*UNEVEN[:-1], "-f", "json")
    assert "overlap" not in json.loads(ran.out)
    assert "copies" not in convcalc(*UNEVEN[:-1]).out


@pytest.mark.parametrize("name", [name for name in VARIANTS if name != "conv_transpose"])
def test_no_other_command_takes_the_flag(name):
    out = ["8"] if "out_channels" in VARIANTS[name].model_fields else []
    ran = convcalc(name.replace("_", "-"), "8x9x9", *out, "--overlap")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[CC100]: No such option: --overlap")


def test_numbers_beyond_any_float_are_still_drawn_and_written():
    # 10³⁰ inputs and taps: nothing may loop over them.
    huge = ["conv-transpose", "1x1e30", "1", "-k", "1e30", "-s", "3", "--overlap"]
    assert "checkers: 333" in convcalc(*huge).out
    strides = ("conv-transpose", "1x2x2x2", 1, "-k", 1, "-s", "1e120", "--overlap")
    found = json.loads(convcalc(*strides, "-f", "json").out)["overlap"]
    assert found["remedies"][0]["ratio"] == 10**360
    assert "1.000e+360\n" in convcalc(*strides).out
