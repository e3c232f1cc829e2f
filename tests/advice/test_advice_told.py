"""How advice is told: once a rule, on stderr, never in the data, never in the exit code."""

import json
import re
import subprocess
import sys
from inspect import getdoc

import pytest
from commandline import convcalc

from convcalc.advice import ADVICE
from convcalc.formulas import conv
from convcalc.report.sheet import FORMATS

ODD = ("conv", "64x9x9", "60", "-k", "3")


def test_of_several_layers_each_rule_is_told_once_with_a_count():
    ran = convcalc("conv", "64x9x9", "50,64,30", "-k", "3,4", "-p", "same")
    assert ran.err == (
        "note[CC507]: 4 of 6 layers: out_channels=50 is not a multiple of 8,"
        " which tensor units fill up with zeros; use 56\n"
        "note[CC508]: 3 of 6 layers: axes 0 and 1: padding=same puts 1 before and 2 after"
        " with an even kernel_size=4; use 3 or 5\n"
    )


def test_layers_that_cannot_exist_are_not_counted():
    ran = convcalc("conv", "64x3x3", "60,64", "-k", "3,5")
    assert ran.err == (
        "note[CC201]: 2 of 4 cannot exist: axis 0: effective kernel 5 is larger than the padded"
        " input 3; add padding or use a smaller kernel\n"
        "note[CC507]: 1 of 2 layers: out_channels=60 is not a multiple of 8,"
        " which tensor units fill up with zeros; use 64\n"
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_data_are_the_same_with_and_without_advice(form):
    told, quiet = convcalc(*ODD, "-f", form), convcalc(*ODD, "-f", form, "--quiet")
    assert told.err.startswith("note[CC507]: ")
    assert (quiet.err, quiet.code, told.code) == ("", 0, 0)
    assert told.out == quiet.out
    assert "CC507" not in told.out


def test_who_is_quiet_asks_no_rule(monkeypatch):
    def never(*_):
        raise AssertionError("a rule was asked")

    monkeypatch.setattr("convcalc.advice.advice.remarks", never)
    assert convcalc(*ODD).code == 3  # the bug is seen
    assert convcalc(*ODD, "--quiet").code == 0


def test_json_has_no_advice():
    assert "advice" not in json.loads(convcalc(*ODD, "-f", "json").out)


def test_a_map_that_was_asked_for_is_not_advertised():
    uneven = ("conv-transpose", "60x4x4", "8", "-k", "3", "-s", "2")
    assert [line[:11] for line in convcalc(*uneven).err.splitlines()] == [
        "note[CC502]",
        "note[CC507]",
    ]
    assert convcalc(*uneven, "--overlap").err.startswith("note[CC507]: in_channels=60 ")


def test_what_a_run_contradicts_is_said_first(monkeypatch):
    params = conv.params
    monkeypatch.setattr(conv, "params", lambda **layer: params(**layer) + 1)
    ran = convcalc(*ODD, "--verify")
    assert ran.code == 1
    kinds = [line.split(":")[0] for line in ran.err.splitlines()]
    assert kinds[0] == "not confirmed"
    assert kinds[-1] == "note[CC507]"


def test_batch_is_a_filter_and_gives_none():
    record = {"variant": "conv", "input": [64, 9, 9], "out_channels": 60, "kernel_size": 3}
    found = subprocess.run(
        [sys.executable, "-m", "convcalc", "batch"],
        input=json.dumps(record).encode(),
        capture_output=True,
        check=True,
    )
    assert found.stderr == b""
    assert json.loads(found.stdout)["params"] == 60 * (64 * 9 + 1)


@pytest.mark.parametrize("code", ADVICE)
def test_a_rule_explains_itself_and_its_example_shows_it(code):
    text = getdoc(ADVICE[code])
    first, *_ = text.splitlines()
    assert first.endswith(".")
    parts = re.findall(r"^(\w+): ", text, re.MULTILINE)
    assert parts == ["Why", "Example", "Fix"]
    example = re.search(r"^Example: convcalc (.+)$", text, re.MULTILINE)[1]
    ran = convcalc(*example.split())
    assert ran.code == 0
    assert f"note[{code}]: " in ran.err


def test_rules_stand_in_the_order_of_their_codes():
    assert list(ADVICE) == sorted(ADVICE)
    assert set(ADVICE) == {"CC501", "CC502", "CC506", "CC507", "CC508", "CC510"}
