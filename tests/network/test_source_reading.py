"""Files as they come: encodings, sizes, depths, and what the system says."""

import contextlib
import gc
import io
import os
import subprocess
import sys

import pytest

from convcalc.errors import InputError
from convcalc.network.files import MAX_BYTES
from convcalc.network.source import read_file, read_text
from convcalc.network.source.bounds import MAX_DEPTH, MAX_NODES

INIT = "convcalc init writes a file to start from"


def said(text, file="f"):
    with pytest.raises(InputError) as caught:
        read_text(text, file)
    return str(caught.value).splitlines()[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", f"error[CC101]: f: the file is empty; {INIT}"),
        (b" \r\n\n", f"error[CC101]: f: the file is empty; {INIT}"),
        (b"\xef\xbb\xbf", f"error[CC101]: f: the file is empty; {INIT}"),
        (b"# a\n", f"error[CC101]: f: the file holds nothing but comments; {INIT}"),
        (b"---\n", f"error[CC101]: f: the file holds nothing but comments; {INIT}"),
        (b"a: \0", "error[CC101]: f: byte 4 is NUL: the file is no text"),
        ("a: 1".encode("utf-16"), "error[CC101]: f: the file is UTF-16; save it as UTF-8"),
        (
            "a: 1\r\nü: ".encode() + b"\xe9t\xe9\n",
            "f:2:4: error[CC101]: byte 11 is 0xE9: the file is not UTF-8; save it as UTF-8",
        ),
        (b"\x80", "f:1:1: error[CC101]: byte 1 is 0x80: the file is not UTF-8; save it as UTF-8"),
        (
            b"a:\n b\x07",
            "f:2:3: error[CC106]: the character U+0007 cannot stand in YAML; remove it",
        ),
        ("a: \ud800", "f:1:4: error[CC106]: the character U+D800 cannot stand in YAML; remove it"),
        ("a: b\ufeff", "f:1:5: error[CC106]: the character U+FEFF cannot stand in YAML; remove it"),
        (b"%YAML 2.0\n---\na: 1\n", 'f:1:1: error[CC106]: "%YAML" begins a directive of YAML;'),
    ],
)
def test_what_is_no_text_is_refused(data, message):
    assert said(data).startswith(message)


def test_a_directive_of_yaml_1_and_the_end_of_a_document_are_read():
    root = read_text("%YAML 1.2\n--- # one\na: 1\n...\n", "f").root
    assert root.get("a").value == 1


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08\x00rest", bytes(range(256)), os.urandom(999)])
def test_binary_is_refused(data):
    assert "error[CC10" in said(b"\0" + data)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("\ta: 1", 1), ("a:\n  \tb: 1", 3), ("-\ta: 1", 2), ("- - \ta: 1", 5), ("a: [\n\t1]", 1),
    ],
)  # fmt: skip
def test_tabs_do_not_indent(text, column):
    lines = text.count("\n") + 1
    assert (
        said(text)
        == f"f:{lines}:{column}: error[CC106]: a tab indents this line; indent with spaces"
    )


def test_tabs_part_words_and_stand_before_comments():
    root = read_text("a:\t1\t# one\n\t# two\n\t\nb: [1,\t2]\n", "f").root
    assert (root.get("a").value, [one.value for one in root.get("b").items]) == (1, [1, 2])


