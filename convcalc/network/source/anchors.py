"""What anchors stand for. An alias is the anchored node itself: nothing is copied."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.errors import nearest
from convcalc.network.source.findings import Findings
from convcalc.network.source.frame import Frame
from convcalc.network.source.nodes import Mark, Node, Scalar


@dataclass(frozen=True, slots=True)
class Anchored:
    """A node, how many nodes it is in all, and how many containers deep."""

    node: Node
    size: int = 1
    height: int = 0


class Anchors:
    """The anchors so far; a container is its frame until it is closed."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._known: dict[str, Anchored | Frame] = {}

    def scalar(self, name: str, node: Scalar) -> None:
        """A scalar with an anchor."""
        self._known[name] = Anchored(node)

    def opened(self, name: str, frame: Frame) -> None:
        """A container with an anchor begins."""
        self._known[name] = frame

    def closed(self, name: str, frame: Frame, node: Node) -> None:
        """It ends; its anchor is its own unless it was given again inside."""
        if self._known[name] is frame:
            self._known[name] = Anchored(node, frame.size, frame.height)

    def found(self, name: str, mark: Mark) -> Anchored:
        """What an alias stands for; where it stands for nothing, reading goes on without."""
        known = self._known.get(name)
        if isinstance(known, Anchored):
            return known
        self._findings.add(*(_unknown(name, self._known) if known is None else _inside(name)), mark)
        return Anchored(Scalar(mark, None, f"*{name}"))


def _unknown(name: str, known: dict[str, Anchored | Frame]) -> tuple[str, str]:
    said = f"*{name} is an alias of YAML, and no anchor &{name} comes before it"
    advice = f"write {name} for a variable, or put what begins with * in quotes"
    return "CC106", f"{said}{nearest(name, known)}; {advice}"


def _inside(name: str) -> tuple[str, str]:
    return "CC109", f"*{name} stands inside of &{name}, which would have no end; remove it"
