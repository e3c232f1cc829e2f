"""Elements in another type: Cast, CastLike, and BitCast, which keeps their bits."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import partial

import numpy as np

from convcalc.executor.definition import Element, total
from convcalc.executor.functions.call import AnyArray, Arrays, Call, both
from convcalc.executor.functions.element_types import cast
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.pointwise import in_boxes, number, pointwise
from convcalc.executor.layout import Shape

_FLOAT = 1
_BITS: Mapping[int, str] = {  # by the numbers of types, in the letters of struct and of NumPy
    1: "f", 2: "B", 3: "b", 4: "H", 5: "h", 6: "i", 7: "q", 9: "?", 10: "e", 11: "d", 12: "I",
    13: "Q",
}  # fmt: skip


def _cast(call: Call, x: AnyArray) -> AnyArray:
    return cast(
        x,
        call.attribute("to", _FLOAT),
        saturate=bool(call.attribute("saturate", 1)),
        round_mode=call.attribute("round_mode", "up"),
    )


def _cast_like(like: AnyArray, call: Call, x: AnyArray) -> AnyArray:
    """A constant tells its type by itself."""
    to = call.dtype(1)
    if not to and like.dtype.kind in "iub":
        return x.astype(like.dtype)
    return cast(x, to, saturate=bool(call.attribute("saturate", 1)))


def _cast_like_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    x, like = both(arrays)
    return total([float(_cast_like(like, call, number(x, index)))])


def _letters(call: Call) -> tuple[str, str]:
    return _BITS[call.dtype(0) or _FLOAT], _BITS[call.attribute("to", _FLOAT)]


def _bit_cast(call: Call, arrays: Arrays) -> AnyArray:
    before, after = map(np.dtype, _letters(call))
    return np.ascontiguousarray(arrays[0], before).reshape(call.dims()).view(after)


def _bit_cast_element(call: Call, arrays: Arrays, index: Shape) -> Element:
    before, after = _letters(call)
    one = number(np.asarray(arrays[0]), index).item()
    bits = struct.pack(before, one if before in "fed?" else int(one))
    return total([float(struct.unpack(after, bits)[0])])


CASTED: Mapping[str, Function] = {
    "Cast": pointwise(_cast),
    "CastLike": Function(
        lambda call: call.dims(),
        lambda call, arrays, meter: in_boxes(
            partial(_cast_like, both(arrays)[1]), call, arrays[:1], meter
        ),
        _cast_like_element,
        room=0,
    ),
    "BitCast": Function(
        lambda call: call.dims(), lambda call, arrays, _: _bit_cast(call, arrays), _bit_cast_element
    ),
}
