"""Reports that were saved, as one side of a difference."""

import json

import pytest
from commandline import convcalc

from convcalc.audit.difference import compared
from convcalc.audit.difference.reading import Settings, side
from convcalc.audit.difference.saved import SCHEMA, saved
from convcalc.errors import InputError
from convcalc.report import network_record

AGAIN = "save one with convcalc net FILE -f json"
NET = {"name": "n", "file": "n.yaml", "totals": {"macs": 1}}
LAYER = {"path": "c", "input": [[3, 8, 8]], "output": [8, 8, 8]}


@pytest.fixture
def save(tmp_path):
    def written(text, name="a.json"):
        file = tmp_path / name
        file.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        return str(file)

    return written


def report(*networks):
    return {
        "schema": SCHEMA,
        "assumptions": {"batch": 1, "dtype": "fp32"},
        "networks": list(networks),
    }


def test_the_schema_is_that_of_our_reports():
    assert SCHEMA == network_record.SCHEMA


@pytest.mark.parametrize("name", ["resnet50", "unet", "densenet121", "mobilenet_v3_large"])
def test_a_saved_network_is_what_it_was(name, save):
    file = save(convcalc("net", name, "-f", "json").out)
    assert compared(saved(file), side(name, Settings())).same


def test_a_batch_and_a_dtype_are_kept(save):
    file = save(convcalc("net", "lenet5", "--batch", "8", "--dtype", "fp16", "-f", "json").out)
    assert (saved(file).batch, saved(file).dtype) == (8, "fp16")


def test_what_another_convention_counts_is_refused(save):
    file = save(convcalc("net", "lenet5", "--convention", "fvcore", "-f", "json").out)
    with pytest.raises(InputError, match=f"it counts as fvcore does; {AGAIN}"):
        saved(file)


def test_a_report_of_a_difference_is_one_of_its_new_side(save):
    file = save(convcalc("diff", "resnet18", "resnet34", "-f", "json").out)
    assert compared(saved(file), side("resnet34", Settings())).same


def test_a_report_is_known_by_its_first_key_too(save):
    text = convcalc("net", "lenet5", "-f", "json").out
    assert side(save(text, "saved.txt"), Settings()).networks[0].name == "lenet5"
    flow = save("{convcalc: 1, input: 3x8x8, layers: [relu]}", "flow.yaml")
    assert not side(flow, Settings()).networks[0].problems


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("{", "CC106", "Expecting property name"),
        ("[" * 100_000, "CC106", "recursion"),
        ("[1]", "CC119", f"it is no {SCHEMA}"),
        ("{}", "CC119", f"it is no {SCHEMA}"),
        ({"schema": "convcalc/layer@1"}, "CC119", "its schema is 'convcalc/layer@1', not"),
        ({"schema": "convcalc/report@2"}, "CC119", "its schema is 'convcalc/report@2', not"),
        ({"schema": SCHEMA}, "CC119", "assumptions: Field required"),
        (report(3), "CC119", "networks.0: Input should be a valid dictionary"),
        (report(NET | {"totals": {}}), "CC119", "n has no totals"),
        (report(NET | {"totals": {"macs": "many"}}), "CC119", "'many'"),
        (report(NET | {"totals": {"macs": True}}), "CC119", "True is no number"),
        (report(NET | {"totals": {"jump": ["1/0"]}}), "CC119", "Fraction(1, 0)"),
        (report(NET | {"layers": [{"path": "c"}]}), "CC119", "networks.0.layers.0.input"),
        (report(NET | {"layers": [LAYER | {"ops": 3}]}), "CC119", "c is several operators"),
        (report(NET | {"layers": [LAYER | {"op": "conv"}]}), "CC119", "n: c has no params"),
        (
            report(NET | {"layers": [LAYER | {"op": "conv", "params": "x"}]}),
            "CC119",
            "invalid literal for int",
        ),
    ],
)
def test_what_is_no_report(text, code, says, save):
    file = save(text)
    with pytest.raises(InputError) as caught:
        saved(file)
    problem = caught.value.problem
    assert problem.code == code
    assert problem.message.startswith(f"{file}: ")
    assert says in problem.message
    assert problem.message.endswith(AGAIN)


def test_a_report_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(InputError, match=r"CC101.*No such file or directory"):
        saved(str(tmp_path / "none.json"))
    (tmp_path / "bytes.json").write_bytes(b'{"schema": "\xff"}')
    with pytest.raises(InputError, match=r"CC101.*byte 13 is not UTF-8"):
        saved(str(tmp_path / "bytes.json"))


def test_a_report_made_with_depth_says_so(save):
    file = save(convcalc("net", "resnet18", "--depth", "1", "-f", "json").out)
    with pytest.raises(InputError, match=r"resnet18: stem is several operators \(--depth\)"):
        saved(file)


def test_a_network_that_was_not_valid_keeps_its_problems(save, tmp_path):
    (tmp_path / "bad.yaml").write_text("convcalc: 1\ninput: 3x8x8\nlayers: [{cnov: 3}]\n")
    file = save(convcalc("net", tmp_path / "bad.yaml", "-f", "json").out)
    (problem,) = saved(file).networks[0].problems
    assert problem.code == "CC117"
    assert "was not valid when it was saved: unknown operator" in problem.message
