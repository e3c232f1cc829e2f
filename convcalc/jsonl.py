"""JSON Lines in: one object a line. A line that is none says why, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn, Protocol

from convcalc.errors import InputError

LONGEST = 2**20  # bytes: five thousand times a layer
PIECE = 2**16  # bytes: what a pipe holds
_BOM = b"\xef\xbb\xbf"
_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


class Line(NamedTuple):
    """A line's number, from 1, and its object, or why it has none."""

    number: int
    values: Mapping[str, Any]
    error: InputError | None = None
    size: int = 0  # of what was read of it [B]


class Source(Protocol):
    """What gives bytes as they arrive: a file, a pipe."""

    def read1(self, size: int, /) -> bytes:
        """So many bytes at most, and as soon as there are any; none at the end."""


def _nothing() -> None:
    """What there is to do before waiting, unless told otherwise."""


def read_lines(source: Source, waiting: Callable[[], object] = _nothing) -> Iterator[Line]:
    r"""Every line that is not blank, as it arrives; before each wait `waiting` is called.

    >>> from io import BytesIO
    >>> for line in read_lines(BytesIO(b'{"k": 3}\n\n[1]\r\n')):
    ...     print(line.number, line.values, line.error)
    1 {'k': 3} None
    3 {} error[CC106]: the line is a list, not an object; write {"variant": "conv", ...}
    """
    for block in read_blocks(source, waiting):
        yield from block.lines()


class Block(NamedTuple):
    """Whole lines as they stand, none of them read yet."""

    number: int  # of the first line, from 1
    text: bytes

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.number + self.text.rstrip(b"\n").count(b"\n")

    def lines(self) -> Iterator[Line]:
        """Every line that is not blank."""
        for number, text in enumerate(self.text.split(b"\n"), start=self.number):
            line = text.removeprefix(_BOM) if number == 1 else text
            if line and not line.isspace():
                yield _line(number, line)


def read_blocks(source: Source, waiting: Callable[[], object] = _nothing) -> Iterator[Block]:
    """The lines that are complete after each read, if any: there is one read for each block.

    Of a line that is too long there is no more than can be told from it.
    """
    rest, number = b"", 1
    while True:
        waiting()
        read = source.read1(PIECE)
        if not read:
            break
        lines, end, rest = (rest + read).rpartition(b"\n")
        rest = rest[:LONGEST]
        block = Block(number, lines + end)
        yield block
        number += block.text.count(b"\n")
    if rest:
        yield Block(number, rest)


def _line(number: int, text: bytes) -> Line:
    try:
        return Line(number, _object(text), None, len(text) + 1)
    except InputError as error:
        return Line(number, {}, error, len(text) + 1)


def _object(text: bytes) -> dict[str, Any]:
    if len(text) >= LONGEST:
        raise _not_json(f"the line is longer than {LONGEST:,} bytes; write one layer a line")
    try:
        read = _read(text.decode())
    except UnicodeDecodeError as error:
        raise _not_json(f"byte {error.start + 1} of the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise _not_json(f"column {error.colno}: {error.msg}; one JSON object a line") from None
    except RecursionError:
        raise _not_json("the line is nested too deeply") from None
    except ValueError as error:  # an integer of more digits than Python reads
        raise _not_json(str(error).partition(";")[0]) from None
    if not isinstance(read, dict):
        kind = _KINDS.get(type(read), "a number")
        raise _not_json(f'the line is {kind}, not an object; write {{"variant": "conv", ...}}')
    return read


def _read(text: str) -> object:
    """The value; where nothing stands around it, without the decoder's search for blanks."""
    if text[0] == "{" and text[-1] == "}":
        read, end = _DECODER.raw_decode(text)
        if end == len(text):
            return read
    return _DECODER.decode(text)


def _not_json(message: str) -> InputError:
    return InputError("CC106", message)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise _not_json(f'key "{twice}" is given twice; give it once')
    return found


def _no_number(word: str) -> NoReturn:
    raise _not_json(f"{word} is no number of JSON; give a whole number")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_number)
