"""Functions of ONNX called with arrays; each element held against the function's definition."""

import numpy as np

from convcalc.executor.functions import FUNCTIONS, computed
from convcalc.executor.functions.call import Call, Given, Laid
from convcalc.executor.measure import TOLERANCE

TYPES = {"f": 1, "B": 2, "b": 3, "H": 4, "h": 5, "i": 6, "l": 7, "?": 9, "I": 12, "L": 13, "d": 11}


def call_of(function, *arrays, opset=0, output=0, dims=None, **attributes):
    """A call; `dims` are of what it writes, where only the model says them."""
    given = [None if one is None else np.asarray(one) for one in arrays]
    operands = [None if one is None else Given(one, TYPES[one.dtype.char]) for one in given]
    laid = Laid(dims or (), tuple(range(len(dims or ()))), len(dims or ()))
    return Call(function, tuple(operands), attributes, laid, opset, output), given


def called(function, *arrays, **settings):
    """What the function makes of arrays, (lists of floats stand for float32)."""
    floats = [np.float32(one) if isinstance(one, list | float) else one for one in arrays]
    call, given = call_of(function, *floats, **settings)
    found = np.asarray(computed(call, given))
    assert found.shape == tuple(FUNCTIONS[function].dims(call))
    for index in np.ndindex(found.shape):
        value, scale = FUNCTIONS[function].element(call, given, index)
        same = value == found[index] or (np.isnan(value) and np.isnan(found[index]))
        assert same or abs(found[index] - value) <= TOLERANCE * max(scale, 1e-30), (index, value)
    return found
