"""Rank and factors of a kernel, and what it costs to use fewer of them.

A kernel of rank r is a sum of r products of a column and a row. Cut off after r terms, the
singular value decomposition is the best such sum in the Frobenius norm.

Source: Eckart & Young, Psychometrika 1 (1936).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm, sqrt

import numpy as np
from numpy.typing import NDArray

from convcalc.kernel.reading import Kernel, Row

_EXACT = 1024  # elements up to which the rank is found by exact elimination

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Factors:
    """A column and a row whose product is a term of the sum."""

    column: tuple[Fraction | float, ...]
    row: tuple[Fraction | float, ...]


@dataclass(frozen=True, slots=True)
class Separation:
    """A kernel as a sum of separable ones, the largest first."""

    kernel: Kernel
    rank: int
    exact: bool  # by elimination of fractions; else singular values above rounding
    singular_values: tuple[float, ...]
    factors: tuple[Factors, ...]

    @property
    def products(self) -> int:
        """Multiplications at each position by the whole kernel."""
        rows, columns = self.kernel.shape
        return rows * columns

    def products_of(self, terms: int) -> int:
        """Multiplications at each position by the first so many terms."""
        return terms * sum(self.kernel.shape)

    def error(self, terms: int) -> float:
        """What the first so many terms leave over, in the Frobenius norm."""
        if terms >= self.rank:
            return 0.0
        return sqrt(sum(value * value for value in self.singular_values[terms:]))

    def relative_error(self, terms: int) -> float:
        """The same relative to the kernel's own norm."""
        norm = sqrt(sum(value * value for value in self.singular_values))
        return self.error(terms) / norm if norm else 0.0


def separation(kernel: Kernel) -> Separation:
    """The factors of a kernel.

    >>> from convcalc.kernel.reading import read_kernel
    >>> found = separation(read_kernel("1 0 -1; 2 0 -2; 1 0 -1"))
    >>> found.rank, [str(one) for one in found.factors[0].column]
    (1, ['1', '2', '1'])
    """
    array = np.array(kernel.rows, np.float64)
    left, values, right = np.linalg.svd(array, full_matrices=False)
    exact = kernel.typed and array.size <= _EXACT
    noise = max(array.shape) * np.finfo(np.float64).eps * values[0]
    rank = _rank(kernel.rows) if exact else int((values > noise).sum())
    return Separation(
        kernel,
        rank,
        exact,
        tuple(map(float, values)),
        (_only(kernel.rows),) if exact and rank == 1 else _terms(left, values, right, rank),
    )


def _terms(left: Array, values: Array, right: Array, rank: int) -> tuple[Factors, ...]:
    """Each column holds its singular value, and its first large number is positive."""
    signs = np.sign(left[np.abs(left).argmax(axis=0), np.arange(len(values))])
    columns, rows = left * signs * values, right * signs[:, None]
    return tuple(
        Factors(tuple(columns[:, term].tolist()), tuple(rows[term].tolist()))
        for term in range(rank)
    )


def _rank(rows: tuple[Row, ...]) -> int:
    """By elimination, in fractions."""
    left, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((i for i in range(rank, len(left)) if left[i][column]), None)
        if pivot is None:
            continue
        left[rank], left[pivot] = left[pivot], left[rank]
        for i in range(rank + 1, len(left)):
            share = left[i][column] / left[rank][column]
            left[i] = [a - share * b for a, b in zip(left[i], left[rank], strict=True)]
        rank += 1
    return rank


def _only(rows: tuple[Row, ...]) -> Factors:
    """The one term of a kernel of rank 1: a row of the smallest whole numbers, and its column."""
    first = next(row for row in rows if any(row))
    scale = lcm(*(one.denominator for one in first))
    shared = gcd(*(int(one * scale) for one in first))
    row = tuple(one * scale / shared for one in first)
    place = next(i for i, one in enumerate(row) if one)
    return Factors(tuple(each[place] / row[place] for each in rows), row)
