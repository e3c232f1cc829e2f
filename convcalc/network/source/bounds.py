"""How much a file may be: whoever reads its nodes need not ask again."""

from __future__ import annotations

from convcalc.network.source.findings import Findings
from convcalc.network.source.nodes import Mark

MAX_DEPTH = 100  # containers: no network needs 20, and whoever walks the nodes may recurse
TOO_DEEP = f"this is nested more than {MAX_DEPTH} deep; move the inner part into blocks:"
MAX_NODES = 1_200_000  # 100,000 layers, each written out with four arguments, are 1.1 million
_ONCE = "write what recurs once, with repeat:, each: or blocks:"


class Bounds:
    """What is still free. Keys are nodes too, and an alias is all that it stands for."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._free = MAX_NODES

    def count(self, mark: Mark, size: int = 1) -> None:
        """Nodes that come."""
        self._free -= size
        if self._free < 0:
            said = f"there are more than {MAX_NODES:,} values, aliases counted in full; {_ONCE}"
            raise self._findings.last("CC109", said, mark)

    def nest(self, mark: Mark, depth: int) -> None:
        """A container that is that deep."""
        if depth > MAX_DEPTH:
            raise self._findings.last("CC109", TOO_DEEP, mark)