def test_many_bytes_are_refused_unread(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(50 * 10**6)
    with pytest.raises(InputError, match=r"CC101\]: .*large.yaml: it has 50,000,000 bytes and"):
        read_file(str(path))
    assert f"and {MAX_BYTES:,} are read" in said("a" * (MAX_BYTES + 1))


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device")  # noqa: PTH110
def test_a_device_without_an_end():
    with pytest.raises(InputError, match=r"/dev/zero: it has more bytes than the"):
        read_file("/dev/zero")


@pytest.mark.parametrize("text", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_depth(text):
    message = f"error[CC109]: this is nested more than {MAX_DEPTH} deep; move the inner part into"
    assert message in said(text * 5000)


def test_a_hundred_containers_are_not_too_deep():
    node = read_text("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f").root
    for _ in range(MAX_DEPTH - 1):
        (node,) = node.items
    assert node.items == ()


def test_aliases_may_not_nest_deeper_than_text():
    half = MAX_DEPTH // 2
    deep = f"- &a {'[' * half}{']' * half}\n- {'[' * half}*a{']' * half}\n"
    assert said(deep).startswith(f"f:2:{2 + half + 1}: error[CC109]: this is nested more than")


def test_a_billion_laughs_end_at_once():
    lines = ["a0: &a0 [" + ", ".join(["lol"] * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 10)]
    # A line is 1 + 9 times the one before: 10, 91, 820, 7381, 66430, 597871; with 6 keys and the
    # root 672,610, and 597,871 more in line 7 are beyond the bound.
    assert MAX_NODES == 1_200_000
    assert said("\n".join(lines)).startswith(
        "f:7:10: error[CC109]: there are more than 1,200,000 values, aliases counted in full;"
    )


def test_an_anchor_may_be_given_again():
    root = read_text("- &a 1\n- *a\n- &a [&a 2, *a]\n- *a\n", "f").root
    assert [root.items[1].value, root.items[2].items[1].value, root.items[3].value] == [1, 2, 2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("&a [*a]", "f:1:5: error[CC109]: *a stands inside of &a, which would have no end"),
        ("&a {k: {j: *a}}", "f:1:12: error[CC109]: *a stands inside of &a"),
        ("- &a k\n- {*a : 1}", "f:2:4: error[CC109]: an alias cannot be a key; write the key"),
    ],
)
def test_aliases_that_have_no_place(text, message):
    assert said(text).startswith(message)


def test_a_hundred_problems_are_told_and_no_more():
    with pytest.raises(InputError) as caught:
        read_text("a: 1\n" * 10**5, "f")
    assert [problem.place.line for problem in caught.value.problems] == list(range(2, 102))


def test_problems_come_in_the_order_of_the_text():
    with pytest.raises(InputError) as caught:
        read_text("a: {b: 1, b: 2}\nc: *d\ne: !f g\na: 1\nh: [\n", "f")
    found = [(one.code, one.place.line) for one in caught.value.problems]
    assert found == [("CC108", 1), ("CC106", 2), ("CC109", 3), ("CC108", 4), ("CC106", 5)]


def test_what_begins_first_is_told_first():
    with pytest.raises(InputError) as caught:
        read_text("a: {b: 1, b: 2\n", "f")  # the brace that is never closed, then the key
    assert [one.place.column for one in caught.value.problems] == [4, 11]


def test_the_collector_is_as_it_was():
    for text in ("a: 1", "a: ["):
        gc.enable()
        with contextlib.suppress(InputError):
            read_text(text, "f")
        assert gc.isenabled()


def test_what_the_system_says(tmp_path):
    for path, why in [
        (tmp_path / "none.yaml", "No such file or directory"),
        (tmp_path, "Is a directory"),
        (f"{tmp_path}/a\0b", "embedded null"),
    ]:
        with pytest.raises(InputError) as caught:
            read_file(str(path))
        assert str(caught.value).startswith(f"error[CC101]: {path}: ")
        assert why in str(caught.value)


def test_stdin_has_a_name(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: [1")))
    with pytest.raises(InputError, match=r'^<stdin>:1:4: error\[CC106\]: "\[" is never closed'):
        read_file("-")


def test_stdin_that_is_not_there():
    code = "from convcalc.network.source import read_file; read_file('-')"
    ran = subprocess.run(
        [sys.executable, "-c", f"import os; os.close(0)\n{code}"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert "InputError: error[CC101]: <stdin>: Bad file descriptor" in ran.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", None)
        with pytest.raises(InputError, match="<stdin>: there is no standard input"):
            read_file("-")
