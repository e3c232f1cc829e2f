"""Each formula with the numbers put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc

from convcalc.analysis.cost import GraphCost
from convcalc.graph import Node
from convcalc.ops.op import Working

_FORMULA = re.compile(r"^Formula: (.*(?:\n[ ]{2,}.*)*)", re.MULTILINE)
_SOURCE = re.compile(r"^Source: (.*(?:\n.+)*)", re.MULTILINE)
_NAME = re.compile(r"[a-z_]+")
_PRODUCT = re.compile(r"prod\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Explained:
    """A number, how it comes about, and who says so."""

    path: str
    quantity: str
    formula: str
    with_numbers: str
    value: int
    source: str


def explained(cost: GraphCost) -> tuple[Explained, ...]:
    """The formulas of all operators, in the order in which they are used.

    >>> from convcalc.variants import Conv
    >>> layer = Conv(out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    >>> print(explained(layer.cost((3, 224, 224)))[0].with_numbers)
    (224 + 3 + 3 - 1 * (7 - 1) - 1) // 2 + 1
    """
    return tuple(
        _explained(op.node.path, working)
        for op in cost.ops
        for working in _workings(op.node, cost.batch)
    )


def _workings(node: Node, batch: int) -> tuple[Working, ...]:
    costs = node.op.workings(node.in_shapes, node.output, batch)
    return (*node.op.sizes(node.in_shapes[0]), *costs)


def _explained(path: str, working: Working) -> Explained:
    formula = formula_text(working.formula)
    return Explained(
        path=path,
        quantity=working.quantity.replace("_", " "),
        formula=formula,
        with_numbers=put_in(formula, working.values),
        value=working.value,
        source=_found(_SOURCE, working.formula),
    )


def formula_text(formula: Callable[..., object]) -> str:
    """The formula as its docstring states it, in Python's notation."""
    return _found(_FORMULA, formula)


def _found(pattern: re.Pattern[str], formula: Callable[..., object]) -> str:
    match = pattern.search(getdoc(formula) or "")
    return " ".join(match.group(1).split()) if match else ""


def put_in(formula: str, values: Mapping[str, object]) -> str:
    """The formula with numbers in place of names.

    >>> put_in("prod(kernel_size) * groups + size", {"kernel_size": (3, 5), "groups": 2})
    '3 * 5 * 2 + size'
    """

    def product(match: re.Match[str]) -> str:
        factors = values.get(match.group(1))
        return " * ".join(map(str, factors)) if isinstance(factors, tuple) else match.group(0)

    def number(match: re.Match[str]) -> str:
        value = values.get(match.group(0), match.group(0))
        return str(int(value)) if isinstance(value, bool) else str(value)

    return _NAME.sub(number, _PRODUCT.sub(product, formula))
