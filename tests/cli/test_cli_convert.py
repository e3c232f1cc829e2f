"""`convcalc convert`: files by suffix, and what is refused."""

import pytest
from commandline import convcalc

NET = """\
convcalc: 1
input: 3x8x8
layers:
  - conv: {out: 8, k: 3}
    name: stem
"""
pytestmark = pytest.mark.usefixtures("net")


@pytest.fixture
def net(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.yaml").write_text(NET)


def test_a_file_is_written_and_costs_the_same(tmp_path):
    ran = convcalc("convert", "net.yaml", "-o", "flat.yaml")
    assert (ran.code, ran.out, ran.err) == (0, "", "note: wrote flat.yaml\n")
    assert "  - conv: {out: 8, k: 3}\n    name: stem\n" in (tmp_path / "flat.yaml").read_text()
    # By hand: 8·3·9 + 8 params, and 216 MACs at 6·6 positions.
    assert "7,776" in convcalc("net", "flat.yaml").out


def test_a_file_that_is_there_stays_unless_forced(tmp_path):
    (tmp_path / "flat.yaml").write_text("mine")
    ran = convcalc("convert", "net.yaml", "-o", "flat.yaml")
    assert (ran.code, ran.err.split("; ")[0]) == (2, "error[CC101]: flat.yaml exists")
    assert (tmp_path / "flat.yaml").read_text() == "mine"
    assert convcalc("convert", "net.yaml", "-o", "flat.yaml", "--force").code == 0
    assert (tmp_path / "flat.yaml").read_text().startswith("convcalc: 1")


DOT = """\
digraph "net" {
  node [shape=box, style=rounded, fontname=Helvetica];
  t0 [label="input"];
  t1 [label="stem\\nconv"];
  t2 [label="output"];
  t0 -> t1 [label="3x8x8"];
  t1 -> t2 [label="8x6x6"];
}
"""
MERMAID = """\
flowchart TD
  t0["input"]
  t1["stem<br>conv"]
  t2["output"]
  t0 -->|"3x8x8"| t1
  t1 -->|"8x6x6"| t2
"""


@pytest.mark.parametrize(
    ("suffix", "form", "text"), [("dot", "dot", DOT), ("mmd", "mermaid", MERMAID)]
)
def test_drawings(tmp_path, suffix, form, text):
    assert convcalc("convert", "net.yaml", "-o", f"net.{suffix}").code == 0
    assert (tmp_path / f"net.{suffix}").read_text() == text
    assert convcalc("convert", "net.yaml", "-o", "-", "--to", form).out == text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("net.yaml", "-o", "net.txt"), 'error[CC107]: net.txt: ".txt" says no form'),
        (("net.yaml", "-o", "no/net.dot"), "error[CC101]: cannot write no/net.dot"),
        (("none.yaml", "-o", "-"), "error[CC101]"),
    ],
)
def test_what_cannot_be_written(words, sentence):
    ran = convcalc("convert", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(sentence)
