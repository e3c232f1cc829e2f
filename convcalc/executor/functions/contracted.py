"""Sums of products: MatMul, Gemm and Einsum, as one product of matrices for each of a batch.

Which axes of a factor are turned is told by how it lies; what is added is an addition of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter


class Letters(NamedTuple):
    """A letter for each axis of both factors, and of their product."""

    left: str
    right: str
    out: str

    def sizes(self, call: Call) -> dict[str, int]:
        """How long each letter is; factors that are 1 long are spread."""
        found: dict[str, int] = {}
        for term, dims in zip(self[:2], call.every, strict=True):
            for letter, size in zip(term, dims, strict=True):
                found[letter] = max(size, found.get(letter, 1))
        return found

    @property
    def inner(self) -> str:
        """Those that are summed over."""
        return "".join(sorted(set(self.left + self.right) - set(self.out)))


def _einsum(call: Call) -> Letters:
    left, arrow, out = call.attribute("equation", "").replace(" ", "").partition("->")
    one, other = left.split(",")
    once = "".join(sorted(x for x in one + other if left.count(x) == 1))
    return Letters(one, other, out if arrow else once)


def _matmul(call: Call) -> Letters:
    """Leading axes go together, from the last one on."""
    one, other = [len(dims) for dims in call.every]
    leading = "abcdefgh"[: max(one, other, 2) - 2]
    left = leading[len(leading) - (one - 2) :] + "ik" if one > 1 else "k"
    right = leading[len(leading) - (other - 2) :] + "kj" if other > 1 else "k"
    shared = leading[-max(one - 2, other - 2, 0) :] if leading else ""
    return Letters(left, right, shared + ("i" if one > 1 else "") + ("j" if other > 1 else ""))


def _letters(call: Call) -> Letters:
    return _einsum(call) if call.function == "Einsum" else _matmul(call)


def _dims(call: Call) -> Shape:
    letters = _letters(call)
    sizes = letters.sizes(call)
    return tuple([sizes[letter] for letter in letters.out])


def _compute(call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
    letters = _letters(call)
    sizes = letters.sizes(call)
    a, b = [_real(one) for one in arrays if one is not None]
    both = [one for one in letters.out if one in letters.left and one in letters.right]
    rows = [one for one in letters.out if one in letters.left and one not in letters.right]
    columns = [one for one in letters.out if one not in letters.left]
    inner = list(letters.inner)
    left = _turned(a, letters.left, both + rows + inner, sizes)
    right = _turned(b, letters.right, both + inner + columns, sizes)
    many = [prod([sizes[one] for one in some]) for some in (both, rows, inner, columns)]
    made = meter.matmul(
        left.reshape(many[0], many[1], many[2]), right.reshape(many[0], many[2], many[3])
    )
    order = both + rows + columns
    shaped = made.reshape([sizes[one] for one in order])
    found = shaped.transpose([order.index(one) for one in letters.out])
    return found if _factor(call) == 1 else _factor(call) * found


def _real(x: AnyArray) -> AnyArray:
    """Whole numbers in a type in which their sums fit, and that NumPy multiplies fast."""
    return x.astype(np.float64) if x.dtype.kind in "iub" else x


def _factor(call: Call) -> np.float32:
    """Gemm and FusedMatMul multiply their product by a number."""
    return np.float32(call.attribute("alpha", 1.0))


def _turned(x: AnyArray, letters: str, wanted: list[str], sizes: Mapping[str, int]) -> AnyArray:
    """The axes in that order, spread to the size of their letters."""
    at = {letter: axis for axis, letter in enumerate(letters)}
    turned = x.transpose([at[one] for one in wanted if one in at])
    shaped = turned.reshape(
        [turned.shape[[w for w in wanted if w in at].index(one)] if one in at else 1
         for one in wanted]
    )  # fmt: skip
    return np.broadcast_to(shaped, [sizes[one] for one in wanted])


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """Σ over the inner letters of a · b."""
    letters = _letters(call)
    sizes = letters.sizes(call)
    a, b = [one for one in arrays if one is not None]
    where = dict(zip(letters.out, index, strict=True))
    terms = []
    for places in product(*[range(sizes[one]) for one in letters.inner]):
        where.update(zip(letters.inner, places, strict=True))
        terms.append(_at(a, letters.left, where) * _at(b, letters.right, where))
    return total(float(_factor(call)) * one for one in terms)


def _at(x: AnyArray, letters: str, where: Mapping[str, int]) -> float:
    places = zip(letters, x.shape, strict=True)
    return float(x[tuple([min(where[letter], size - 1) for letter, size in places])])


def _work(call: Call) -> int:
    letters = _letters(call)
    sizes = letters.sizes(call)
    return prod([sizes[one] for one in letters.inner])


_PRODUCT = Function(_dims, _compute, _element, _work, contracts=True)
CONTRACTED: Mapping[str, Function] = dict.fromkeys(
    ("MatMul", "MatMulInteger", "Gemm", "FusedMatMul", "Einsum"), _PRODUCT
)
