"""An expression that is read once and evaluated often."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from convcalc.network.expression.choices import Run
from convcalc.network.expression.parse import Parser
from convcalc.network.expression.tree import Name
from convcalc.network.expression.values import Names, Value

_KEPT = 4_096  # expressions


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression over names.

    >>> parse("4*mid if stride == 1 else cin").value({"mid": 16, "stride": 1, "cin": 3})
    64
    """

    text: str
    names: tuple[Name, ...]  # all that it mentions, in their order, functions aside
    _run: Run = field(repr=False, compare=False)

    def value(self, names: Names) -> Value:
        """What the expression is with these names.

        A name alone is given back as it is. Raises ExpressionError: CC110 for an unknown name,
        CC112 for what cannot be computed.

        >>> parse("out/groups").value({"out": 64, "groups": 0})
        Traceback (most recent call last):
        convcalc.network.expression.error.ExpressionError: 64 / 0 divides by zero; \
guard it, as in a/b if b != 0 else 0
        """
        return self._run(names)


@lru_cache(_KEPT)
def parse(text: str) -> Expression:
    """The expression that a text writes.

    Raises ExpressionError: CC110 for an unknown function, CC111 for what cannot be read.

    >>> [(name.text, name.start) for name in parse("max(mid, 2*cin)").names]
    [('mid', 4), ('cin', 11)]
    """
    parser = Parser(text)
    run = parser.tree().run()
    return Expression(text, tuple(parser.names), run)
