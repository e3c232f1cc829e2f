"""From the events of a YAML parser to nodes: without recursion, and bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from convcalc.collector import collector_off
from convcalc.network.source import marks
from convcalc.network.source.anchors import Anchors
from convcalc.network.source.bounds import TOO_DEEP, Bounds
from convcalc.network.source.decode import only_comments, parsable
from convcalc.network.source.failure import failure
from convcalc.network.source.findings import Findings
from convcalc.network.source.frame import Entries, Frame, Items
from convcalc.network.source.nodes import Mark, Node, Scalar, Value
from convcalc.network.source.scalars import core_value
from convcalc.network.source.syntax import explained, needs_quotes
from convcalc.network.source.text import Text

_QUOTED = frozenset("'\"|>")
_BLOCKS = frozenset("|>")
_INDENTED = re.compile(r"[|>][-+]?[0-9]", re.ASCII)
_DOCUMENT = "a second document begins here; write one network a file"
_TAG = re.compile(r"!\S*")
_NO_TAG = "is a tag, which makes objects of a program; none is read: remove it"
_KEY = "an alias cannot be a key; write the key itself"


def composed(text: Text, parser: str = "CSafeLoader") -> Node:
    """The one node that a text is, from libyaml's parser or, without it, from PyYAML's own.

    Raises InputError with every problem that was found, in the order of the text.
    """
    composer = _Composer(text)
    with collector_off():  # to look for cycles among nodes that grow doubles the time
        composer.read(parser)
    return composer.root()


class _Composer:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._findings = Findings(text)
        self._anchors = Anchors(self._findings)
        self._bounds = Bounds(self._findings)
        self._document = Items(Mark(1, 1))
        self._stack: list[Frame] = [self._document]
        self._plain: dict[str, tuple[str, Value]] = {}  # texts recur: one object for each

    def read(self, parser: str) -> None:
        """Take every event."""
        import yaml  # noqa: PLC0415 — a layer does not need it

        taken: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._begin,
        }
        try:
            events = getattr(yaml, parser, yaml.SafeLoader)(parsable(self._text))
            while event := events.get_event():
                if take := taken.get(type(event)):
                    take(event)
        except yaml.MarkedYAMLError as error:
            # Some builds of libyaml look ahead further than our bound, and have one of their own.
            if "nesting depth" in str(error.problem):
                mark = failure(error, self._text).mark
                raise self._findings.last("CC109", TOO_DEEP, mark) from None
            raise self._findings.last("CC106", *explained(error, self._text)) from None

    def root(self) -> Node:
        """What was read, unless something is wrong with it."""
        self._findings.check()
        items = self._document.node().items
        if not items or (isinstance(items[0], Scalar) and items[0].plain and not items[0].text):
            raise only_comments(self._text.file)
        return items[0]

    # PyYAML's events have no types.
    def _begin(self, event: Any) -> None:  # noqa: ANN401
        if self._document.size > 1:
            raise self._findings.last("CC109", _DOCUMENT, marks.start(event, 3))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401
        mark = marks.of_scalar(event, self._text)
        plain = event.style not in _QUOTED
        text, value = self._value(event.value, mark) if plain else (event.value, event.value)
        node = Scalar(mark, value, text, plain)
        if event.anchor is not None:
            self._anchors.scalar(event.anchor, node)
        if event.style in _BLOCKS:
            self._check_block(mark)
        if event.tag is not None:
            self._refuse_tag(event)
        self._bounds.count(mark)
        self._stack[-1].put(node)

    def _value(self, text: str, mark: Mark) -> tuple[str, Value]:
        if found := self._plain.get(text):
            return found
        try:
            value = core_value(text)
        except ValueError as error:
            self._findings.add("CC105", str(error), mark)
            return text, None
        self._plain[text] = (text, value)
        return text, value

    def _mapping(self, event: Any) -> None:  # noqa: ANN401
        self._open(event, Entries(marks.start(event), event.anchor, self._findings))

    def _sequence(self, event: Any) -> None:  # noqa: ANN401
        self._open(event, Items(marks.start(event), event.anchor))

    def _open(self, event: Any, frame: Frame) -> None:  # noqa: ANN401
        if frame.anchor is not None:
            self._anchors.opened(frame.anchor, frame)
        if event.tag is not None:
            self._refuse_tag(event)
        self._stack.append(frame)
        self._bounds.count(frame.mark)
        self._bounds.nest(frame.mark, self._depth())

    def _close(self, _: Any) -> None:  # noqa: ANN401
        frame = self._stack.pop()
        node = frame.node()
        if frame.anchor is not None:
            self._anchors.closed(frame.anchor, frame, node)
        self._put_held(node, frame.size, frame.height)

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        mark = marks.start(event, len(event.anchor) + 1)
        if self._stack[-1].wants_key:
            self._findings.add("CC109", _KEY, mark)
            self._stack[-1].put(Scalar(mark, None, f"*{event.anchor}"))
            return
        known = self._anchors.found(event.anchor, mark)
        self._bounds.count(mark, known.size)
        self._bounds.nest(mark, self._depth() + known.height)
        self._put_held(known.node, known.size, known.height)

    def _put_held(self, node: Node, size: int, height: int) -> None:
        self._stack[-1].hold(size, height)
        self._stack[-1].put(node)

    def _depth(self) -> int:
        return len(self._stack) - 1

    def _refuse_tag(self, event: Any) -> None:  # noqa: ANN401
        mark = marks.start(event)
        written = self._text.lines[mark.line - 1]
        if tag := _TAG.search(written, mark.column - 1):
            mark = Mark(mark.line, tag.start() + 1, len(tag[0]))
        self._findings.add("CC109", f'"{tag[0] if tag else "!"}" {_NO_TAG}', mark)

    def _check_block(self, mark: Mark) -> None:
        """`k: >4` is a text from the next line on, four columns in: hardly meant."""
        written = self._text.lines[mark.line - 1][mark.column - 1 :]
        if _INDENTED.match(written):
            self._findings.add("CC106", *needs_quotes(written, mark))
