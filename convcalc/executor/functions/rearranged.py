"""Elements in another order: between channels and positions, turned in time, parts of an axis."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, both, first
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.moved import moved
from convcalc.executor.layout import Shape

# Where the two parts of a position stand among channels: before them (DCR), or after (CRD).
_DEFAULT = "DCR"


def _size(call: Call) -> int:
    return call.attribute("blocksize", 1)


def _spread(call: Call) -> Shape:
    samples, channels, height, width = call.dims()
    size = _size(call)
    return samples, channels // size**2, height * size, width * size


def _depth_to_space(call: Call, x: AnyArray) -> AnyArray:
    samples, channels, height, width = x.shape
    size = _size(call)
    each = channels // size**2
    if call.attribute("mode", _DEFAULT) == _DEFAULT:
        cut = x.reshape(samples, size, size, each, height, width).transpose(0, 3, 4, 1, 5, 2)
    else:
        cut = x.reshape(samples, each, size, size, height, width).transpose(0, 1, 4, 2, 5, 3)
    return cut.reshape(_spread(call))


def _channel(call: Call, channel: int, row: int, column: int, channels: int) -> int:
    """The channel in which the block's row and column of a channel stands."""
    inside = row * _size(call) + column
    if call.attribute("mode", _DEFAULT) == _DEFAULT:
        return inside * channels + channel
    return channel * _size(call) ** 2 + inside


def _from_depth(call: Call, index: Shape) -> Shape:
    sample, channel, row, column = index
    size, channels = _size(call), _spread(call)[1]
    whole = _channel(call, channel, row % size, column % size, channels)
    return sample, whole, row // size, column // size


def _gathered(call: Call) -> Shape:
    samples, channels, height, width = call.dims()
    size = _size(call)
    return samples, channels * size**2, height // size, width // size


def _space_to_depth(call: Call, x: AnyArray) -> AnyArray:
    samples, channels, height, width = x.shape
    size = _size(call)
    cut = x.reshape(samples, channels, height // size, size, width // size, size)
    first_blocks = call.attribute("mode", _DEFAULT) == _DEFAULT
    turned = cut.transpose((0, 3, 5, 1, 2, 4) if first_blocks else (0, 1, 3, 5, 2, 4))
    return turned.reshape(_gathered(call))


def _from_space(call: Call, index: Shape) -> Shape:
    """The one place whose block, row and column make up the channel."""
    sample, whole, row, column = index
    size, channels = _size(call), call.dims()[1]
    return next(
        (sample, channel, row * size + down, column * size + right)
        for channel in range(channels)
        for down in range(size)
        for right in range(size)
        if _channel(call, channel, down, right, channels) == whole
    )


def _axes(call: Call) -> tuple[int, int]:
    return call.attribute("time_axis", 0), call.attribute("batch_axis", 1)


def _reversed(call: Call, arrays: Arrays) -> AnyArray:
    """So many of the first steps of each sample, the other way round."""
    x, lengths = both(arrays)
    time, batch = _axes(call)
    steps = np.arange(x.shape[time])[:, None]
    ends = lengths.astype(np.int64)[None, :]
    places = np.where(steps < ends, ends - 1 - steps, steps)  # steps × samples
    turned = places if time < batch else places.T
    others = [axis for axis in range(x.ndim) if axis not in (time, batch)]
    return np.take_along_axis(x, np.expand_dims(turned, others), time)


def _reversed_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, lengths = both(arrays)
    time, batch = _axes(call)
    step, length = index[time], int(lengths[index[batch]])
    place = list(index)
    place[time] = length - 1 - step if step < length else step
    return total([float(x[tuple(place)])])


def _kept(call: Call, index: Shape) -> bool:
    """Whether it lies in the triangle: not below its diagonal, or not above."""
    row, column = index[-2:]
    aside = (call.integers("k", 1) or (0,))[0]
    return column - row >= aside if call.attribute("upper", 1) else column - row <= aside


def _triangle(call: Call, arrays: Arrays) -> AnyArray:
    x = first(arrays)
    aside = (call.integers("k", 1) or (0,))[0]
    return np.triu(x, aside) if call.attribute("upper", 1) else np.tril(x, aside)


REARRANGED: Mapping[str, Function] = {
    "DepthToSpace": moved(_spread, _depth_to_space, _from_depth),
    "SpaceToDepth": moved(_gathered, _space_to_depth, _from_space),
    "ReverseSequence": Function(
        lambda call: call.dims(), lambda call, arrays, _: _reversed(call, arrays), _reversed_element
    ),
    "Trilu": Function(
        lambda call: call.dims(),
        lambda call, arrays, _: _triangle(call, arrays),
        lambda call, arrays, index: total(
            [float(first(arrays)[index]) if _kept(call, index) else 0.0]
        ),
    ),
}
