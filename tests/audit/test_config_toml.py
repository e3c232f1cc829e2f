"""`[tool.convcalc]`: the same nodes as in YAML, each key and value at its place."""

import tomllib
from pathlib import Path

import pytest

from convcalc.audit.config import read_config_file
from convcalc.audit.config.toml_places import Places
from convcalc.errors import InputError
from convcalc.network.source.text import lined

HEAD = "[project]\nname = 'convcalc'\n\n[tool.convcalc]\n"


def config(text, folder):
    path = folder / "pyproject.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_config_file(str(path))


def problems(text, folder):
    with pytest.raises(InputError) as caught:
        config(text, folder)
    return [
        f"{one.place.line}:{one.place.column}+{one.place.width} {one.code}"
        if one.place
        else one.code
        for one in caught.value.problems
    ]


def limits(found):
    """Each bound with the text of the file at its place."""
    return [
        (budget.match, limit.metric, name, int(bound.value), written(bound.place))
        for budget in found.budgets
        for limit in budget.limits
        for name in ("max", "min", "warn")
        if (bound := getattr(limit, name))
    ]


def written(place):
    start = place.column - 1
    return f"{place.line}: {place.text[start : start + place.width]}"


def test_tables_of_every_kind(tmp_path):
    found = config(
        HEAD
        + """\
networks = ["nets/*.yaml", 'b.yaml']  # networks = ["no"]
assume = {batch = 2, dtype = "int8"}

[[tool.convcalc.budgets]]  # match = 'no'
match = '''*'''
macs = {max = "4.1G", warn = 4_000_000_000}
params.max = 35_000
since_base.macs = {max_increase = "2%", ignore_below = "1M"}

  [[tool.convcalc.budgets.layers]]
  match = "stage*"
  macs = 20

[[tool.convcalc.budgets]]
match = \"\"\"
resnet*\"\"\"
macs = 1e6
set = {width = 0.5, name = "a", on = true}

[tool.other]
macs = 5

[tool.convcalc.rules]
CC505 = "off"
""",
        tmp_path,
    )
    assert [one.text for one in found.networks] == ["nets/*.yaml", "b.yaml"]
    assert (found.assumed.batch, found.assumed.dtype) == (2, "int8")
    assert limits(found) == [
        ("*", "macs", "max", 4_100_000_000, '10: "4.1G"'),
        ("*", "macs", "warn", 4_000_000_000, "10: 4_000_000_000"),
        ("*", "params", "max", 35_000, "11: 35_000"),
        ("resnet*", "macs", "max", 1_000_000, "21: 1e6"),
    ]
    first, second = found.budgets
    assert [(one.metric, one.max_increase.text) for one in first.growths] == [("macs", "2%")]
    assert [written(one.place) for one in first.growths] == ["12: macs"]
    assert [(one.match, written(one.place)) for one in first.layers] == [("stage*", '15: "stage*"')]
    assert [one.value for one in second.settings] == [0.5, "a", True]
    assert [(one.code, written(one.place)) for one in found.levels] == [("CC505", "28: CC505")]


def test_keys_that_are_not_in_the_order_of_the_text(tmp_path):
    """Parts of one table may stand apart: `macs.warn` belongs to `macs`, behind `params`."""
    budget = "macs.max = 1000\nparams.max = 900\nmacs.warn = 1000\nmatch = '*'\n"
    text = f"{HEAD}[[tool.convcalc.budgets]]\n{budget}"
    assert limits(config(text, tmp_path)) == [
        ("*", "macs", "max", 1000, "6: 1000"),
        ("*", "macs", "warn", 1000, "8: 1000"),
        ("*", "params", "max", 900, "7: 900"),
    ]


