"""Reading lists of layers: each item is one operator, variant or block, with graph words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from convcalc.errors import nearest
from convcalc.network import words
from convcalc.network.arguments import Reader, entries
from convcalc.network.calls import read_call
from convcalc.network.model import Item, Row
from convcalc.network.references import check_variable, flag, layer_name, references
from convcalc.network.scope import COPY
from convcalc.network.source import Entry, Node, Scalar, Sequence
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.values import Value, compiled


def read_layers(node: Node, reader: Reader) -> tuple[Item, ...]:
    """The items of a list; what is wrong with any of them is noted."""
    if not isinstance(node, Sequence):
        reader.problem("CC116", "layers are a list; begin each with a dash: - conv: {…}", node)
        return ()
    counts: Counter[str] = Counter()
    read = [_item(entry, reader, counts) for entry in node.items]
    return tuple([item for item in read if item])


def _item(node: Node, reader: Reader, counts: Counter[str]) -> Item | None:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return _made(node, None, {}, reader, counts)
    if not isinstance(node, MappingNode):
        reader.problem("CC116", "a layer is written - OP or - OP: {arguments}", node)
        return None
    found = entries(node, reader, "a layer")
    beside = {one.key.text: one for one in found if one.key.text in words.GRAPH_WORDS}
    named = [one for one in found if one.key.text not in words.GRAPH_WORDS]
    if not named:
        told = f"has no operator, only {', '.join(beside)}" if beside else "is empty"
        reader.problem("CC116", f"this item {told}; add an operator: OP: {{…}}", node)
        return None
    first, *more = sorted(named, key=lambda one: not _known(one.key.text, reader))
    for extra in more:
        _refuse_second(first, extra, reader)
    return _made(first.key, first.value, beside, reader, counts)


def _known(name: str, reader: Reader) -> bool:
    return name in reader.blocks or name in words.operators()


def _refuse_second(first: Entry, extra: Entry, reader: Reader) -> None:
    one, other = first.key.text, extra.key.text
    if _known(other, reader):
        sentence = f"two operators in one item, {one} and {other}; begin another item with a dash"
        reader.problem("CC116", sentence, extra.key)
    else:
        hint = nearest(other, words.GRAPH_WORDS) or f"; those beside {one} are {_graph_words()}"
        reader.problem("CC102", f'unknown key "{other}" beside {one}{hint}', extra.key)


def _graph_words() -> str:
    return ", ".join(words.GRAPH_WORDS)


def _made(
    op: Scalar,
    given: Node | None,
    beside: Mapping[str, Entry],
    reader: Reader,
    counts: Counter[str],
) -> Item:
    before = len(reader.problems)
    name = _name(beside, reader)
    path = _path(op.text, name, counts)
    rows = _rows(beside["each"].value, reader) if "each" in beside else ()
    if len(reader.problems) > before:  # its columns are not known, so nothing else can be told
        _use_words([given, *[entry.value for entry in beside.values()]], reader)
        known = tuple([Row({}, row.name) for row in rows])
        return Item(op.text, reader.place(op), path, None, name, rows=known)
    columns = {key: value.place for row in rows for key, value in row.values.items()}
    counted = "repeat" in beside and not reader.scope.is_own(COPY) and COPY not in columns
    copies = {COPY: None} if counted else {}
    inside = reader.within(reader.scope.inner(copies).inner(columns))
    call = read_call(op, given, _node(beside, "first"), inside, read_layers)
    item = Item(
        op=op.text,
        place=reader.place(op),
        path=path,
        call=call,
        name=name,
        sources=references(beside["from"].value, reader) if "from" in beside else (),
        condition=_value(beside, "if", inside),
        repeat=_value(beside, "repeat", inside),
        counted=counted,
        rows=rows,
        train_only="train_only" in beside
        and flag(beside["train_only"].value, "train_only", reader),
        shared="shared" in beside and flag(beside["shared"].value, "shared", reader),
    )
    for row in rows:  # they may use the row's own columns
        inside.scope.check(row.condition)
    if len(reader.problems) > before:
        _use_words([given, *[entry.value for entry in beside.values()]], inside)
        return replace(item, call=None)
    inside.scope.require_used("column {}", "use it in the item, or delete it")
    return item


def _path(op: str, name: str | None, counts: Counter[str]) -> str:
    """What an item is called in paths: its name, else its operator, numbered where it comes again.

    An operator is counted with or without a name, so that naming one renames no other.
    """
    named = f"{name}."  # no operator has a dot
    counts.update([op, named])
    word, times = (name, counts[named]) if name else (op, counts[op])
    return word if times == 1 else f"{word}_{times}"


def _use_words(nodes: Iterable[Node | None], reader: Reader) -> None:
    """What is wrong with a layer is told; that its names are unused would be told in vain."""
    left = [node for node in nodes if node]
    while left:
        node = left.pop()
        if isinstance(node, Scalar):
            reader.scope.use_words(node.text)
        elif isinstance(node, Sequence):
            left += node.items
        else:
            left += [entry.value for entry in node.entries]


def _name(beside: Mapping[str, Entry], reader: Reader) -> str | None:
    return layer_name(beside["name"].value, reader) if "name" in beside else None


def _node(beside: Mapping[str, Entry], word: str) -> Node | None:
    return beside[word].value if word in beside else None


def _value(beside: Mapping[str, Entry], word: str, reader: Reader) -> Value | None:
    return reader.value(beside[word].value) if word in beside else None


def _rows(node: Node, reader: Reader) -> tuple[Row, ...]:
    """The table of `each`."""
    if not isinstance(node, Sequence) or not node.items:
        reader.problem("CC116", "each is a list of rows: - {c: 16, n: 1}", node)
        return ()
    rows = tuple([_row(one, reader) for one in node.items])
    columns = dict.fromkeys(key for row in rows for key in row.values)
    for row, one in zip(rows, node.items, strict=True):
        missing = [key for key in columns if key not in row.values]
        if missing and isinstance(one, MappingNode):
            reader.problem("CC103", f"this row has no {', '.join(missing)}, as others have", one)
    return rows


def _row(node: Node, reader: Reader) -> Row:
    found = {one.key.text: one for one in entries(node, reader, "a row of each")}
    name = layer_name(found.pop("name").value, reader) if "name" in found else None
    condition = found.pop("if", None)
    for one in found.values():
        check_variable(one.key, reader)
    values = {key: reader.free_value(one.value) for key, one in found.items()}
    return Row(
        {key: value for key, value in values.items() if value},
        name,
        compiled(condition.value, reader.source, reader.problems) if condition else None,
    )
