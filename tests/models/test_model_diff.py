"""`convcalc diff` of models that are not counted in full: all formats and stderr say so."""

import csv
import io
import json

import pytest
from building import Making
from commandline import convcalc
from jsonschema import Draft202012Validator

from convcalc.report.schema import report_schema

WHY = "how much NonZero makes is known only when it runs"
NOTHING = "nothing changed that is counted\n"


def model(channels, uncounted):
    """A convolution, and as many operators of which the size of the output is not known."""
    made = Making({"x": (1, 3, 8, 8)})
    x = made.op("Conv", "x", made.weight(channels, 3, 3, 3), called="stem")
    others = [made.op("NonZero", x, called=f"nz{number}") for number in range(uncounted)]
    return made.model(x, *others).SerializeToString()


@pytest.fixture(autouse=True)
def models(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, said in {"whole": (4, 0), "one": (4, 1), "two": (8, 2)}.items():
        (tmp_path / f"{name}.onnx").write_bytes(model(*said))
    return tmp_path


def test_what_is_not_counted_is_named_once_on_stderr():
    told = f"partial: one.onnx: NonZero (nz0): {WHY}\n"
    assert convcalc("diff", "one.onnx", "one.onnx").err == told
    assert convcalc("diff", "whole.onnx", "one.onnx").err == told
    both = told + f"partial: two.onnx: 2 × NonZero (nz0, nz1): {WHY}\n"
    assert convcalc("diff", "one.onnx", "two.onnx").err == both
    assert convcalc("diff", "whole.onnx", "whole.onnx").err == ""


def test_the_table_says_partial_and_how_many_more():
    """Eight channels of 3·9 params in place of four: 108 more."""
    head, *rows = convcalc("diff", "one.onnx", "two.onnx").out.splitlines()
    assert head == "one -> two   one.onnx -> two.onnx, batch 1, fp32, partial"
    told = {row.split()[0]: row.split()[1:] for row in rows if row}
    assert told["params"] == ["108", "216", "+108", "+100.0", "%"]
    assert told["uncounted"] == ["1", "2", "+1", "+100.0", "%"]
    assert "partial" not in convcalc("diff", "whole.onnx", "whole.onnx").out


def test_a_caption_of_markdown_says_partial():
    ran = convcalc("diff", "whole.onnx", "one.onnx", "-f", "markdown")
    assert ran.out.startswith("**whole -> one   whole.onnx -> one.onnx, batch 1, fp32, partial**\n")
    assert "| uncounted |   0 |   1 |" in ran.out


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_nothing_changed_is_of_what_is_counted(form):
    assert convcalc("diff", "one.onnx", "one.onnx", "-f", form).out == NOTHING


@pytest.mark.parametrize(
    ("sides", "numbers"),
    [
        (("one", "two"), ["1", "2", "1", "100.0"]),
        (("one", "one"), ["1", "1", "0", "0.0"]),
        (("whole", "one"), ["0", "1", "1", ""]),
        (("one", "whole"), ["1", "0", "-1", "-100.0"]),
        (("whole", "whole"), None),
    ],
)
def test_a_row_of_csv_has_how_many_are_not_counted(sides, numbers):
    ran = convcalc("diff", *[f"{side}.onnx" for side in sides], "-f", "csv")
    rows = [row for row in csv.reader(io.StringIO(ran.out)) if row[3] == "uncounted"]
    assert [row[4:] for row in rows] == ([numbers] if numbers else [])


def test_json_has_the_operators_of_both_sides():
    report = json.loads(convcalc("diff", "one.onnx", "two.onnx", "-f", "json").out)
    assert [*Draft202012Validator(report_schema()).iter_errors(report)] == []
    (network,) = report["networks"]
    known = {"op": "NonZero", "why": WHY}
    assert network["status"] == "partial"
    assert network["uncounted"] == [known | {"count": 2, "paths": ["nz0", "nz1"]}]
    assert network["base"]["uncounted"] == [known | {"count": 1, "paths": ["nz0"]}]
    (network,) = json.loads(convcalc("diff", "one.onnx", "whole.onnx", "-f", "json").out)[
        "networks"
    ]
    assert network["status"] == "complete"
    assert "uncounted" not in network


def test_a_saved_report_keeps_it(models):
    (models / "saved.json").write_text(convcalc("net", "one.onnx", "-f", "json").out)
    ran = convcalc("diff", "saved.json", "one.onnx")
    assert (ran.out, ran.err) == (NOTHING, f"partial: one.onnx: NonZero (nz0): {WHY}\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("whole.onnx", "one.onnx"), 0),
        (("whole.onnx", "one.onnx", "--strict"), 1),
        (("one.onnx", "whole.onnx", "--strict"), 1),
        (("one.onnx", "one.onnx", "--strict", "--exit-zero"), 0),
        (("whole.onnx", "whole.onnx", "--strict"), 0),
    ],
)
def test_strict_makes_it_a_finding(words, code):
    assert convcalc("diff", *words).code == code


def test_of_several_networks_those_are_named_that_did_not_change(repo):
    repo.write("convcalc.yaml", "convcalc: 1\nnetworks: ['*.onnx']\n")
    for name in ("a", "b", "gone"):
        (repo.path / f"{name}.onnx").write_bytes(model(4, 1))
    repo.commit()
    (repo.path / "gone.onnx").unlink()
    lines = convcalc("diff", "--base", "main").out.splitlines()
    assert lines[0].startswith("gone (gone)   ")
    assert lines[0].endswith(", partial")
    assert lines[-1] == "nothing changed that is counted in a, b"
