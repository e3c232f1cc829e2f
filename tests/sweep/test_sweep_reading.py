"""A sweep's file: every form of values, and a sentence at its place for all that is wrong."""

import pytest
from loops import swept

from convcalc.errors import InputError
from convcalc.network.source import read_text
from convcalc.sweep.chunks import Chunks
from convcalc.sweep.reading import Changes, Line, read_sweep, sweep_of

HEAD = """\
convcalc: 1
sweep: test
network:
  input: [c, h, h]
  vars: {c: 4, h: 8, w: 1.0, act: relu}
  layers:
    - conv: {out: ceil(8*w), k: 3, act: act}
"""


def read(text, **changes):
    return read_sweep(read_text(HEAD + text, "a.sweep.yaml"), Changes(**changes))


def values(text):
    """Each var's values, as they are written under `space`."""
    sweep = read(f"space: {text}\n")
    return {
        name: [one.item() if hasattr(one, "item") else one for one in some]
        for axis in sweep.space.axes
        for name, some in axis.values.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{c: [1, 2, 4]}", [1, 2, 4]),
        ("{c: 7}", [7]),
        ("{c: '1,3,5..9:2'}", [1, 3, 5, 7, 9]),
        ("{c: 8..32:8}", [8, 16, 24, 32]),
        ("{c: {from: 8, to: 32, step: 8}}", [8, 16, 24, 32]),
        ("{c: {from: 3, to: 6}}", [3, 4, 5, 6]),
        ("{c: {from: 16, to: 128, times: 2}}", [16, 32, 64, 128]),
        # Decimal steps are exact: adding 0.1 as a float would give 0.30000000000000004.
        ("{c: {from: 0.1, to: 0.4, step: 0.1}}", [0.1, 0.2, 0.3, 0.4]),
        ("{c: {from: 0.5, to: 1.6875, times: 1.5}}", [0.5, 0.75, 1.125, 1.6875]),
        ("{c: [1, 2.5]}", [1.0, 2.5]),
        ("{c: [relu, silu]}", ["relu", "silu"]),
        ("{c: [true, 3]}", [True, 3]),
        ("{c: [[1, 2], 3]}", [(1, 2), 3]),
        ("{c: [1k, 2*3]}", [1000, 6]),
    ],
)
def test_forms_of_values(text, expected):
    assert values(text) == {"c": expected}


# What is added to a file that is right, where the problem is, its code, and part of its sentence.
WRONG = [
    ("space: {c: [1]}\nspcae: 3\n", "9:1", "CC102", 'did you mean "space"?'),
    ("space: {k: [1]}\n", "8:9", "CC102", 'the network has no var "k"'),
    ("space: {c: []}\n", "8:12", "CC105", "takes no value"),
    ("space: {c: [1, 2, 1]}\n", "8:12", "CC105", "1 is given twice"),
    ("space: {c: {from: 1, to: 8, step: 3}}\n", "8:12", "CC105", "end it at 7 or 10"),
    ("space: {c: {from: 1, to: 9, times: 2}}\n", "8:12", "CC105", "end it at 8 or 16"),
    ("space: {c: {from: 9, to: 1}}\n", "8:12", "CC105", "write it upwards"),
    ("space: {c: {from: 0, to: 8, times: 2}}\n", "8:12", "CC105", "upwards from above 0"),
    ("space: {c: {form: 1, to: 8}}\n", "8:13", "CC102", 'did you mean "from"?'),
    ("space: {c: [rleu]}\n", "8:12", "CC110", 'unknown name "rleu"'),
    ("space: {c: 1..8:3}\n", "8:12", "CC105", "misses its end"),
    ("space: {c: [1]}\nzip: {c: [2], h: [3]}\n", "9:7", "CC104", "c is swept twice"),
    ("zip: {c: [2], h: [3, 4]}\n", "8:6", "CC105", "c has 1, h has 2"),
    ("space: {c: [1]}\nwhere: [c < foo]\n", "9:13", "CC110", 'unknown name "foo"'),
    ("space: {c: [1]}\nwhere: [macs < 3]\n", "9:9", "CC110", 'unknown name "macs"'),
    ("space: {c: [1]}\nminimize: [mcas]\n", "9:12", "CC110", 'did you mean "macs"?'),
    ("space: {c: [1]}\nminimize: [macs +]\n", "9:17", "CC111", 'missing after "+"'),
    ("space: {c: [1]}\nlimits: {mac: 3}\n", "9:10", "CC102", 'did you mean "macs"?'),
    ("space: {c: [1]}\nlimits: {macs: {warn: 3}}\n", "9:10", "CC102", "use max and min"),
    ("space: {c: [1]}\nsample: 100\n", "9:9", "CC105", "sample is all, or"),
    ("space: {c: [1]}\nsample: {seed: 1}\n", "9:9", "CC103", "random is missing"),
    ("space: {c: [1]}\nsample: {random: 0}\n", "9:18", "CC105", "0 is out of range"),
    ("space: {c: [1]}\nout: points.xlsx\n", "9:6", "CC105", "use one of .csv, .jsonl, .parquet"),
    ("minimize: [macs]\n", "1:1", "CC103", "space is missing"),
]


