"""From the bytes of a file to what a model says.

Source: onnx.proto of github.com/onnx/onnx, whose field numbers these are.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from convcalc.network.onnx.model import (
    Attribute,
    Dim,
    External,
    Function,
    GraphText,
    Model,
    Node,
    Reference,
    Tensor,
    Variable,
)
from convcalc.network.onnx.wire import DamagedError, Wire, floats, number, numbers, packed, text

_DEPTH = 24  # graphs inside of attributes of graphs
_SCOPES = "pkg.torch.onnx.name_scopes"
_EXTERNAL = 1  # TensorProto.DataLocation
_DIGITS = 20  # of a number of 64 bits
# The fields of a tensor that hold numbers of one type each, and which of them a type uses.
LISTED = {4: "f", 5: "varint", 7: "varint", 10: "d", 11: "varint"}

_Fields = dict[int, list[Any]]


def decoded(data: memoryview) -> Model:
    """The model that the bytes are.

    Raises DamagedError where they are none.
    """
    return _Decoder().model(data)


class _Decoder:
    def __init__(self) -> None:
        self._wire = Wire()
        self._depth = 0

    def _read(self, data: Any) -> _Fields:  # noqa: ANN401 — what stands there is checked
        found: _Fields = defaultdict(list)
        for key, value in self._wire.fields(packed(data)):
            found[key].append(value)
        return found

    def model(self, data: memoryview) -> Model:
        read = self._read(data)
        if not read[7]:
            raise DamagedError("it holds no graph")
        functions = [self._function(one) for one in read[25]]
        return Model(
            graph=self.graph(read[7][-1]),
            opset=self._opset(read[8]),
            functions=dict(functions),
            producer=_text(read[2]),
        )

    def _opset(self, entries: list[Any]) -> int:
        """The version of the standard operators; the newest, where none is said."""
        versions = [self._read(one) for one in entries]
        own = [_int(one[2]) for one in versions if _text(one[1]) in {"", "ai.onnx"}]
        return max(own, default=0)

    def _function(self, data: Any) -> tuple[tuple[str, str], Function]:  # noqa: ANN401
        read = self._read(data)
        attributes = [self._attribute(one) for one in read[11]]
        return (_text(read[10]), _text(read[1])), Function(
            inputs=tuple(map(text, read[4])),
            outputs=tuple(map(text, read[5])),
            nodes=tuple([self._node(one) for one in read[7]]),
            defaults=dict(attributes),
            opset=self._opset(read[9]),
        )

    def graph(self, data: Any) -> GraphText:  # noqa: ANN401
        self._depth += 1
        if self._depth > _DEPTH:
            raise DamagedError(f"graphs stand in graphs, more than {_DEPTH} deep")
        read = self._read(data)
        stored = [self._tensor(one) for one in read[5]]
        stored += [self._sparse(one) for one in read[15]]
        between = [self._variable(one) for one in read[13]]
        found = GraphText(
            nodes=tuple([self._node(one) for one in read[1]]),
            inputs=tuple([self._variable(one) for one in read[11]]),
            outputs=tuple([self._variable(one) for one in read[12]]),
            initializers={one.name: one for one in stored},
            known={one.name: one for one in between},
        )
        self._depth -= 1
        return found

    def _node(self, data: Any) -> Node:  # noqa: ANN401
        read = self._read(data)
        attributes = [self._attribute(one) for one in read[5]]
        notes = [one[2] for one in map(self._read, read[9]) if _text(one[1]) == _SCOPES]
        domain = _text(read[7])
        return Node(
            op=_text(read[4]),
            domain="" if domain == "ai.onnx" else domain,
            name=_text(read[3]),
            inputs=tuple(map(text, read[1])),
            outputs=tuple(map(text, read[2])),
            attributes=dict(attributes),
            scopes=_text(notes[-1]) if notes else "",
        )

    def _attribute(self, data: Any) -> tuple[str, Attribute]:  # noqa: ANN401
        read = self._read(data)
        return _text(read[1]), self._value(read)

    def _value(self, read: _Fields) -> Attribute:
        """By the field that is there; a list may be empty, and then only its type tells."""
        for field, value in self._values().items():
            if read[field]:
                return value(read[field])
        return _EMPTY.get(_int(read[20]), ())

    def _values(self) -> Mapping[int, Callable[[list[Any]], Attribute]]:
        """By the fields of an attribute."""
        return {
            21: lambda parts: Reference(_text(parts)),
            6: lambda parts: self.graph(parts[-1]),
            5: lambda parts: self._tensor(parts[-1]),
            4: _text,
            2: lambda parts: _float(parts[-1]),
            3: _int,
            9: lambda parts: tuple(map(text, parts)),
            7: lambda parts: tuple([one for part in parts for one in floats(part)]),
            8: lambda parts: tuple([one for part in parts for one in numbers(part)]),
        }

    def _tensor(self, data: Any) -> Tensor:  # noqa: ANN401
        read = self._read(data)
        return Tensor(
            name=_text(read[8]),
            dims=_dims(read[1]),
            dtype=_int(read[2]),
            raw=packed(read[9][-1]) if read[9] else None,
            listed=_listed(read),
            external=self._external(read[13]) if _int(read[14]) == _EXTERNAL else None,
        )

    def _external(self, entries: list[Any]) -> External:
        said = {_text(one[1]): _text(one[2]) for one in map(self._read, entries)}
        length = _decimal(said["length"]) if "length" in said else None
        return External(said.get("location", ""), _decimal(said.get("offset", "0")), length)

    def _sparse(self, data: Any) -> Tensor:  # noqa: ANN401
        """As large as the numbers that it keeps."""
        read = self._read(data)
        values = self._tensor(read[1][-1]) if read[1] else Tensor("", (), 0)
        return Tensor(values.name, _dims(read[3]), values.dtype, external=External())

    def _variable(self, data: Any) -> Variable:  # noqa: ANN401
        read = self._read(data)
        kinds = self._read(read[2][-1]) if read[2] else {}
        if not kinds.get(1):
            return Variable(_text(read[1]), None)
        tensor = self._read(kinds[1][-1])
        shape = self._read(tensor[2][-1])[1] if tensor[2] else None
        dims = None if shape is None else tuple([self._dim(one) for one in shape])
        return Variable(_text(read[1]), dims, _int(tensor[1]))

    def _dim(self, data: Any) -> Dim:  # noqa: ANN401
        """A size; some writers put 0 or −1 where it is not known."""
        read = self._read(data)
        size = _int(read[1])
        return size if size > 0 else _text(read[2])


# What an attribute without a value is by its type: proto3 leaves out zeros and empty text.
_EMPTY: dict[int, Attribute] = {1: 0.0, 2: 0, 3: ""}


def _listed(read: _Fields) -> tuple[memoryview, ...]:
    """Numbers in a field of their type; one that stands alone is seldom, and small."""
    found: list[memoryview] = []
    for key, kind in LISTED.items():
        found += [one if isinstance(one, memoryview) else _varint(one) for one in read[key]]
        if found:
            return (memoryview(kind.encode()), *found)
    return ()


def _varint(value: int) -> memoryview:
    out = bytearray()
    while value > 127:  # noqa: PLR2004 — 7 bits a byte
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return memoryview(bytes(out))


def _dims(parts: list[Any]) -> tuple[int, ...]:
    dims = tuple([one for part in parts for one in numbers(part)])
    if any(one < 0 for one in dims):
        raise DamagedError(f"a weight has the shape {list(dims)}")
    return dims


def _float(value: Any) -> float:  # noqa: ANN401
    (found,) = struct.unpack("<f", packed(value)) if len(packed(value)) == 4 else (None,)  # noqa: PLR2004
    if found is None:
        raise DamagedError("a number has the wrong size")
    return float(found)


def _text(values: list[Any]) -> str:
    return text(values[-1]) if values else ""


def _decimal(written: str) -> int:
    """A number that is written out; −1 for what is none."""
    plain = written.isascii() and written.isdecimal()
    return int(written[:_DIGITS]) if plain else -1


def _int(values: list[Any]) -> int:
    return number(values[-1]) if values else 0
