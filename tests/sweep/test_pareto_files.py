"""Fronts of files, held against their definition: every row is compared with every other."""

import csv
import io
import json
import sys
from datetime import UTC, datetime
from fractions import Fraction
from unittest import mock

import pytest
from commandline import convcalc
from hypothesis import given
from hypothesis import strategies as st

from convcalc.sweep.pareto import Flags, blocks, front_of, text_files

ROWS = [  # by hand: macs, accuracy; only 1, 2 and 4 are beaten by none
    (100, 0.5),
    (200, 0.7),
    (200, 0.6),
    (300, 0.9),
    (300, 0.7),
]


def csv_of(path, head, rows):
    path.write_text("\n".join([head, *[",".join(map(str, row)) for row in rows]]) + "\n")
    return str(path)


def best(rows):
    """Distinct rows that no other is better than: the first place of each, and how often it is."""
    found = {}
    for place, row in enumerate(rows):
        beaten = any(all(map(Fraction.__le__, other, row)) and other != row for other in rows)
        if not beaten:
            found.setdefault(row, [place, 0])[1] += 1
    return sorted(map(tuple, found.values()))


def told(found):
    return sorted(zip(found.front.points.tolist(), found.front.counts.tolist(), strict=True))


@pytest.fixture(params=[".csv", ".jsonl", ".parquet", "-csv", "-jsonl"])
def results(request, tmp_path, monkeypatch):
    """The same rows in a file of each kind, and from stdin."""

    def write(names, rows):
        kind = request.param
        if kind == ".parquet":
            arrow = pytest.importorskip("pyarrow")
            write_table = pytest.importorskip("pyarrow.parquet").write_table
            columns = zip(*rows, strict=True)
            path = tmp_path / "a.parquet"
            write_table(arrow.table(dict(zip(names, map(list, columns), strict=True))), path)
            return str(path)
        lines = [json.dumps(dict(zip(names, row, strict=True))) for row in rows]
        if kind.endswith("csv"):
            cells = [["" if cell is None else cell for cell in row] for row in rows]
            lines = [",".join(map(str, row)) for row in [names, *cells]]
        text = "\n".join(lines) + "\n"
        if kind.startswith("-"):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
            return "-"
        path = tmp_path / f"a{kind}"
        path.write_text(text)
        return str(path)

    return write


def test_every_kind_of_file_has_the_same_front(results):
    file = results(["macs", "accuracy"], ROWS)
    ran = convcalc("pareto", file, "--min", "macs", "--max", "accuracy", "-f", "json")
    found = json.loads(ran.out)
    assert found["front"] == [
        {"macs": 100, "accuracy": 0.5, "equal": 1},
        {"macs": 200, "accuracy": 0.7, "equal": 1},
        {"macs": 300, "accuracy": 0.9, "equal": 1},
    ]
    assert found["objectives"] == [{"minimize": "macs"}, {"maximize": "accuracy"}]
    assert (found["counts"]["rows"], found["counts"]["left"], ran.err) == (5, 5, "")


def test_gaps_are_counted_and_left_out(results):
    rows = [(1, 5.0), (None, 6.0), (2, None), (3, float("nan")), (2**53 + 1, 9.0)]
    file = results(["macs", "accuracy"], rows)
    found = front_of(file, Flags(["macs"], ["accuracy"]))
    assert (dict(found.empty), found.left) == ({"macs": 1, "accuracy": 2}, 2)
    assert told(found) == [(0, 1), (4, 1)]


def test_ints_beyond_floats_are_told_apart(results):
    # 2**53 + 1 is no float: rounded, the first row would be equal to the second and be kept.
    rows = [(2**53 + 1, 1), (2**53, 1), (2**53 + 2, 2), (2**53 + 3, 2)]
    file = results(["macs", "score"], rows)
    assert told(front_of(file, Flags(["macs"], ["score"]))) == [(1, 1), (2, 1)]


