"""Attention as one operator: the products of queries with keys, and of scores with values."""

from __future__ import annotations

from math import prod

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.shapes import said
from convcalc.network.onnx.values import Active, plain
from convcalc.ops.general import Product

_HEADED = 4  # samples, heads, tokens, features of a head


def attention(call: Call) -> Active:
    """Attention: (query, key, value, mask, past key, past value), with heads or before the split.

    Source: the operator's text, opset 23; the products are those of arXiv:1706.03762.
    """
    query, key, value = [_headed(call, at, name) for at, name in enumerate(_HEADS)]
    past = call.given(4)
    before = past.dims[2] if isinstance(past, Active) else 0
    return _attended(call, query, key[2] + before, value[3])


def multi_head(call: Call) -> Active:
    """MultiHeadAttention of ONNX Runtime: (query, key, value), features of all heads together."""
    heads = call.number("num_heads", 1)
    if len(call.tensors) < 3 or any(len(one.dims) == _HEADED for one in call.tensors[:3]):  # noqa: PLR2004 — the three
        raise NotCountedError("its queries, keys and values are packed")
    query, key, value = [_split(call.active(at).dims, heads) for at in range(3)]
    return _attended(call, query, key[2], value[3])


_HEADS = ("q_num_heads", "kv_num_heads", "kv_num_heads")


def _headed(call: Call, at: int, name: str) -> Dims:
    dims = call.active(at).dims
    return dims if len(dims) == _HEADED else _split(dims, call.number(name, 1))


def _split(dims: Dims, heads: int) -> Dims:
    """Samples, heads, tokens, features of one head."""
    if len(dims) != _HEADED - 1 or dims[2] % max(heads, 1):
        raise NotCountedError(f"{said(dims)} is not cut into {heads} heads")
    samples, tokens, features = dims
    return (samples, heads, tokens, features // heads)


def _attended(call: Call, query: Dims, keys: int, features: int) -> Active:
    samples, heads, tokens, each = query
    tensors = [one.tensor for one in call.tensors]
    scores = Product.trusted(
        function=call.node.op, shape=(samples * heads, tokens, keys), inner=each
    )
    known = call.add(scores, *tensors[:2])
    first = call.active().dims
    headed = (samples, heads, tokens, features)
    dims = headed if len(first) == _HEADED else (samples, tokens, heads * features)
    shape, order = plain(dims)
    learned = tuple([prod(one.dims) for one in call.graph.learn(*call.sources)])
    mixed = Product.trusted(function=call.node.op, shape=shape, inner=keys, learned=learned)
    return Active(dims, call.add(mixed, known, *tensors[2:3]), order)
