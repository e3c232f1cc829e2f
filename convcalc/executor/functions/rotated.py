"""RotaryEmbedding: pairs of features, each turned by an angle of its position.

Source: Su et al., arXiv:2104.09864, section 3.2.2; the operator's own text, opset 23. ONNX Runtime
has the same with its inputs in another order: positions first, then the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, first
from convcalc.executor.functions.element_types import WHOLE
from convcalc.executor.functions.function import Function
from convcalc.executor.layout import Shape

_HEADED = 4  # samples, heads, positions, features


class _Tables(NamedTuple):
    """Cosines and sines of each position: (samples, positions, half of the features)."""

    cosines: AnyArray
    sines: AnyArray


def _is_runtime(call: Call) -> bool:
    return call.dtype(1) in WHOLE


def _tables(call: Call, arrays: Arrays) -> _Tables:
    given = [None if one is None else np.asarray(one) for one in [*arrays[1:], None]]
    positions, cosines, sines = given[:3] if _is_runtime(call) else (given[2], *given[:2])
    cosines, sines = np.asarray(cosines), np.asarray(sines)
    if positions is None:
        return _Tables(cosines, sines)
    at = positions.astype(np.int64)
    if at.ndim < 2:  # noqa: PLR2004 — the first position of all samples
        at = at.reshape(-1, 1) + np.arange(_split(call)[2])
    return _Tables(cosines[at], sines[at])


def _split(call: Call) -> tuple[int, int, int, int]:
    """Samples, heads, positions, features of one head."""
    dims = call.dims()
    if len(dims) == _HEADED:
        return dims[0], dims[1], dims[2], dims[3]
    said = call.attribute("num_heads", 0)
    tables = call.dims(2 if _is_runtime(call) else 1)
    heads = said or dims[2] // (2 * tables[-1])
    return dims[0], heads, dims[1], dims[2] // heads


def _turned(call: Call) -> int:
    """How many of a head's features are turned; the others stay."""
    return call.attribute("rotary_embedding_dim", 0) or _split(call)[3]


def _headed(call: Call, x: AnyArray) -> AnyArray:
    """(samples, heads, positions, features)."""
    samples, heads, positions, features = _split(call)
    if x.ndim == _HEADED:
        return x
    return x.reshape(samples, positions, heads, features).swapaxes(1, 2)


def _rotate(call: Call, arrays: Arrays) -> AnyArray:
    x, tables = _headed(call, first(arrays)), _tables(call, arrays)
    cosines, sines = [one[:, None] for one in tables]
    found, many = x.copy(), _turned(call)
    one, other = _pairs(call, many)
    a, b = x[..., one], x[..., other]
    found[..., one] = a * cosines - b * sines
    found[..., other] = a * sines + b * cosines
    turned = found if len(call.dims()) == _HEADED else found.swapaxes(1, 2)
    return turned.reshape(call.dims())


def _pairs(call: Call, many: int) -> tuple[slice, slice]:
    """The features that are the first of a pair, and those that are the second."""
    if call.attribute("interleaved", 0):
        return slice(0, many, 2), slice(1, many, 2)
    return slice(0, many // 2), slice(many // 2, many)


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, tables = first(arrays), _tables(call, arrays)
    _, _, _, features = _split(call)
    position, feature = index[-2], index[-1] % features
    if len(call.dims()) != _HEADED:
        position = index[1]
    many = _turned(call)
    if feature >= many:
        return total([float(x[index])])
    stride = 1 if call.attribute("interleaved", 0) else many // 2
    pair = feature // 2 if stride == 1 else feature % stride
    second = feature % 2 == 1 if stride == 1 else feature >= stride
    partner = (*index[:-1], index[-1] + (-stride if second else stride))
    sample = min(index[0], len(tables.cosines) - 1)
    cosine, sine = [float(one[sample, position, pair]) for one in tables]
    return total([float(x[index]) * cosine, float(x[partner]) * (sine if second else -sine)])


ROTATED: Mapping[str, Function] = {
    "RotaryEmbedding": Function(
        lambda call: call.dims(), lambda call, arrays, _: _rotate(call, arrays), _element
    ),
}
