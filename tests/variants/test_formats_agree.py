"""JSON = table: every format of the command line says what the Python API says."""

import csv
import json
from io import StringIO

import pytest
from commandline import convcalc
from hypothesis import given, settings
from hypothesis import strategies as st
from variant_cases import CASES

from convcalc.report.columns import COLUMNS
from convcalc.variants import VARIANTS

EXACT = (
    "params",
    "macs",
    "effective_macs",
    "flops",
    "weights_bytes",
    "activations",
    "traffic_bytes",
)
SHAPES = ("input", "output", "receptive_field", "jump")

every_variant = pytest.mark.parametrize("name", VARIANTS)


def words(case):
    """The case as it is written in a shell."""
    rest = dict(case.arguments)
    given = [rest.pop("out_channels")] if "out_channels" in rest else []
    bias = {True: ["--bias"], False: ["--no-bias"], None: []}[rest.pop("bias", None)]
    flags = [
        word
        for name, value in rest.items()
        if value is not None
        for word in (f"--{name.replace('_', '-')}", text(value))
    ]
    return [case.variant.replace("_", "-"), text(case.shape), *given, *flags, *bias]


def text(value):
    """A tuple with an x between its numbers, a pair with a +."""
    if not isinstance(value, tuple | list):
        return str(value)
    if any(isinstance(one, tuple | list) for one in value):
        return "x".join("+".join(map(str, one)) for one in value)
    return "x".join(map(str, value))


def answers(case, form):
    """What is printed for the case as one sample and as two."""
    ran = convcalc(*words(case), "--batch", "1,2", "-f", form, "--quiet")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def records(case):
    return json.loads(answers(case, "json"))


def as_cells(record):
    """The values of a record as a sheet writes them."""
    numbers = {key: str(record[key]) for key in (*EXACT, "batch", "dtype")}
    shapes = {key: text(record[key]) for key in SHAPES}
    return {**numbers, **shapes, "variant": record["variant"].replace("_", "-")}


def without_arguments(rows):
    return [{key: cell for key, cell in row.items() if key != "arguments"} for row in rows]


@every_variant
@settings(max_examples=12)
@given(data=st.data())
def test_json_is_what_the_python_api_says(name, data):
    case = data.draw(CASES[name])
    for batch, record in enumerate(records(case), start=1):
        cost = case.spec().cost(case.shape, batch=batch)
        assert {key: record[key] for key in EXACT} == {key: getattr(cost, key) for key in EXACT}
        assert [tuple(record[key]) for key in SHAPES[:3]] == [
            getattr(cost, key) for key in SHAPES[:3]
        ]
        assert [str(step) for step in record["jump"]] == [str(step) for step in cost.jump]
        assert (record["variant"], record["batch"], record["kind"]) == (name, batch, [*cost.kind])
        for key in set(EXACT):
            assert record[key] == sum(op[key] for op in record["ops"])


@every_variant
@settings(max_examples=12)
@given(data=st.data())
def test_json_lines_and_csv_and_plain_have_the_same_values(name, data):
    case = data.draw(CASES[name])
    found = records(case)
    assert [json.loads(line) for line in answers(case, "jsonl").splitlines()] == found
    rows = list(csv.DictReader(StringIO(answers(case, "csv"))))
    assert without_arguments(rows) == [as_cells(record) for record in found]
    plain = [line.split("\t") for line in answers(case, "plain").splitlines()]
    assert plain == [list(row.values()) for row in rows]


@every_variant
@settings(max_examples=12)
@given(data=st.data())
def test_table_and_markdown_show_the_same_values(name, data):
    case = data.draw(CASES[name])
    rows = list(csv.DictReader(StringIO(answers(case, "csv"))))
    for shown in (table(answers(case, "table")), markdown(answers(case, "markdown"))):
        assert {"params", "macs", "effective_macs"} <= shown[0].keys()
        for row, cells in zip(rows, shown, strict=True):
            assert {key: row[key].replace(",", "") for key in cells} == cells


def table(printed):
    """The rows under the title and the head; columns stand two blanks apart."""
    _title, head, *lines = printed.splitlines()
    return [keyed(columns(head), columns(line)) for line in lines]


def columns(line):
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def markdown(printed):
    head, _rule, *lines = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in printed.splitlines()
    )
    return [keyed(head, line) for line in lines]


def keyed(titles, cells):
    """Cells under the keys of their titles, numbers without their commas."""
    keys = {column.title: column.key for column in COLUMNS}
    pairs = zip(titles, cells, strict=True)
    return {keys[title]: cell.replace(",", "") for title, cell in pairs}
