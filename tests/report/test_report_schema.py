"""What `-f json` writes is what `convcalc schema report` says."""

import json

import pytest
from commandline import convcalc
from jsonschema import Draft202012Validator

from convcalc.report.schema import report_schema

SCHEMA = Draft202012Validator(report_schema())
NET = "convcalc: 1\ninput: 3x8x8\nlayers: [conv: {out: 8, k: 3}]\nbudget: {macs: 1k, params: 1M}\n"


@pytest.fixture
def nets(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(NET)
    (tmp_path / "b.yaml").write_text(NET.replace("out: 8", "out: 9"))
    (tmp_path / "bad.yaml").write_text(NET.replace("conv", "cnov"))
    return tmp_path


def test_the_schema_is_one():
    Draft202012Validator.check_schema(report_schema())


@pytest.mark.usefixtures("nets")
@pytest.mark.parametrize(
    "words",
    [
        ("net", "a.yaml", "bad.yaml"),
        ("net", "unet", "--depth", "1"),
        ("net", "a.yaml", "--convention", "onnx-tool"),
        ("net", "a.yaml", "--convention", "torch"),
        ("verify", "a.yaml"),
        ("audit", "a.yaml", "b.yaml", "bad.yaml"),
        ("diff", "a.yaml", "b.yaml", "--fail-on", "macs:+1%"),
    ],
)
def test_what_commands_write_passes(words):
    ran = convcalc(*words, "-f", "json")
    errors = [error.message for error in SCHEMA.iter_errors(json.loads(ran.out))]
    assert errors == []


def test_an_audit_with_a_base_passes_and_has_its_totals(repo):
    """8·27 + 8 = 224 params before, 9·27 + 9 = 252 now."""
    repo.write("a.yaml", NET)
    repo.commit()
    repo.write("a.yaml", NET.replace("out: 8", "out: 9"))
    found = json.loads(convcalc("audit", "a.yaml", "--base", "main", "-f", "json").out)
    assert list(SCHEMA.iter_errors(found)) == []
    (network,) = found["networks"]
    assert (network["base"]["totals"]["params"], network["totals"]["params"]) == (224, 252)


@pytest.mark.usefixtures("nets")
@pytest.mark.parametrize(
    ("key", "value"),
    [("schema", "convcalc/report@2"), ("summary", {}), ("networks", [{"name": "a"}])],
)
def test_another_report_fails(key, value):
    found = json.loads(convcalc("net", "a.yaml", "-f", "json").out)
    assert not SCHEMA.is_valid({**found, key: value})
