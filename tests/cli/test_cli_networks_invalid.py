"""Networks that are not valid among good ones, and options that cannot be."""

import csv
import io
import json

import pytest
from commandline import convcalc

BAD = "convcalc: 1\ninput: 3x8x8\nlayers: [{cnov: {out: 3}}]\n"


@pytest.fixture
def bad(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    return str(file)


def test_json_is_valid_and_says_which_network_is_not(bad):
    ran = convcalc("net", "lenet5", bad, "-f", "json")
    assert ran.code == 2
    report = json.loads(ran.out)
    good, wrong = report["networks"]
    assert (good["status"], wrong["status"]) == ("complete", "invalid")
    (error,) = wrong["errors"]
    assert error["code"] == "CC117"
    assert error["source"] == {"file": bad, "line": 3, "column": 11}
    assert report["summary"] == {"errors": 1, "warnings": 0, "exit_code": 2}
    assert f'{bad}:3:11: error[CC117]: unknown operator or block "cnov"' in ran.err


@pytest.mark.parametrize("form", ["table", "plain", "jsonl", "csv", "markdown"])
def test_the_exit_code_does_not_depend_on_the_format(bad, form):
    ran = convcalc("net", "lenet5", bad, "-f", form)
    assert ran.code == 2
    assert "840" in ran.out  # MACs of the last layer: 84 x 10


def test_a_network_that_does_not_fit_is_named_and_the_others_run():
    """vgg16's fc6 has 25088 · 4096 weights, of 4 bytes: 392 MiB."""
    ran = convcalc("verify", "vgg16", "lenet5", "--memory", "200MiB")
    assert ran.code == 2
    assert ran.err.startswith("error[CC220]: vgg16: running fc6 needs 393 MiB")
    assert "lenet5" in ran.out
    assert "✓" in ran.out


@pytest.mark.parametrize("extra", [(), ("--depth", "1"), ("--depth", "2", "--sort", "params")])
def test_rows_add_up_to_the_total(extra):
    """11689512 params and 1814073344 MACs: torchvision's resnet18, as shared/data has them."""
    rows = list(csv.DictReader(io.StringIO(convcalc("net", "resnet18", *extra, "-f", "csv").out)))
    layers = json.loads(convcalc("net", "resnet18", *extra, "-f", "json").out)["networks"][0]
    for found in (rows, layers["layers"]):
        assert sum(int(row["params"]) for row in found) == 11689512
        assert sum(int(row["macs"]) for row in found) == 1814073344


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--top", "0"], "error[CC100]: Invalid value for '--top'"),
        (["--depth", "0"], "error[CC100]: Invalid value for '--depth'"),
        (["--columns", "params,mcas"], 'error[CC107]: metric "mcas" is not known; did you mean'),
        (["--sort", "mac"], 'error[CC107]: metric "mac" is not known; did you mean "macs"?'),
        (["--batch", "0"], "error[CC105]: batch: 0 is too small; use 1 or more"),
        (["--set", "x"], "error[CC100]: --set x: write --set NAME=VALUE"),
        (
            ["--set", "clases=3"],
            'error[CC102]: lenet5 has no var "clases"; did you mean "classes"?',
        ),
        (["--input", "1x32x"], 'error[CC202]: --input: cannot read "1x32x"'),
    ],
)
def test_an_option_that_cannot_be_is_2(words, says):
    ran = convcalc("net", "lenet5", *words)
    assert ran.code == 2
    assert ran.err.startswith(says)
