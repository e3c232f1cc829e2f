"""What figures are computed for, and how much each rule weighs."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.dtypes import DTYPES
from convcalc.errors import Place, nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.source import Entry, Node, Scalar
from convcalc.notation import integer

LEVELS = ("off", "note", "warning", "error")
ASSUMED = ("batch", "dtype")


@dataclass(frozen=True, slots=True)
class Assumed:
    """The batch and dtype that costs are computed for; None is not said here."""

    batch: int | None = None
    dtype: str | None = None


@dataclass(frozen=True, slots=True)
class RuleLevel:
    """How much the findings of a rule weigh."""

    code: str
    level: str
    place: Place


def read_assumed(node: Node | None, reader: Reader) -> Assumed | None:
    """`assume: {batch: 1, dtype: fp32}`."""
    if node is None:
        return None
    found: dict[str, Scalar] = {}
    for entry in entries(node, reader, "assume"):
        if entry.key.text not in ASSUMED:
            hint = nearest(entry.key.text, ASSUMED) or f"; use {' and '.join(ASSUMED)}"
            reader.problem("CC102", f'unknown key "{entry.key.text}" for assume{hint}', entry.key)
        elif isinstance(entry.value, Scalar):
            found[entry.key.text] = entry.value
        else:
            reader.problem("CC105", f"{entry.key.text} is one value", entry.value)
    return Assumed(_batch(found.get("batch"), reader), _dtype(found.get("dtype"), reader))


def _batch(node: Scalar | None, reader: Reader) -> int | None:
    if node is None:
        return None
    try:
        count = integer(node.text)
    except ValueError as error:
        reader.problem("CC105", f"batch: {error}", node)
        return None
    if count < 1:
        reader.problem("CC105", f"batch: {count} is too small; use 1 or more", node)
        return None
    return count


def _dtype(node: Scalar | None, reader: Reader) -> str | None:
    if node is None:
        return None
    if node.text not in DTYPES:
        hint = nearest(node.text, DTYPES) or f"; use {', '.join(DTYPES)}"
        reader.problem("CC107", f'dtype "{node.text}" is not known{hint}', node)
        return None
    return node.text


def read_levels(node: Node | None, reader: Reader) -> tuple[RuleLevel, ...]:
    """`rules: {CC505: "off", CC502: error}`; whether there is such a rule, the audit knows."""
    found = entries(node, reader, "rules")
    return tuple([level for entry in found if (level := _level(entry, reader))])


def _level(entry: Entry, reader: Reader) -> RuleLevel | None:
    node = entry.value
    text = node.text if isinstance(node, Scalar) else ""
    if text in LEVELS:
        return RuleLevel(entry.key.text, text, reader.place(entry.key))
    hint = nearest(text, LEVELS) or f"; use {', '.join(LEVELS)}"
    reader.problem("CC107", f'{entry.key.text}: level "{text}" is not known{hint}', node)
    return None