@pytest.mark.parametrize("other", ["0.5", "1e3", str(2**70)])
def test_so_are_they_beside_floats_and_beyond_64_bits(tmp_path, other):
    # Rounded to floats the first two rows would be equal, and the first be kept.
    rows = [(2**53 + 1, 1), (2**53, 1), (other, 0)]
    file = csv_of(tmp_path / "a.csv", "a,b", rows)
    values = [(Fraction(a), -Fraction(b)) for a, b in rows]
    assert (1, 1) in best(values)
    assert told(front_of(file, Flags(["a"], ["b"]))) == best(values)
    assert told(front_of(file, Flags(["b"], ["a"]))) == best([(-b, -a) for a, b in values])


CELL = st.one_of(
    st.integers(-5, 5),
    st.integers(2**53 - 2, 2**53 + 2),
    st.sampled_from([0.5, -1.25, 2.0, 1e20, 2**70, -(2**63)]),
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=30), st.integers(1, 9))
def test_any_rows_in_any_blocks_have_the_front_of_a_loop(tmp_path_factory, rows, size):
    file = csv_of(tmp_path_factory.mktemp("rows") / "a.csv", "a,b,c", rows)
    with mock.patch.object(text_files, "ROWS", size):
        found = front_of(file, Flags(["a,b"], ["c"]))
    assert told(found) == best([(Fraction(a), Fraction(b), -Fraction(c)) for a, b, c in rows])
    for place, record in found.records.items():
        assert list(record.values()) == list(map(str, rows[place]))


def test_conditions_on_numbers_and_words(tmp_path):
    rows = [("relu", 1, 9), ("silu", 2, 3), ("relu", 3, 8), ("silu", 4, 5), ("", 5, 1)]
    file = csv_of(tmp_path / "a.csv", "act,width,macs", rows)
    where = ['act == "silu" or width > 2']
    found = front_of(file, Flags(["macs"], where=where))
    # Row 0 is left out, the last has no act; of the others row 1 has the fewest macs.
    assert (found.left_out[where[0]], found.empty["act"], found.left) == (1, 1, 3)
    assert told(found) == [(1, 1)]


def test_an_objective_may_be_an_expression(tmp_path):
    rows = [(1, 5, 4, 3), (2, 3, 7, 2), (3, 1, 8, 1)]
    file = csv_of(tmp_path / "a.csv", 'w,r,w*r,"max(a, b)"', rows)
    ran = convcalc("pareto", file, "--max", "w**2 + r", "-f", "jsonl")
    # By hand 6, 7 and 10: the last row.
    expected = {"w": 3, "r": 1, "w*r": 8, "max(a, b)": 1, "w**2 + r": 10, "equal": 1}
    assert json.loads(ran.out) == expected
    # A column that is written like an expression is the column, with its comma.
    found = front_of(file, Flags(["w*r,max(a, b)"], []))
    assert told(found) == [(0, 1), (1, 1), (2, 1)]


def test_joined_by_value(tmp_path):
    rows = [("0.50", 96, 1), (1, "128.0", 2), ("1.0", 96, 3), (2, 96, 4)]
    file = csv_of(tmp_path / "a.csv", "width,res,macs", rows)
    scores = csv_of(
        tmp_path / "s.csv",
        "res,width,top1",
        [(96, ".5", 60), ("128", 1, 70), (9, 9, 9), (96, 1, "")],
    )
    flags = ("--join", scores, "--on", "width,res", "--min", "macs", "--max", "top1")
    ran = convcalc("pareto", file, *flags, "-f", "json")
    found = json.loads(ran.out)
    assert [one["top1"] for one in found["front"]] == [60, 70]
    counts = {
        "rows": 4,
        "unmatched": 1,
        "unused": 1,
        "left_out": {},
        "empty": {"top1": 1},
        "left": 2,
    }
    assert found["counts"] == counts
    said = convcalc("pareto", file, *flags).out
    assert "1 without a match in the joined file\n1 of the joined file without a match\n" in said


