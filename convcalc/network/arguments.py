"""Reading the arguments of one operator, variant or block, and the defaults they start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from convcalc.errors import Place, nearest
from convcalc.network import words
from convcalc.network.problems import Problems
from convcalc.network.scope import Scope
from convcalc.network.source import Entry, Node, Scalar, Source
from convcalc.network.source import Mapping as MappingNode
from convcalc.network.values import Applied, Literal, Value, compiled
from convcalc.ops import OPS
from convcalc.ops.spec import Spec
from convcalc.variants import VARIANTS

_COMMA = '; a comma ends a value inside braces: write "{}" in quotes, or use vars:'


@dataclass(frozen=True, slots=True)
class Reader:
    """Where something is read: the file, the names that are known there, the problems so far."""

    source: Source
    problems: Problems
    scope: Scope
    blocks: Mapping[str, Mapping[str, bool]]  # the vars of each block, and whether they must be
    defaults: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def within(self, scope: Scope) -> Reader:
        """The same place with other names."""
        return replace(self, scope=scope)

    def place(self, node: Node) -> Place:
        """Where a node stands."""
        return self.source.place(node.mark)

    def problem(self, code: str, message: str, node: Node) -> None:
        """Note what is wrong with a node."""
        self.problems.add(code, message, self.place(node))

    def value(self, node: Node, accepted: Iterable[str] = ()) -> Value | None:
        """The value of a node, its names checked."""
        meant = frozenset(accepted)
        value = compiled(node, self.source, self.problems, meant)
        self.scope.check(value, meant)
        return value

    def free_value(self, node: Node) -> Value | None:
        """The value of a var, a column or a block's argument: it may be a word as well."""
        return self.value(node, [one for one in words.value_words() if one not in self.scope])


def entries(node: Node | None, reader: Reader, what: str) -> tuple[Entry, ...]:
    """The keys of a mapping, but for the user's own; none where there is nothing."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return ()
    if not isinstance(node, MappingNode):
        reader.problem("CC105", f"{what} is a mapping; write key: value", node)
        return ()
    return tuple(entry for entry in node.entries if not entry.key.text.startswith("x-"))


def arguments(node: Node | None, spec: type[Spec], name: str, reader: Reader) -> dict[str, Value]:
    """What an item gives to an operator or a variant, under the long keys."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return {}
    if not isinstance(node, MappingNode):
        return _shorthand(node, spec, name, reader)
    found: dict[str, Value] = {}
    for entry in entries(node, reader, name):
        key = _known_key(entry, spec, name, found, reader)
        value = _argument(spec, key, entry, reader) if key else None
        if key and value:
            found[key] = value
    return found


def _shorthand(node: Node, spec: type[Spec], name: str, reader: Reader) -> dict[str, Value]:
    key = words.shorthand(spec)
    if key is None:
        reader.problem("CC105", f"{name} takes no arguments", node)
        return {}
    value = _field(spec, key, node, reader)
    return {key: value} if value else {}


def _known_key(
    entry: Entry, spec: type[Spec], name: str, found: Mapping[str, Value], reader: Reader
) -> str | None:
    key = words.long_key(spec, entry.key.text)
    known = [*spec.model_fields, *words.following(name), *words.EXTRA.get(name, ())]
    if key not in known:
        reader.problem("CC102", _unknown(entry, spec, name, known), entry.key)
        return None
    if key in found:
        one, other = sorted({entry.key.text, key, *words.short_keys(spec, key)}, key=len)[:2]
        sentence = f'"{one}" and "{other}" are the same key; give one of them'
        reader.problem("CC104", sentence, entry.key)
        return None
    return key


def _unknown(entry: Entry, spec: type[Spec], name: str, known: Sequence[str]) -> str:
    key = entry.key.text
    comma = isinstance(entry.value, Scalar) and entry.value.value is None
    hint = _COMMA.format(f"…,{key}") if comma and key[:1].isdigit() else ""
    short = [one for long in known for one in words.short_keys(spec, long)]
    listed = f"; it has {', '.join(known)}" if known else "; it has none"
    return f'unknown key "{key}" for {name}{hint or nearest(key, (*known, *short)) or listed}'


def _argument(spec: type[Spec], key: str, entry: Entry, reader: Reader) -> Value | None:
    if key == words.LIKE:
        return _like(entry.value, reader)
    if key in spec.model_fields:
        return _field(spec, key, entry.value, reader)
    return _applied(key, entry.value, reader)


def _field(spec: type[Spec], key: str, node: Node, reader: Reader) -> Value | None:
    """The value of an argument: a name as it stands, or a number, a word or an expression."""
    if words.is_text(spec, key) and isinstance(node, Scalar) and isinstance(node.value, str):
        return Literal(reader.place(node), node.text)
    return reader.value(node, words.field_words(spec, key))


def _like(node: Node, reader: Reader) -> Value | None:
    """The name of the tensor whose sizes are wanted."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return Literal(reader.place(node), node.text)
    reader.problem("CC116", "like: the name of a layer is meant here", node)
    return None


def _applied(key: str, node: Node, reader: Reader) -> Value | None:
    """`norm: bn`, `norm: {gn: {groups: 32}}`, `act: none`, or a name that stands for a word."""
    if isinstance(node, MappingNode) and len(node.entries) == 1:
        (entry,) = node.entries
        if _fits(key, entry.key.text, entry.key, reader):
            spec = OPS[entry.key.text]
            given = arguments(entry.value, spec, entry.key.text, reader)
            return Applied(reader.place(node), entry.key.text, given)
        return None
    if not isinstance(node, Scalar):
        reader.problem("CC105", f"{key} is one operator, such as {key}: {_example(key)}", node)
        return None
    if node.text in reader.scope:
        return reader.value(node)
    if node.text == words.NONE or _fits(key, node.text, node, reader):
        return Literal(reader.place(node), node.text)
    return None


def _fits(key: str, name: str, node: Node, reader: Reader) -> bool:
    known = words.FOLLOWERS[key]
    if name not in known:
        reader.problem("CC117", words.no_follower(key, name), node)
    return name in known


def _example(key: str) -> str:
    return "bn" if key == "norm" else "relu"


def defaults_of(name: str, spec: type[Spec], reader: Reader) -> dict[str, Value]:
    """What an operator starts from: its own defaults, and a variant those of `conv` too."""
    shared = name in VARIANTS and name not in {"conv", "conv_transpose"}
    accepted = {*spec.model_fields, *words.following(name)}
    of_conv = reader.defaults.get("conv", {}) if shared else {}
    inherited = {key: value for key, value in of_conv.items() if key in accepted}
    return {**inherited, **reader.defaults.get(name, {})}