def test_tables_that_another_one_parts(tmp_path):
    text = (
        HEAD
        + """\
[[tool.convcalc.budgets]]
match = 'a'
macs = 1000
[tool.other]
match = 'b'
macs = 1000
[[tool.convcalc.budgets]]
match = 'b'
macs = 1000
"""
    )
    assert limits(config(text, tmp_path)) == [
        ("a", "macs", "max", 1000, "7: 1000"),
        ("b", "macs", "max", 1000, "13: 1000"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_do_not_depend_on_line_ends_or_a_mark(tmp_path, end, mark):
    text = f"{mark}{HEAD}budgets = [{{match = '*', macs = 7}}]\n".replace("\n", end)
    assert limits(config(text, tmp_path)) == [("*", "macs", "max", 7, "5: 7")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("network = 3\n", ["5:1+7 CC102"]),
        ("rules = {CC505 = 'of', CC999 = 'off'}\n", ["5:18+4 CC107", "5:24+5 CC102"]),
        ("budgets = [{match = '*', macs = {mx = 1}}]\n", ["5:34+2 CC102"]),
        ("budgets = [\n  {match = '*', macs = '4m'},\n]\n", ["6:24+4 CC105"]),
        ("budgets = [{match = '*', macs = nan}, 3]\n", ["5:33+3 CC105", "5:39+1 CC105"]),
        ("budgets = [{match = '*', macs = 1979-05-27 07:32:00}]\n", ["5:33+19 CC105"]),
        ("budgets = [{match = '*', macs = true}]\n", ["5:33+4 CC105"]),
        ("budgets = 'x'\n", ["5:11+3 CC105"]),
        ("networks = [3]\n", ["5:13+1 CC105"]),
        ("convcalc = 2\n", ["5:12+1 CC119"]),
        ("assume.batch = 0\n", ["5:16+1 CC105"]),
        ("assume . 'batch' = 0\n", ["5:20+1 CC105"]),
        ("networks = [\n", ["5:13+1 CC106"]),
        ("a = 1\na = 2\n", ["6:6+1 CC106"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(tmp_path, text, told):
    assert problems(HEAD + text, tmp_path) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tool.convcalc]\n# größe\n".encode("latin-1"), ["CC101"]),
        ("[tool.convcalc]\nx-a = " + "[" * 5000 + "]" * 5000, ["CC101"]),
        ("tool.convcalc = 3\n", ["1:17+1 CC105"]),
        ("tool.convcalc = [{}]\n", ["1:17+1 CC105"]),
    ],
    ids=["latin", "deep", "number", "list"],
)
def test_what_is_no_table_is_no_bug(tmp_path, text, told):
    assert problems(text, tmp_path) == told


HARD = '''
a.b = 1 # a.b = 2
"c d".'e.f' = "x # \\" ]" # no
[ x . "y" ]
k = [1, [2, 3.5], {q = 1, r.s = [true]}, """m
n\\""" o"""", \'\'\'it's \'\'\'\', ] # ]
d = 1979-05-27 07:32:00
[[t]]
n = 1.5e3
[[t.u]]
m = -0
[[t.u]]
m = +1_0
e = {}
f = [ # none
]
[t.v]
w = ''
[[t]]
n = 2
'''


def test_every_word_of_a_hard_text_has_its_place():
    text = lined("a.toml", HARD)
    places = Places(text)
    found = list(_leaves(tomllib.loads(HARD), ()))
    assert len(found) == 15
    for path, value in found:
        assert tomllib.loads(f"a = {places.written[path]}")["a"] == value
        mark = places.values[path]
        line = text.lines[mark.line - 1]
        shown = places.written[path].split("\n")[0]
        assert line[mark.column - 1 :][: mark.width] == shown
        key = next(path[:end] for end in range(len(path), 0, -1) if isinstance(path[end - 1], str))
        mark = places.keys[key]
        assert key[-1] in text.lines[mark.line - 1][mark.column - 1 :][: mark.width]


def _leaves(value, path):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def test_our_own_pyproject_is_walked():
    path = Path(__file__).parents[2] / "pyproject.toml"
    text = path.read_text("utf-8")
    places = Places(lined(str(path), text))
    for key, value in _leaves(tomllib.loads(text), ()):
        assert tomllib.loads(f"a = {places.written[key]}")["a"] == value
