"""The wire format of protocol buffers: tags and values, nothing copied.

Weights are most of a model, and a cost needs their sizes only. So a file is mapped into memory
and what is long is skipped by its length: neither time nor memory grow with the weights, and
no file is too large.

Source: protobuf.dev/programming-guides/encoding.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

MAX_FIELDS = 2_000_000  # a model of 100,000 operators has as many
MAX_BYTES = 2**24  # of one list or text: what an operator is told, never weights
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_SIZES = {_FIXED64: 8, _FIXED32: 4}
_MOST_BYTES = 10  # of a number of 64 bits, 7 bits each
_SIGN, _RANGE = 1 << 63, 1 << 64


class DamagedError(ValueError):
    """What is no message, and why."""


class Wire:
    """Reads messages; counts fields, so that a small file cannot keep it busy for ever."""

    def __init__(self) -> None:
        self._free = MAX_FIELDS

    def fields(self, data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
        """The number of each field and its value: an int, or the bytes it has.

        Raises DamagedError where the bytes are no message.

        >>> [(number, value) for number, value in Wire().fields(memoryview(bytes([8, 150, 1])))]
        [(1, 150)]
        """
        at, end = 0, len(data)
        while at < end:
            self._free -= 1
            if self._free < 0:
                raise DamagedError(f"it has more than {MAX_FIELDS:,} fields")
            tag, at = varint(data, at)
            number, kind = tag >> 3, tag & 7
            if kind == _VARINT:
                value, at = varint(data, at)
                yield number, value
                continue
            if kind == _LENGTH:
                size, at = varint(data, at)
            elif kind in _SIZES:
                size = _SIZES[kind]
            else:
                raise DamagedError(f"field {number} is of kind {kind}, which ONNX does not have")
            if not number or size > end - at:
                raise DamagedError("it ends in the middle of a field")
            yield number, data[at : at + size]
            at += size


def varint(data: memoryview, at: int) -> tuple[int, int]:
    """A number, 7 bits a byte, and where the next byte is.

    >>> varint(memoryview(bytes([150, 1])), 0)
    (150, 2)
    """
    if at < len(data) and data[at] < 128:  # noqa: PLR2004 — nearly all are of one byte
        return data[at], at + 1
    value = shift = 0
    for byte in data[at : at + _MOST_BYTES]:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 — the highest bit says that more follow
            return value % _RANGE, at + shift // 7
    raise DamagedError("it ends in the middle of a number")


def signed(value: int) -> int:
    """A number of 64 bits that may be negative.

    >>> signed(2**64 - 1), signed(3)
    (-1, 3)
    """
    return value - _RANGE if value >= _SIGN else value


def numbers(value: int | memoryview) -> list[int]:
    """Numbers that stand together, or one that stands alone."""
    if isinstance(value, int):
        return [signed(value)]
    found, at = [], 0
    _bounded(value)
    while at < len(value):
        one, at = varint(value, at)
        found.append(signed(one))
    return found


def floats(value: int | memoryview) -> list[float]:
    """Numbers of 32 bits that stand together, or one that stands alone."""
    data = packed(value)
    _bounded(data)
    if len(data) % 4:
        raise DamagedError("it ends in the middle of a number")
    return [one for (one,) in struct.iter_unpack("<f", data)]


def text(value: int | memoryview) -> str:
    r"""A name. Names stand in messages and tables, so what cannot be printed is replaced.

    >>> text(memoryview(b"conv\n1\x1b[2J\xff"))
    'conv�1�[2J�'
    """
    _bounded(packed(value))
    found = str(packed(value), "utf-8", "replace")
    if found.isprintable():
        return found
    return "".join([one if one.isprintable() else "�" for one in found])


def _bounded(data: memoryview) -> None:
    if len(data) > MAX_BYTES:
        raise DamagedError(f"a list or a text of it has {len(data):,} bytes")


def packed(value: int | memoryview) -> memoryview:
    """A value that has a length. Raises DamagedError for a number in its place."""
    if isinstance(value, int):
        raise DamagedError("a number stands where text or a message is meant")
    return value


def number(value: int | memoryview) -> int:
    """A value that is a number. Raises DamagedError for anything else in its place."""
    if isinstance(value, int):
        return signed(value)
    raise DamagedError("text stands where a number is meant")
