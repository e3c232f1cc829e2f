"""Lines of JSON as they arrive, however a pipe may cut them."""

import pytest

from convcalc.jsonl import LONGEST, read_lines


class Pipe:
    """Gives its pieces one by one, then nothing; notes when it is read."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.events = []

    def read1(self, size):
        self.events.append("read")
        piece = self.pieces.pop(0) if self.pieces else b""
        assert len(piece) <= size
        return piece


def values(*pieces):
    return [(line.number, line.values) for line in read_lines(Pipe(*pieces))]


@pytest.mark.parametrize(
    "pieces",
    [
        [b'{"k": 3}\n{"k": 5}\n'],
        [b'{"k"', b": 3", b'}\n{"k": 5}'],
        [b'{"k": 3}', b"\n", b'{"k": 5}\r\n'],
        [b'\xef\xbb\xbf{"k": 3}\n', b'{"k": 5}'],
        [b' {"k": 3} \n\t{"k": 5}'],
    ],
)
def test_a_line_is_the_same_wherever_it_is_cut(pieces):
    assert values(*pieces) == [(1, {"k": 3}), (2, {"k": 5})]


def test_blank_lines_count_but_are_no_lines():
    assert values(b'\n  \n{"k": 3}\n\n') == [(3, {"k": 3})]


def test_two_objects_on_a_line_are_refused():
    (line,) = read_lines(Pipe(b'{"k": 3} {"k": 5}\n'))
    assert str(line.error) == "error[CC106]: column 10: Extra data; one JSON object a line"


def test_all_that_has_come_is_answered_before_there_is_a_wait():
    pipe = Pipe(b'{"k": 3}\n{"k": 5}\n', b'{"k": 7}\n')
    for line in read_lines(pipe, waiting=lambda: pipe.events.append("wait")):
        pipe.events.append(line.values["k"])
    assert pipe.events == ["wait", "read", 3, 5, "wait", "read", 7, "wait", "read"]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_of_a_long_line_no_more_is_held_than_may_be_read(end):
    pieces = [b"x" * 2**16] * (3 * LONGEST // 2**16)
    long, *rest = read_lines(Pipe(b'{"k": "', *pieces, b'"}' + end, b'{"k": 3}' if end else b""))
    assert str(long.error).endswith("longer than 1,048,576 bytes; write one layer a line")
    assert [(line.number, line.values) for line in rest] == ([(2, {"k": 3})] if end else [])


def test_the_longest_line_that_is_read():
    # The braces, the key and its quotes are 9 bytes; the line's end is one of the LONGEST.
    text = b'{"k": "' + b"x" * (LONGEST - 10) + b'"}'
    assert len(text) == LONGEST - 1
    pieces = [text[at : at + 2**16] for at in range(0, len(text), 2**16)]
    assert [len(line["k"]) for _, line in values(*pieces)] == [LONGEST - 10]
    assert values(*[*pieces[:-1], pieces[-1] + b" "]) == [(1, {})]
