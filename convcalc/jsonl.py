"""JSON Lines in: one object a line. A line that is none says why, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from convcalc.errors import InputError

LONGEST = 2**20  # bytes: five thousand times a layer
_BOM = b"\xef\xbb\xbf"
_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line's number, from 1, and its object, or why it has none."""

    number: int
    values: Mapping[str, Any]
    error: InputError | None = None


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    r"""Every line that is not blank, as it arrives.

    >>> from io import BytesIO
    >>> for line in read_lines(BytesIO(b'{"k": 3}\n\n[1]\r\n')):
    ...     print(line.number, line.values, line.error)
    1 {'k': 3} None
    3 {} error[CC106]: the line is a list, not an object; write {"variant": "conv", ...}
    """
    number = 0
    while text := stream.readline(LONGEST):
        number += 1
        if number == 1:
            text = text.removeprefix(_BOM)
        if len(text) == LONGEST and not text.endswith(b"\n"):
            _skip(stream)
            yield Line(
                number,
                {},
                _not_json(f"the line is longer than {LONGEST:,} bytes; write one layer a line"),
            )
        elif not text.isspace() and text:
            yield _line(number, text)


def _skip(stream: BinaryIO) -> None:
    """Read on to the end of the line, holding no more than a piece of it."""
    while (text := stream.readline(LONGEST)) and not text.endswith(b"\n"):
        pass


def _line(number: int, text: bytes) -> Line:
    try:
        return Line(number, _object(text))
    except InputError as error:
        return Line(number, {}, error)


def _object(text: bytes) -> dict[str, Any]:
    try:
        read = _DECODER.decode(text.decode())
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
