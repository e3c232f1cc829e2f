"""Every word of a budget, and everything that may be wrong with one: code, sentence, place."""

from fractions import Fraction
from pathlib import Path

import pytest

from convcalc.errors import InputError
from convcalc.network.arguments import Reader
from convcalc.network.budgets import read_budget, read_limits
from convcalc.network.problems import Problems
from convcalc.network.scope import Scope
from convcalc.network.source import read_text


def read(text, *, own=False):
    """The budget of one line, and its problems as `column: code sentence`."""
    problems = Problems()
    source = read_text(text, "b.yaml")
    scope = Scope(problems, {"width": source.place(source.root.mark)})
    budget = read_budget(source.root, Reader(source, problems, scope, {}), own=own)
    try:
        problems.require_none()
    except InputError as error:
        return budget, [f"{one.place.column}: {one.code} {one.message}" for one in error.problems]
    return budget, []


def problems(text, **more):
    return read(text, **more)[1]


def written():
    """Budgets of one line with the lines below each: what is said of it."""
    path = Path(__file__).parents[1] / "data" / "budget_problems.txt"
    found = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("{") or line in ("a", "[a]"):
            told = found.setdefault(line, [])
        elif line.startswith("  "):
            told.append(line.strip())
    return list(found.items())


def limit(text, metric="macs"):
    budget, wrong = read(f"{{match: a, {metric}: {text}}}")
    assert not wrong
    return budget.limits[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.1G", 4_100_000_000),
        ("300M", 300_000_000),
        ("2k", 2000),
        ("1T", 10**12),
        ("1e6", 1_000_000),
        ("1_000", 1000),
        ("'5'", 5),
        ('" 5 "', 5),
        ("0", 0),
        ("-3", -3),  # an offset may be
        ("0.1", Fraction(1, 10)),  # exactly, not the nearest float
        ("1e400", 10**400),
        ("&a 7", 7),
    ],
)
def test_numbers_are_exact(text, value):
    assert limit(text).max.value == value
    assert limit(f"{{max: {text}}}").max.value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("14MiB", 14680064), ("14MB", 14_000_000), ("1.5KiB", 1536), ("512", 512), ("1kB", 1000)],
)
def test_bytes_are_sizes(text, value):
    assert limit(text, "weights_bytes").max.value == value


def test_every_word_is_read():
    budget, wrong = read(
        "{match: 'a*', macs: {max: 3k, min: 1k, warn: 2k, slack: 12.5%}, params: 5, x-why: me,"
        " since_base: {macs: {max_increase: 2%, ignore_below: 1k}, params: 3},"
        " layers: [{match: 's*', flops: 7, x-a: 1}], set: {width: 0.5, name: on}}"
    )
    assert not wrong
    assert budget.match == "a*"
    macs, params = budget.limits
    assert (macs.max.value, macs.min.value, macs.warn.value) == (3000, 1000, 2000)
    assert (macs.slack, params.max.value, params.slack) == (Fraction(1, 8), 5, None)
    assert (macs.max.text, macs.max.place.column, macs.place.column) == ("3k", 27, 15)
    first, second = budget.growths
    assert (first.max_increase.value, first.max_increase.relative) == (Fraction(1, 50), True)
    assert (first.ignore_below.value, first.ignore_below.relative) == (1000, False)
    assert (second.metric, second.max_increase.value, second.ignore_below) == ("params", 3, None)
    (layers,) = budget.layers
    assert (layers.match, layers.limits[0].metric) == ("s*", "flops")
    assert [(one.name, one.value) for one in budget.settings] == [("width", 0.5), ("name", "on")]
    assert (budget.assumed, budget.levels) == (None, ())


def test_a_file_says_more_for_itself():
    budget, wrong = read(
        "{macs: 5, assume: {batch: 2k, dtype: int8}, rules: {CC505: off, CC502: 'error'}}", own=True
    )
    assert not wrong
    assert (budget.match, budget.assumed.batch, budget.assumed.dtype) == ("*", 2000, "int8")
    assert [(one.code, one.level) for one in budget.levels] == [
        ("CC505", "off"),
        ("CC502", "error"),
    ]


@pytest.mark.parametrize(("text", "told"), written(), ids=str)
def test_what_is_wrong_is_told_at_its_place(text, told):
    assert problems(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{match: a}", ['2: CC102 unknown metric "match"; ']),
        ("{set: {widht: 1}}", ['8: CC102 unknown var "widht"; did you mean "width"?']),
        ("{set: {zz: 1}}", ['8: CC102 unknown var "zz"; name one of vars']),
        ("{assume: {bach: 1}}", ['11: CC102 unknown key "bach" for assume; did you mean "batch"?']),
        ("{assume: {q: 1}}", ['11: CC102 unknown key "q" for assume; use batch and dtype']),
        ("{assume: {batch: [1]}}", ["18: CC105 batch is one value"]),
        ("{assume: {batch: 0}}", ["18: CC105 batch: 0 is too small; use 1 or more"]),
        ("{assume: {batch: -1}}", ["18: CC105 batch: -1 is too small; use 1 or more"]),
        ("{assume: {batch: 1.5}}", ['18: CC105 batch: "1.5" is not a whole number']),
        ("{assume: {dtype: fp33}}", ['18: CC107 dtype "fp33" is not known; did you mean "fp32"?']),
        ("{assume: {dtype: q}}", ['18: CC107 dtype "q" is not known; use fp32, ']),
        ("{assume: 3}", ["10: CC105 assume is a mapping; write key: value"]),
        ("{rules: {CC505: of}}", ['17: CC107 CC505: level "of" is not known; did you mean "off"?']),
        ("{rules: {CC505: no}}", ['17: CC107 CC505: level "no" is not known; did you mean "note"']),
        ("{rules: {CC505: [off]}}", ['17: CC107 CC505: level "" is not known; use off, note, ']),
        ("{rules: off}", ["9: CC105 rules is a mapping; write key: value"]),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_files_own(text, told):
    found = problems(text, own=True)
    assert len(found) == len(told)
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True))


def test_keys_are_given_once():
    with pytest.raises(InputError, match="CC108"):
        read("{match: a, macs: 1, macs: 2}")


def test_limits_of_a_sweep_are_the_same():
    found = []
    source = read_text("{macs: 300M, prams: 1}", "s.yaml")
    wrong = Problems()
    found = read_limits(source.root, Reader(source, wrong, Scope(wrong, {}), {}))
    assert [(one.metric, one.max.value) for one in found] == [("macs", 300_000_000)]
    assert len(wrong) == 1
