"""Attention: two matrix products with a softmax between, in blocks of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, prod, sqrt
from typing import NamedTuple

import numpy as np

from convcalc.executor.arguments import number
from convcalc.executor.conv import TILE
from convcalc.executor.definition import Element, floats, total
from convcalc.executor.layout import Arguments, Array, Layout, Shape, at
from convcalc.executor.meter import Meter


def attention(arguments: Arguments, shapes: Sequence[Shape]) -> Layout:
    """softmax(queryᵀ · key / √(C/heads)) · value, as PyTorch's scaled_dot_product_attention.

    Shapes: (C, *queries), (C, *keys) and (V, *keys) to (V, *queries).

    >>> attention({"heads": 2}, [(4, 3, 2), (4, 5), (6, 5)]).output
    (6, 3, 2)
    """
    query, key, value = shapes
    layer = Attention(number(arguments, "heads", 1), query[0])
    keys = prod(key[1:])
    return Layout(
        output=(value[0], *query[1:]),
        compute=layer.compute,
        # One query's scores and their exponentials, copies of a run on ones, and the scores of
        # a spot check, which are objects.
        workspace=4 * (2 * layer.heads * keys + sum(map(prod, shapes))) + 160 * keys,
        contracts=True,
        useful=layer.useful,
        plain=layer.plain,
        plain_work=keys * query[0] // layer.heads,
        alike=True,
    )


class Attention(NamedTuple):
    """One attention, laid out."""

    heads: int
    channels: int

    def compute(
        self, inputs: Sequence[Array], _weights: Sequence[Array], out: Array, meter: Meter
    ) -> None:
        """Write (N, V, *queries)."""
        for *item, written in zip(*inputs, out, strict=True):
            query, key, value = map(self._heads, item)
            mixed = written.reshape(self.heads, value.shape[1], -1)
            for block in self._blocks(query, key, meter):
                scores = self._scores(query[..., block], key, meter)
                scores *= 1 / sqrt(query.shape[1])
                mixed[..., block] = self._mixed(value, _softmax(scores), meter)

    def useful(self, ones: Sequence[Array], meter: Meter) -> float:
        """The sum of both products on ones."""
        query, key, value = (self._heads(one[0]) for one in ones)
        total = 0.0
        for block in self._blocks(query, key, meter):
            scores = self._scores(query[..., block], key, meter)
            total += float(scores.sum(dtype=np.float64))
            scores.fill(1)
            total += float(self._mixed(value, scores, meter).sum(dtype=np.float64))
        return total

    def _heads(self, x: Array) -> Array:
        """(C, *spatial) as (heads, C/heads, positions)."""
        return x.reshape(self.heads, len(x) // self.heads, -1)

    def _blocks(self, query: Array, key: Array, meter: Meter) -> Iterator[slice]:
        """So many queries at a time that their scores stay within the room and the cache."""
        each = 2 * self.heads * key.shape[-1] * key.itemsize
        block = max(1, min(meter.room, TILE) // each)
        for first in range(0, query.shape[-1], block):
            yield slice(first, first + block)

    def _scores(self, query: Array, key: Array, meter: Meter) -> Array:
        """Every query with every key: (heads, queries, keys)."""
        scores = meter.matmul(query.swapaxes(1, 2), key)
        meter.kept += scores.size
        return scores

    def _mixed(self, value: Array, shares: Array, meter: Meter) -> Array:
        """Every value by its share: (heads, V/heads, queries)."""
        return meter.matmul(value, shares.swapaxes(1, 2))

    def plain(self, inputs: Sequence[Array], _weights: Sequence[Array], index: Shape) -> Element:
        """One output element by the definition."""
        item, channel, *place = index
        each = self.channels // self.heads
        first = channel * self.heads // inputs[2].shape[1] * each
        share = slice(first, first + each)
        query = at(inputs[0], item, share, *place).tolist()
        keys = inputs[1][item, share].reshape(each, -1).T
        scores = [
            total(a * b / sqrt(each) for a, b in zip(query, floats(key), strict=True))
            for key in keys
        ]
        most = max(score for score, _ in scores)
        shares = [exp(score - most) for score, _ in scores]
        whole, values = sum(shares), floats(inputs[2][item, channel])
        value, scale = total(a * b / whole for a, b in zip(shares, values, strict=True))
        # The error of a score is one of its share, relative to it.
        return value, scale * (1 + max(terms for _, terms in scores))


def _softmax(scores: Array) -> Array:
    """Over the last axis, in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
