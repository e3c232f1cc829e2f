"""A kernel from what a user gives: numbers, a name, or a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from convcalc.errors import InputError, nearest
from convcalc.kernel.named import NAMED

_FORMS = (
    'write rows like "1 0 -1; 2 0 -2; 1 0 -1", a name such as sobel-x,'
    " or a .csv, .npy or .yaml file"
)
_LARGEST = 10**15  # beyond it the squares of single precision leave their range
_ROW = re.compile(r"[;\r\n]+")
_CELL = re.compile(r"[,\s]+")
_SHOWN = 20

Row = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Kernel:
    """Its name, or "" where it has none, and its rows; `typed` says that they are exact."""

    name: str
    rows: tuple[Row, ...]
    typed: bool = True

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0])


def read_kernel(text: str) -> Kernel:
    """The kernel that `text` says.

    Raises InputError: CC101 for a file that cannot be read, CC105 for what is no kernel,
    CC107 for a name that is not known.

    >>> read_kernel("1 2; 3 4").rows[1]
    (Fraction(3, 1), Fraction(4, 1))
    """
    word = text.strip()
    reader = _FILES.get(Path(word).suffix.lower())
    if reader:
        return reader(Path(word))
    if word in NAMED:
        return Kernel(word, _rows(NAMED[word]))
    if not word or re.match(r"[-−+\s]*[.\d]|[^\w]", word) or " " in word:
        return Kernel("", _rows(word))
    raise InputError("CC107", f'kernel "{word}" is not known{nearest(word, NAMED)}; {_FORMS}')


def _rows(text: str) -> tuple[Row, ...]:
    lines = [line for line in _ROW.split(text.replace("−", "-")) if line.strip(" \t,")]
    return checked([_CELL.split(line.strip(" \t,")) for line in lines])


def checked(cells: Iterable[Sequence[object]]) -> tuple[Row, ...]:
    """The cells as numbers, every row as long as the first."""
    rows = tuple(
        tuple(_number(cell, number) for cell in row) for number, row in enumerate(cells, start=1)
    )
    if not rows or not rows[0]:
        raise InputError("CC105", f"kernel: it is empty; {_FORMS}")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise InputError(
                "CC105",
                f"kernel: row {number} has {len(row)} numbers, but row 1 has {len(rows[0])};"
                " give every row as many",
            )
    return rows


def _number(cell: object, row: int) -> Fraction:
    shown = str(cell)[:_SHOWN]
    try:
        number: Any = shown if isinstance(cell, bool) else cell
        value = Fraction(number)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        raise InputError(
            "CC105", f'kernel: row {row}: "{shown}" is no number; write it like -1, 0.5 or 1/9'
        ) from None
    if abs(value) > _LARGEST:
        raise InputError("CC105", f"kernel: row {row}: {shown} is too large; use at most 1e15")
    return value


def _csv(path: Path) -> Kernel:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("CC105", f"kernel: {path} is not UTF-8 text; {_FORMS}") from None
    return Kernel(str(path), _rows(text))


def _npy(path: Path) -> Kernel:
    import numpy as np  # noqa: PLC0415 — a kernel that is typed does not need it

    try:
        array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise InputError("CC105", f"kernel: {path} is no .npy array of numbers: {error}") from None
    if getattr(array, "ndim", 0) != 2 or array.dtype.kind not in "iuf":  # noqa: PLR2004 — rows and columns
        kind = f"{array.dtype} of shape {array.shape}" if hasattr(array, "dtype") else "an archive"
        raise InputError("CC105", f"kernel: {path} holds {kind}; give real numbers in 2-D")
    return Kernel(str(path), checked(array.tolist()), typed=array.dtype.kind in "iu")


def _yaml(path: Path) -> Kernel:
    import yaml  # noqa: PLC0415 — its format's own

    try:
        found = yaml.safe_load(path.read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0]
        raise InputError("CC105", f"kernel: {path} is no YAML: {first}") from None
    rows = found.get("kernel") if isinstance(found, dict) else found
    if isinstance(rows, str):
        return Kernel(str(path), _rows(rows))
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise InputError("CC105", f"kernel: {path} holds no list of rows; write [[1, 0], [0, 1]]")
    typed = not any(isinstance(cell, float) for row in rows for cell in row)
    return Kernel(str(path), checked(rows), typed=typed)


_FILES: dict[str, Callable[[Path], Kernel]] = {
    ".csv": _csv,
    ".npy": _npy,
    ".yaml": _yaml,
    ".yml": _yaml,
}