def test_it_is_the_front_that_a_sweep_finds(tmp_path):
    space = ("--space", "width=0.35..1.35:0.25", "--space", "resolution=96..224:32")
    front = ("--min", "macs", "--max", "resolution*width", "--min", "params")
    out = tmp_path / "points.csv"
    words = ("mobilenet_v2", *space, *front, "-f", "json", "--out", out)
    swept = json.loads(convcalc("sweep", *words).out)
    found = json.loads(convcalc("pareto", out, *front, "-f", "json").out)
    assert len(found["front"]) > 4
    assert [[row["point"], row["equal"]] for row in found["front"]] == [
        [row["point"], row["equal"]] for row in swept["front"]
    ]
    assert [row["macs"] for row in found["front"]] == [row["macs"] for row in swept["front"]]


BAD = [
    ("a,b\n1,x\n", ["--min", "b"], ':2:3: error[CC105]: b: "x" is no number'),
    ("a,b\n1,2\n3\n", ["--min", "b"], ":3:1: error[CC106]: 1 cells under 2 names"),
    ('a,b\n"1\n2",x\n', ["--min", "b"], ":2:1: error[CC105]"),
    ('a,b\n1,"2" 3\n', ["--min", "b"], ":2:1: error[CC106]"),
    ("", ["--min", "b"], ":1:1: error[CC106]: there is no head"),
    ("a,a\n", ["--min", "a"], ':1:1: error[CC106]: the head names "a" twice'),
    ("a,b\n", ["--min", "c"], 'there is no column "c"'),
    ("acc,b\n", ["--min", "ac"], 'there is no column "ac"; did you mean "acc"?'),
    ("a,b\n", ["--min", "a +"], "--min:1:"),
    ("a,b\n", [], "say --min COLUMN, --max COLUMN"),
    ("a,b\n", ["--min", "a", "--max", "a"], "a is an objective twice"),
    ("a,b\n1,0\n", ["--min", "a/b"], "the divisor is 0"),
    ("a,b\nx,0\n", ["--min", "b", "--where", "a > 1"], "--where:1:1: error[CC112]"),
    ("a,b\n1,0\n", ["--min", "b", "--join", "s.csv"], "belong together"),
    ("a,b\n1,0\n", ["--min", "b", "--join", "SCORES", "--on", "a"], "both have b; rename one"),
    (
        "a,c\n1,0\n",
        ["--min", "b", "--join", "SCORES", "--on", "d"],
        'has no column "d"; it has a, c',
    ),
    (
        "a,c\n1,0\n",
        ["--min", "b", "--join", "TWICE", "--on", "a"],
        ":3:1: error[CC104]: a 1.0 is in line 2",
    ),
    (
        "a,c\n1,0\n",
        ["--min", "b", "--join", "WORDS", "--on", "a"],
        'words.csv:2:3: error[CC105]: b: "x"',
    ),
]


@pytest.mark.parametrize(("text", "flags", "said"), BAD)
def test_what_is_wrong_is_told_at_its_place(tmp_path, text, flags, said):
    (tmp_path / "a.csv").write_text(text)
    others = {
        "SCORES": csv_of(tmp_path / "scores.csv", "a,b", [(1, 2)]),
        "TWICE": csv_of(tmp_path / "twice.csv", "a,b", [(1, 2), ("1.0", 3)]),
        "WORDS": csv_of(tmp_path / "words.csv", "a,b", [(1, "x")]),
    }
    ran = convcalc("pareto", tmp_path / "a.csv", *[others.get(word, word) for word in flags])
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"a", "is of no known format; use .csv, .jsonl, .parquet, or - for stdin"),
        ("a.csv", b"a,b\n1,\xff\n", "byte 0xff is no UTF-8"),
        ("a.jsonl", b"", ":1:1: error[CC106]: there are no rows"),
        ("a.jsonl", b'{"a": 1}\n[1]\n', ":2:1: error[CC106]: the line is no object"),
        ("a.jsonl", b'{"a": 1}\n{"a": 1\n', ":2:8: error[CC106]"),
        ("a.jsonl", b'{"a": 1}\n{"b": 2, "a": "x"}\n', ':2:10: error[CC105]: a: "x" is no number'),
        ("a.parquet", b"PAR1", "a.parquet: "),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, said):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    (tmp_path / name).write_bytes(content)
    ran = convcalc("pareto", tmp_path / name, "--min", "a")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_file_that_is_not_there(tmp_path):
    for name in ("no.csv", "no.jsonl", "no.parquet"):
        ran = convcalc("pareto", tmp_path / name, "--min", "a")
        assert (ran.code, ran.out) == (2, "")
        assert f"{name}: No such file or directory" in ran.err


