"""Attention in its two parts: the shares that all keys have of each query, and values by them.

Queries, keys and values are (samples, heads, tokens, features), or have the features of all heads
together. A head of keys serves as many of queries as there are for each.

Source: the texts of ONNX's Attention and of ONNX Runtime's MultiHeadAttention.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convcalc.errors import InputError
from convcalc.executor.definition import Element, total
from convcalc.executor.functions.attended_masks import MASKS
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter

_HEADED = 4
_BIASES: Mapping[str, int] = {"MultiHeadAttentionScores": 4, "MultiHeadAttentionMixed": 2}


def _split(dims: Shape, heads: int) -> Shape:
    """Samples, heads, tokens, features of one head."""
    if len(dims) == _HEADED:
        return dims
    samples, tokens, features = dims
    return (samples, heads, tokens, features // heads)


def _headed(x: AnyArray, heads: int) -> AnyArray:
    """With an axis of heads."""
    if x.ndim == _HEADED:
        return x
    samples, heads, tokens, each = _split(x.shape, heads)
    return x.reshape(samples, tokens, heads, each).swapaxes(1, 2)


def _factors(call: Call, arrays: Arrays) -> tuple[AnyArray, AnyArray]:
    """Queries and keys, or shares and values, with heads of queries and with their biases."""
    one, other = [np.asarray(x) for x in arrays[:2]]
    heads, of_keys = call.attribute("heads", 1), call.attribute("of_keys", 1)
    at = _BIASES.get(call.function, len(arrays))
    bias = arrays[at] if at < len(arrays) else None
    if bias is not None:
        if call.attribute("before", 0):
            raise InputError(
                "CC221", f"{call.function} cannot be run with a bias and what was before"
            )
        first = one.shape[-1] if at > 2 else 0  # noqa: PLR2004 — values have theirs at the end
        one = one + bias[:first] if first else one
        start = first or bias.size - other.shape[-1]
        other = other + bias[start : start + other.shape[-1]]
    one, other = _headed(one, heads), _headed(other, of_keys)
    return one, np.repeat(other, one.shape[1] // other.shape[1], axis=1)


def _pairs(call: Call) -> Shape:
    samples, heads, queries, _ = _split(call.dims(), call.attribute("heads", 1))
    return (samples, heads, queries, _split(call.dims(1), call.attribute("of_keys", 1))[2])


def _scale(call: Call, query: AnyArray) -> float:
    return call.attribute("scale", 0.0) or float(query.shape[-1] ** -0.5)


def _scores(call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
    """The shares of all keys; as another output, what they are made of."""
    query, key = _factors(call, arrays)
    root = query.dtype.type(_scale(call, query) ** 0.5)
    counted = Meter() if call.output else meter
    found = counted.matmul(query * root, (key * root).swapaxes(-1, -2))
    return _shown(call, found, MASKS[call.function](call, _pairs(call), arrays[2:4]))


def _shown(call: Call, scores: AnyArray, added: AnyArray) -> AnyArray:
    """Scores after as many of three steps as the operator is told to show: of its answer all."""
    steps = call.attribute("qk_matmul_output_mode", 0) if call.output else 3
    most = call.attribute("softcap", 0.0)
    if steps > 0 and most:
        scores = np.tanh(scores / most) * most
    if steps > 1:
        scores = scores + added
    return _shares(scores) if steps > 2 else scores  # noqa: PLR2004 — the third


def _shares(scores: AnyArray) -> AnyArray:
    """Softmax over keys; a query that sees none gets nothing."""
    most = scores.max(axis=-1, keepdims=True)
    parts = np.exp(scores - np.where(np.isfinite(most), most, 0))
    whole = parts.sum(axis=-1, keepdims=True)
    return np.asarray(parts / np.where(whole == 0, 1, whole))


def _score(call: Call, arrays: Arrays, index: Shape) -> Element:
    """One row, with more digits: an error of a score is one of its share."""
    wide = [None if one is None else one.astype(np.float64) for one in arrays[:2]]
    query, key = _factors(call, [*wide, *arrays[2:]])
    sample, head, token, at = index
    products = key[sample, head] * query[sample, head, token] * _scale(call, query)
    mask = MASKS[call.function](call, _pairs(call), arrays[2:4])
    added = np.broadcast_to(mask, _pairs(call))[sample, head, token]
    terms = np.abs(products).sum(axis=-1) + np.where(np.isfinite(added), np.abs(added), 0)
    row = _shown(call, products.sum(axis=-1), added)
    return float(row[at]), max(float(terms.max()), 1.0)


def _mixed(call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
    shares, value = _factors(call, arrays)
    found = meter.matmul(shares, value)
    return found if len(call.laid.dims) == _HEADED else found.swapaxes(1, 2).reshape(_answer(call))


def _answer(call: Call) -> Shape:
    samples, heads, queries, _ = call.dims()
    features = _split(call.dims(1), call.attribute("of_keys", 1))[3]
    if len(call.laid.dims) == _HEADED:
        return (samples, heads, queries, features)
    return (samples, queries, heads * features)


def _mix(call: Call, arrays: Arrays, index: Shape) -> Element:
    """Σ over keys of share · value."""
    shares, value = _factors(call, arrays)
    *_, features = value.shape
    if len(index) < _HEADED:
        sample, token, at = index
        index = (sample, at // features, token, at % features)
    sample, head, token, at = index
    return total((shares[sample, head, token] * value[sample, head, :, at]).tolist())


_SCORES = Function(
    _pairs, _scores, _score, lambda call: _pairs(call)[3] * call.dims()[-1], contracts=True, room=3
)
_MIXED = Function(_answer, _mixed, _mix, lambda call: call.dims()[3], contracts=True, room=2)
ATTENDED: Mapping[str, Function] = {
    **dict.fromkeys(MASKS, _SCORES),
    **dict.fromkeys(("AttentionMixed", "MultiHeadAttentionMixed"), _MIXED),
}
