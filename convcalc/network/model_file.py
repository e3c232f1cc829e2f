"""A file that holds a model: operators in place of a text that describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from convcalc.errors import InputError
from convcalc.network.files import DISK, Files, told_as

if TYPE_CHECKING:
    from convcalc.network.onnx import Imported

_SUFFIX = ".onnx"
# Protobuf writes fields in the order of their numbers, so that a model begins with the tag of
# ir_version, producer_name or producer_version: control characters, which no text begins with.
_TAGS = b"\x08\x12\x1a"


def is_model(path: str) -> bool:
    """Whether a path is that of a model.

    >>> is_model("nets/resnet50.onnx"), is_model("resnet50.yaml")
    (True, False)
    """
    return path.lower().endswith(_SUFFIX)


def holds_model(data: bytes | bytearray) -> bool:
    r"""Whether bytes are meant as a model, by the first of them; else they are a text.

    >>> holds_model(b"\x08\x0a\x12\x07pytorch"), holds_model(b"convcalc: 1"), holds_model(b"")
    (True, False, False)
    """
    return bool(data) and data[0] in _TAGS


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model, and the files among which it lies; `data` where it has been read, as from stdin."""

    path: str
    files: Files = DISK
    data: bytearray | None = None

    @property
    def file(self) -> str:
        """What messages call it."""
        return self.files.name(self.path)

    @property
    def name(self) -> str:
        """What the network is called."""
        return PurePath(self.path.replace("\\", "/")).stem

    def imported(self, asked: str | None, sizes: dict[str, int]) -> Imported:
        """Its graph, for an input and for sizes that the file leaves open.

        Raises InputError where it cannot be read, or where a size is missing.
        """
        from convcalc.network.onnx import mapped, read_model  # noqa: PLC0415 — few files need it

        with told_as(self.file):
            data = mapped(self.path) if self._on_disk else memoryview(self._read())
            if not data:
                raise ValueError("the file is empty")
        return read_model(data, self.file, asked, sizes)

    @property
    def _on_disk(self) -> bool:
        return self.data is None and self.files is DISK

    def _read(self) -> bytes | bytearray:
        return self.files.read(self.path) if self.data is None else self.data


def whole_numbers(file: str, given: Mapping[str, object]) -> dict[str, int]:
    """What `--set` gives: whole numbers. Raises InputError for anything else."""
    return {name: _whole(file, name, value) for name, value in given.items()}


def _whole(file: str, name: str, given: object) -> int:
    from convcalc.network.given import setting  # noqa: PLC0415 — few models are given a number

    value = setting(name, given)
    if not isinstance(value, int) or isinstance(value, bool):
        said = f"{file}: {name}={value} is no size; give a whole number, at least 1"
        raise InputError("CC105", said)
    return value
