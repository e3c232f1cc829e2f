"""Every node knows where it is: its place is where its text is found in the file."""

import pytest

from convcalc.network.source import Mapping, Scalar, Sequence, read_text
from convcalc.network.source.compose import composed
from convcalc.network.source.decode import decoded

BLOCKS = """\
# a comment
name: Netz-für-größere-Bilder     # ü, ß
vars: {名前: 12, 😀: {a: b}, quoted: "x y", single: 'it''s'}
defaults:\t{k:\t3}
layers:
  - conv: {out: mid*expansion, k: [3, 5]}
    if: stride != 1 or cin != out
  -   relu
  - &here gelu
  - &there
    silu
  - *here
"""


def scalars(node):
    if isinstance(node, Scalar):
        yield node
    for child in children(node):
        yield from scalars(child)


def children(node):
    if isinstance(node, Mapping):
        return [one for entry in node.entries for one in (entry.key, entry.value)]
    return node.items if isinstance(node, Sequence) else ()


def at(source, scalar):
    place = source.place(scalar.mark)
    return place.text[place.column - 1 :][: place.width]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_scalar_is_found_at_its_place(start, end):
    source = read_text((start + BLOCKS.replace("\n", end)).encode(), "net.yaml")
    found = list(scalars(source.root))
    for scalar in found:
        quoted = {f'"{scalar.text}"', f"'{scalar.text}'", scalar.text.replace("'", "''")}
        assert at(source, scalar).strip("'") in quoted | {scalar.text}
    texts = [scalar.text for scalar in found]
    assert texts[-4:] == ["relu", "gelu", "silu", "gelu"]


@pytest.mark.parametrize("word", ["größere", "名前", "😀", "mid*expansion", "5", "stride", "silu"])
def test_lines_and_columns_count_characters_from_one(word):
    source = read_text(BLOCKS, "net.yaml")
    line, text = next(
        (number, text) for number, text in enumerate(BLOCKS.split("\n"), start=1) if word in text
    )
    mark = next(one.mark for one in scalars(source.root) if word in one.text)
    column = mark.column + at(source, Scalar(mark, None, "")).index(word)
    assert (mark.line, column) == (line, text.index(word) + 1)


def test_containers_begin_at_their_bracket_or_first_key():
    source = read_text("a:\n  b: {c: [1]}\n  d:\n  - 1\n", "f")
    block = source.root.get("a")
    braces = block.get("b")
    marks = [(one.mark.line, one.mark.column) for one in (block, braces, braces.get("c"))]
    assert marks == [(2, 3), (2, 6), (2, 10)]
    assert (block.get("d").mark.line, block.get("d").mark.column) == (4, 3)


def test_a_place_inside_a_text_counts_from_its_first_character():
    source = read_text("a: mid*two\nb: 'mid*two'\n", "f")
    for name, column in (("a", 8), ("b", 9)):  # "two" in the lines above
        place = source.place(source.root.get(name).mark, offset=4, width=3)
        assert (place.column, place.text[column - 1 :][:3]) == (column, "two")
    whole = source.place(source.root.get("b").mark)
    assert (whole.column, whole.width, str(whole)) == (4, 9, "f:2:4")


def test_a_text_of_several_lines_is_as_wide_as_its_first():
    source = read_text("a: 'one\n  two'\nb: three\n  four\nc: 1\n", "f")
    assert [entry.value.text for entry in source.root.entries] == ["one two", "three four", "1"]
    assert [entry.value.mark.width for entry in source.root.entries] == [4, 5, 1]


def test_what_is_left_out_stands_where_it_would():
    source = read_text("a:\nb: {k: 3,5}\n", "f")
    assert (source.root.get("a").value, source.root.get("a").mark.line) == (None, 1)
    assert source.root.get("a").mark.column == 3
    comma = source.root.get("b").entries[1]
    assert (comma.key.value, comma.key.mark.column, comma.value.text) == (5, 10, "")


def test_entries_keep_their_order_and_are_found_by_name():
    root = read_text("b: 1\na: 2\n'c': 3\n", "f").root
    assert [entry.key.text for entry in root.entries] == ["b", "a", "c"]
    assert [root.get(name).value for name in "abc"] == [2, 1, 3]
    assert root.get("d") is None


def test_an_alias_is_the_anchored_node_itself():
    root = read_text("a: &x {k: 3}\nb: *x\n", "f").root
    assert root.get("b") is root.get("a")


@pytest.mark.parametrize("parser", ["CSafeLoader", "SafeLoader", "no such parser"])
def test_both_parsers_give_equal_nodes(parser):
    for text in (BLOCKS, "a: |\n  one\n  two\nb: >-\n  three\n", "a: x\u2028y # \x85z: 1\n"):
        found = decoded(text, "f")
        assert composed(found, parser) == composed(found)