def test_nothing_left_is_no_error(tmp_path):
    file = csv_of(tmp_path / "a.csv", "a,b", [(1, 2), (2, 2)])
    ran = convcalc("pareto", file, "--min", "a", "--where", "b < 2")
    assert (ran.code, ran.err) == (0, "note: no row is left; the counts say why\n")
    assert "0 on the front, 0 of 2 rows left\n2 left out by where: b < 2\n" in ran.out


def test_objectives_that_pull_one_way_are_told(tmp_path):
    file = csv_of(tmp_path / "a.csv", "a,b", [(1, 2)])
    ran = convcalc("pareto", file, "--min", "a,b")
    assert "warning: every objective is to minimize" in ran.err


def test_no_more_is_kept_than_the_front(tmp_path):
    # Of rows (i, i) only the first is not beaten, in every block.
    count = 3 * blocks.ROWS
    file = csv_of(tmp_path / "a.csv", "a,b", ((at, at) for at in range(count)))
    found = front_of(file, Flags(["a", "b"]))
    assert (found.rows, list(found.records), found.left) == (count, [0], count)
    assert len(found.sample.rows()) <= 4_096


def test_what_json_cannot_hold_is_text_or_null(tmp_path):
    huge = "9" * 400  # larger than any float, and a number nonetheless
    rows = [("a", 1, "nan", "inf", huge), ("b", 2, "", "-inf", f"-{huge}")]
    file = csv_of(tmp_path / "a.csv", "name,x,gap,end,huge", rows)
    flags = ("--min", "huge", "--max", "end", "-f", "json", "--report", f"csv={tmp_path / 'b.csv'}")
    found = json.loads(convcalc("pareto", file, *flags).out, parse_constant=pytest.fail)["front"]
    assert [one["huge"] for one in found] == [int(huge), -int(huge)]
    assert [(one["gap"], one["end"]) for one in found] == [("nan", "inf"), ("", "-inf")]
    assert (tmp_path / "b.csv").read_text().splitlines()[2] == f"b,2,,-inf,-{huge},1"
    drawn = convcalc("pareto", file, "--min", "huge", "--max", "x", "--plot")
    assert (drawn.code, drawn.err) == (0, "")


def test_columns_of_parquet_that_are_no_numbers(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    when = datetime(2024, 2, 29, tzinfo=UTC)
    columns = {"when": [when], "x": [1.5], "gap": [float("nan")], "word": [None]}
    path = tmp_path / "a.parquet"
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table(columns), path)
    (row,) = json.loads(convcalc("pareto", path, "--min", "x", "-f", "json").out)["front"]
    assert row == {
        "when": "2024-02-29 00:00:00+00:00",
        "x": 1.5,
        "gap": None,
        "word": None,
        "equal": 1,
    }


TEXT = st.text(st.sampled_from('ab,"\n 1'), max_size=5)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=12), st.integers(1, 5))
def test_cells_of_several_lines_are_read_as_they_were_written(rows, size):
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    written, starts = [("x", "y"), *rows], []
    for row in written:
        starts.append(out.getvalue().count("\n") + 1)
        writer.writerow(row)
    with mock.patch.object(text_files, "ROWS", size):
        results = text_files.read_csv("a.csv", out.getvalue().splitlines(keepends=True))
        found = list(results.blocks)
    cells = [
        row
        for block in found
        for row in zip(block.columns["x"].cells, block.columns["y"].cells, strict=True)
    ]
    assert cells == rows
    assert [line for block in found for line in block.columns["x"].places.lines] == starts[1:]


def test_blank_lines_are_no_rows_but_lines(tmp_path):
    (tmp_path / "a.csv").write_text("\n\na,b\n\n1,2\n\n\n3,x\n")
    ran = convcalc("pareto", tmp_path / "a.csv", "--min", "b")
    assert (ran.code, ran.out) == (2, "")
    assert ':8:3: error[CC105]: b: "x" is no number' in ran.err
