"""What is added to the scores of attention before they become shares: −∞ where a key is hidden.

Arrays are spread to (samples, heads, queries, keys).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.layout import Shape

_HIDDEN = -1e4  # what MultiHeadAttention adds to keys that are masked, if nothing else is said


def _standard(call: Call, dims: Shape, arrays: Arrays) -> AnyArray:
    """Attention: a mask, of yes and no or to be added; no key after a query; lengths of samples."""
    mask, lengths = arrays
    keys = dims[-1]
    added = np.zeros(dims[-2:], np.float32) if mask is None else _added(mask, keys)
    before = np.asarray(call.attribute("before", 0))
    if lengths is not None:
        ends = lengths.reshape(-1, 1, 1, 1)
        added = added + _hidden(np.arange(keys) >= ends)
        before = ends - dims[-2]
    right = 0 if call.attribute("is_causal", 0) else call.attribute("right_window_size", -1)
    return added + _hidden(_outside(dims, before, call.attribute("left_window_size", -1), right))


def _added(mask: AnyArray, keys: int) -> AnyArray:
    """As what is added; keys beyond it are hidden."""
    numbers = _hidden(~mask) if mask.dtype == np.bool_ else mask
    beyond = [(0, 0)] * (mask.ndim - 1) + [(0, keys - mask.shape[-1])]
    return np.pad(numbers, beyond, constant_values=-np.inf)


def _outside(dims: Shape, before: AnyArray, left: int, right: int) -> AnyArray:
    """Which keys are too far from a query on either side; a bound of −1 is none."""
    *_, queries, keys = dims
    ahead = np.arange(keys) - (np.arange(queries)[:, None] + before)
    return np.asarray(((left >= 0) & (-ahead > left)) | ((right >= 0) & (ahead > right)))


def _runtime(call: Call, dims: Shape, arrays: Arrays) -> AnyArray:
    """MultiHeadAttention: which keys count, what is added, and no key after a query."""
    mask, bias = arrays
    added = np.zeros(dims[-2:], np.float32) if bias is None else bias
    if mask is not None:
        hidden = np.float32(call.attribute("mask_filter_value", _HIDDEN))
        added = added + np.where(_seen(mask, dims), np.float32(0), hidden)
    right = 0 if call.attribute("unidirectional", 0) else -1
    before = np.asarray(call.attribute("before", 0))
    return added + _hidden(_outside(dims, before, -1, right))


def _seen(mask: AnyArray, dims: Shape) -> AnyArray:
    """One row for each sample, one for each query, or how many keys a sample has at its start."""
    samples, _, queries, keys = dims
    if mask.size in (samples * keys, samples * queries * keys) and mask.ndim > 1:
        return np.asarray(mask.reshape(samples, 1, -1, keys) != 0)
    return np.asarray(np.arange(keys) < mask.reshape(-1)[:samples].reshape(-1, 1, 1, 1))


def _hidden(where: AnyArray) -> AnyArray:
    return np.where(where, np.float32(-np.inf), np.float32(0))


MASKS: Mapping[str, Callable[[Call, Shape, Arrays], AnyArray]] = {
    "AttentionScores": _standard,
    "MultiHeadAttentionScores": _runtime,
}
