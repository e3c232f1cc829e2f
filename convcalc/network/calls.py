"""Reading what an item calls: an operator or variant, a block, a combinator, or a split."""

from __future__ import annotations

from collections.abc import Callable

from convcalc.errors import nearest
from convcalc.network import words
from convcalc.network.arguments import Reader, arguments, defaults_of, entries
from convcalc.network.model import (
    BlockCall,
    Branch,
    Call,
    Item,
    JoinCall,
    SpecCall,
    SplitCall,
)
from convcalc.network.references import check_part, flag, new_names, reference, references
from convcalc.network.source import Entry, Node, Scalar, Sequence
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.values import Value

_LayersReader = Callable[[Node, Reader], tuple[Item, ...]]
_BRANCH = ("from", "if", "layers", "train_only")


def read_call(
    op: Scalar, given: Node | None, first: Node | None, reader: Reader, layers: _LayersReader
) -> Call | None:
    """What an item calls; None, and a problem, where there is no such thing.

    `layers` reads the lists that branches are.
    """
    name = op.text
    if name in reader.blocks:
        return _block(op, given, first, reader)
    if name not in words.operators():
        known = [*reader.blocks, *words.operators()]
        reader.problem("CC117", f'unknown operator or block "{name}"{nearest(name, known)}', op)
        return None
    if first is not None and name in (*words.JOINS, words.SPLIT):
        reader.problem("CC102", f"first overrides arguments, and {name} has none", first)
    if name in words.JOINS:
        return _join(op, given, reader, layers)
    if name == words.SPLIT:
        return _split(given, op, reader)
    return _spec(op, given, first, reader)


def _spec(op: Scalar, given: Node | None, first: Node | None, reader: Reader) -> SpecCall:
    spec = words.operator(op.text)
    before = len(reader.problems)
    found = defaults_of(op.text, spec, reader) | arguments(given, spec, op.text, reader)
    overrides = arguments(first, spec, op.text, reader) if first is not None else {}
    # An argument that could not be read is not missing too.
    for key, field in spec.model_fields.items():
        if field.is_required() and key not in found and len(reader.problems) == before:
            reader.problem("CC103", f"{op.text}: {key} is missing; {spec.describe(key)}", op)
    return SpecCall(spec, found, found | overrides)


def _block(op: Scalar, given: Node | None, first: Node | None, reader: Reader) -> BlockCall:
    before = len(reader.problems)
    found = _values(op, given, reader)
    overrides = _values(op, first, reader) if first is not None else {}
    for key, required in reader.blocks[op.text].items():
        if required and key not in found and len(reader.problems) == before:
            sentence = f"{op.text}: {key} is missing; give {op.text}: {{{key}: …}}"
            reader.problem("CC103", sentence, op)
    return BlockCall(op.text, found, found | overrides)


def _values(op: Scalar, given: Node | None, reader: Reader) -> dict[str, Value]:
    """What an item gives to the vars of a block."""
    known = reader.blocks[op.text]
    required = [key for key, must in known.items() if must]
    if given is not None and not isinstance(given, MappingNode) and len(required) == 1:
        if isinstance(given, Scalar) and given.value is None:
            return {}
        alone = reader.free_value(given)
        return {required[0]: alone} if alone else {}
    if isinstance(given, Sequence) or (isinstance(given, Scalar) and given.value is not None):
        listed = ", ".join(f"{key}: …" for key in known)
        advice = f"; write {op.text}: {{{listed}}}" if known else "; it has no vars"
        reader.problem("CC105", f"block {op.text} cannot tell which var this is{advice}", given)
        return {}
    found: dict[str, Value] = {}
    for entry in entries(given, reader, op.text):
        key = entry.key.text
        if key not in known:
            hint = nearest(key, known) or f"; its vars are {', '.join(known) or 'none'}"
            reader.problem("CC102", f'unknown key "{key}" for block {op.text}{hint}', entry.key)
        elif value := reader.free_value(entry.value):
            found[key] = value
    return found


def _join(op: Scalar, given: Node | None, reader: Reader, layers: _LayersReader) -> JoinCall:
    """`add: [a, b]`, or branches by name; `add` alone takes its tensors by `from`."""
    spec = words.operator(op.text)
    if isinstance(given, Sequence):
        return JoinCall(spec, names=references(given, reader))
    if isinstance(given, Scalar) and given.value is not None:
        sentence = f"{op.text} takes a list of names, [a, prev], or branches by name"
        reader.problem("CC116", sentence, given)
        return JoinCall(spec)
    found = entries(given, reader, op.text)
    return JoinCall(spec, branches=tuple([_branch(one, reader, layers) for one in found]))


def _branch(entry: Entry, reader: Reader, layers: _LayersReader) -> Branch:
    name, place = entry.key.text, reader.place(entry.key)
    check_part(entry.key, reader)
    if not isinstance(entry.value, MappingNode):
        return Branch(name, place, layers(entry.value, reader))
    found = {one.key.text: one for one in entries(entry.value, reader, name)}
    for key, one in found.items():
        if key not in _BRANCH:
            hint = nearest(key, _BRANCH) or f"; it has {', '.join(_BRANCH)}"
            reader.problem("CC102", f'unknown key "{key}" for branch {name}{hint}', one.key)
    return Branch(
        name,
        place,
        layers(found["layers"].value, reader) if "layers" in found else (),
        condition=reader.value(found["if"].value) if "if" in found else None,
        source=reference(found["from"].value, reader) if "from" in found else None,
        train_only="train_only" in found and flag(found["train_only"].value, "train_only", reader),
    )


def _split(given: Node | None, op: Scalar, reader: Reader) -> SplitCall | None:
    """`split: {into: [a, b], sizes: [1, 3]}`."""
    if isinstance(given, Sequence):
        return SplitCall(new_names(given, reader), None)
    before = len(reader.problems)
    found = {one.key.text: one for one in entries(given, reader, op.text)}
    for key, one in found.items():
        if key not in {"into", "sizes"}:
            hint = nearest(key, ("into", "sizes")) or "; it has into and sizes"
            reader.problem("CC102", f'unknown key "{key}" for split{hint}', one.key)
    into = found["into"].value if "into" in found else None
    if not isinstance(into, Sequence) or not into.items:
        if len(reader.problems) == before:
            sentence = "split: into is no list of names; name its parts: into: [a, b]"
            reader.problem("CC103", sentence, into or op)
        return None
    sizes = reader.value(found["sizes"].value) if "sizes" in found else None
    return SplitCall(new_names(into, reader), sizes)
