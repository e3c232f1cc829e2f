"""Every word can be explained, every example runs, and no code is without an explanation."""

import json
import re
import shlex
from pathlib import Path

import pytest
from commandline import convcalc

import convcalc as package
from convcalc.glossary import KINDS, found
from convcalc.network.document import KEYS
from convcalc.network.words import GRAPH_WORDS
from convcalc.report.answer import Answer
from convcalc.report.record import record

ENTRIES = [entry for kind in KINDS.values() for entry in kind()]
EXAMPLES = sorted({example for entry in ENTRIES for example in entry.examples})
SOURCE = [path.read_text("utf-8") for path in Path(package.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.kind}-{entry.name}")
def test_every_word_is_explained(entry):
    ran = convcalc("explain", entry.name)
    assert (ran.code, ran.err) == (0, "")
    assert entry.name in ran.out
    assert entry.summary.endswith((".", "]"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_runs(example):
    program, *words = shlex.split(example)
    assert program == "convcalc"
    assert convcalc(*words).code == 0


def test_every_code_that_is_raised_is_explained():
    raised = {code for text in SOURCE for code in re.findall(r'"(CC\d{3})"', text)}
    assert raised == {entry.name for entry in KINDS["rules"]()}


@pytest.mark.parametrize("entry", list(KINDS["rules"]()), ids=lambda entry: entry.name)
def test_a_rule_says_why_and_what_to_do(entry):
    assert re.match(r"Why: .+\nExample: .+\nFix: .+", entry.text, re.DOTALL), entry.text


@pytest.mark.parametrize(
    "entry", [one for one in KINDS["rules"]() if one.name > "CC2"], ids=lambda entry: entry.name
)
def test_the_example_of_a_rule_shows_it(entry):
    example = re.search(r"Example: convcalc ((?!explain).+)", entry.text)
    if example is None:
        pytest.skip("the example is no command")
    ran = convcalc(*shlex.split(example.group(1)))
    assert f"[{entry.name}]" in ran.err


def test_every_metric_of_the_record_is_explained():
    layer = package.Conv(out_channels=4, kernel_size=3).cost((3, 9, 9))
    numbers = [name for name, value in record(Answer(layer)).items() if isinstance(value, int)]
    known = {entry.name for entry in KINDS["metrics"]()}
    assert set(numbers) - {"batch"} <= known


def test_short_keys_and_hyphens_and_case():
    assert [entry.name for entry in found("-s")] == ["stride"]
    # The second is an argument of lrn by that name.
    assert [entry.name for entry in found("-k")] == ["kernel_size", "k"]
    assert {entry.kind for entry in found("Conv-Transpose")} == {"variants", "ops"}
    assert [entry.name for entry in found("cc204")] == ["CC204"]


def test_a_key_that_means_several_things_is_told_for_each():
    (steps,) = found("steps")
    assert steps.text.startswith("Taken by: take\nOf recurrent: directions and time")
    # Its long name is learned; the metric that it adds to comes first.
    assert [entry.kind for entry in found("params")] == ["metrics", "keys"]


def test_an_unknown_word_is_answered_with_the_nearest():
    ran = convcalc("explain", "strid")
    assert ran.code == 2
    assert ran.err == (
        'error[CC107]: topic "strid" is not known; did you mean "stride"?;'
        " convcalc list shows variants, ops, rules, metrics, keys, language, conventions, dtypes,"
        " zoo\n"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl", "csv", "markdown"])
def test_a_list_has_every_word_in_every_format(kind, form):
    ran = convcalc("list", kind, "-f", form)
    assert ran.code == 0
    assert all(entry.name in ran.out for entry in KINDS[kind]())
    if form == "json":
        assert {one["kind"] for one in json.loads(ran.out)} == {kind}


def test_an_unknown_kind():
    ran = convcalc("list", "rule")
    assert ran.code == 2
    assert ran.err == (
        'error[CC107]: kind "rule" is not known; did you mean "rules"?'
        " (variants, ops, rules, metrics, keys, language, conventions, dtypes, zoo)\n"
    )


def test_every_word_of_the_language_is_explained():
    """Those that the reader knows: what stands in a file, beside a layer, and behind a norm."""
    spoken = {*GRAPH_WORDS, *KEYS, "norm", "act", "prev", "entry", "cin", "like", "split"}
    assert spoken - {"budget"} == {entry.name for entry in KINDS["language"]()}