@pytest.mark.parametrize(("text", "place", "code", "said"), WRONG)
def test_what_is_wrong_is_told_at_its_place(text, place, code, said):
    with pytest.raises(InputError) as caught:
        read(text)
    problems = {str(one.place).partition(":")[2]: one for one in caught.value.problems}
    assert place in problems
    assert problems[place].code == code
    assert said in problems[place].message


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(InputError) as caught:
        read("space: {c: [1, 1], k: [2]}\nminimize: [x]\nlimits: {y: 3}\n")
    assert len(caught.value.problems) == 4


def test_a_network_that_is_wrong_is_told_in_its_own_lines():
    text = HEAD.replace("k: 3", "k: kernel") + "space: {c: [1]}\n"
    with pytest.raises(InputError) as caught:
        read_sweep(read_text(text, "a.sweep.yaml"), Changes())
    assert str(caught.value.problem.place) == "a.sweep.yaml:7:33"


def test_columns_are_what_limits_and_objectives_are_about():
    sweep = read("space: {c: [1]}\nlimits: {params: 3k}\nminimize: [macs]\nmaximize: [c*w]\n")
    assert [term.text for term in sweep.columns] == ["params", "macs", "c*w"]
    assert [term.text for term in read("space: {c: [1]}\n").columns] == ["params", "macs"]


def test_settings_hold_for_all_points():
    sweep = read("space: {c: [1, 2]}\ncolumns: [params]\n", settings={"w": 2.0})
    # By hand: 3·3·c·16 weights and 16 biases.
    table = Chunks(sweep).chunk(0, table=True).table
    assert table.columns[0].tolist() == [9 * 16 + 16, 2 * 9 * 16 + 16]


def test_batch_and_dtype_are_asked_for():
    text = "space: {c: [1, 2]}\ncolumns: [params, macs, weights_bytes]\n"
    table = Chunks(read(text, batch=3, dtype="fp16")).chunk(0, table=True).table
    # By hand: 6·6 positions, 9·c taps, 8 channels, 3 samples; two bytes a weight.
    params = [9 * 8 + 8, 2 * 9 * 8 + 8]
    assert table.columns[1].tolist() == [36 * 9 * 8 * 3, 36 * 2 * 9 * 8 * 3]
    assert table.columns[2].tolist() == [2 * one for one in params]


def test_conditions_and_limits_remove_each_point_once():
    network = {"input": ["c", 8, 8], "vars": {"c": 1, "k": 1}, "layers": [{"conv": {"out": "c"}}]}
    network["layers"][0]["conv"]["k"] = "k"
    space = {"c": [1, 2, 3, 4], "k": [1, 3, 9]}
    asked = {"where": ["c != 2"], "limits": {"params": {"min": 3}, "macs": "2k"}}
    result = swept(network, space, ["params", "macs"], **asked)
    # By hand: k=9 does not fit 8x8 (3 points, c=2 left out before). Of c=1,3,4 with k=1 and 3,
    # params = c²k² + c are 2 10, 12 84, 20 148 and macs c²k²(9−k)²: 64 324, 576 2916, 1024 5184.
    assert result.codes == {"CC201": 3}
    assert {number: tuple(row.values()) for number, row in result.found.items()} == {
        1: (10, 324),
        6: (12, 576),
        9: (20, 1024),
    }


def test_a_sweep_of_one_line_is_that_of_a_file():
    line = Line(
        space=["width=0.5,1", "resolution=96..160:32"],
        where=["resolution != 128"],
        limit=["macs=100M"],
        min=["macs"],
        max=["width*resolution"],
    )
    text = """\
convcalc: 1
sweep: the same
network: mobilenet_v2
space: {width: [0.5, 1], resolution: 96..160:32}
where: resolution != 128
limits: {macs: 100M}
minimize: macs
maximize: width*resolution
"""
    one = Chunks(sweep_of("mobilenet_v2", line, Changes())).chunk(0)
    two = Chunks(read_sweep(read_text(text, "a.yaml"), Changes())).chunk(0)
    assert one.counts == two.counts
    assert one.front.points.tolist() == two.front.points.tolist()


def test_numbers_beyond_64_bits_are_refused_by_their_axes():
    network = {
        "input": ["c", 8, 8],
        "vars": {"c": 1, "m": 1, "n": 1},
        "layers": [{"conv": {"out": "m", "k": 1}}, {"conv": {"out": "n", "k": 1}}],
    }
    space = {"c": [1, 3], "m": [1, 10**10], "n": [1, 10**10]}
    with pytest.raises(InputError) as caught:
        swept(network, space, ["params"])
    assert caught.value.code == "CC130"
    # By hand: m·n = 10²⁰ weights, and c has no part in it.
    assert "depend on m, n do not fit" in str(caught.value)
