"""What a function says that it needs, held against what it takes: a million elements or so."""

import tracemalloc
from typing import NamedTuple

import numpy as np
import pytest

from convcalc.executor.functions import FUNCTIONS, lay_out
from convcalc.executor.functions.call import Call, Given, Laid, Read
from convcalc.executor.meter import Meter

RANDOM = np.random.default_rng(0)
FLAT, IMAGE = (64, 128, 128), (1, 64, 128, 128)
I64 = np.int64
FLOAT, BOOL, WHOLE = 1, 9, 7
ONE = np.float32(1)
LARGER = {1: None, 2: None, 3: I64([1, 64, 256, 256])}


def laid(dims):
    return Laid(dims, tuple(range(len(dims))), len(dims))


class Case(NamedTuple):
    """A function, the dims and types of its tensors, and what is given in numbers, at its place."""

    name: str
    dims: tuple
    kinds: list
    below: int
    given: dict
    attributes: dict

    @property
    def call(self):
        operands = [Read(laid(one), kind) for one, kind in zip(self.dims, self.kinds, strict=True)]
        for at, numbers in self.given.items():
            operands.insert(at, None if numbers is None else Given(numbers))
        call = Call(self.name, tuple(operands), self.attributes, laid(()), 20)
        return call._replace(laid=laid(tuple(FUNCTIONS[self.name].dims(call))))

    @property
    def arrays(self):
        """Random numbers, whole ones below a bound."""
        return [
            (RANDOM.standard_normal(one) if kind == FLOAT else RANDOM.integers(0, self.below, one))
            .astype(np.float32)[None]
            for one, kind in zip(self.dims, self.kinds, strict=True)
        ]  # fmt: skip


def case(name, *dims, given=None, types=(), below=0, **attributes):
    kinds = [*types, *[FLOAT] * (len(dims) - len(types))]
    return Case(name, dims, kinds, below, given or {}, attributes)


CASES = [
    case("Gelu", FLAT),
    case("Cast", FLAT, to=7),
    case("Cast", FLAT, to=17),
    case("CastLike", FLAT, (1,), types=(FLOAT, 17), below=9),
    case("Where", FLAT, FLAT, FLAT, types=(BOOL,), below=2),
    case("Div", FLAT, FLAT, types=(WHOLE, WHOLE), below=9),
    case("ReduceLogSumExp", FLAT, given={1: I64([1])}),
    case("Softmax", FLAT, axis=-1),
    case("LayerNormalization", FLAT, (128,), (128,)),
    case("TopK", FLAT, given={1: I64([5])}),
    case("CumSum", FLAT, given={1: I64(1)}, reverse=1, exclusive=1),
    case("GroupNormalization", IMAGE, (64,), (64,), num_groups=8),
    case("LRN", IMAGE, size=5),
    case("MaxPool", IMAGE, kernel_shape=(3, 3), pads=(1, 1, 1, 1)),
    case("LpPool", IMAGE, kernel_shape=(3, 3), pads=(1, 1, 1, 1)),
    case("GlobalLpPool", IMAGE),
    case("Tile", (64, 64, 64), given={1: I64([1, 2, 2])}),
    case("Pad", FLAT, given={1: I64([1] * 6)}, mode="reflect"),
    case("GatherElements", FLAT, FLAT, types=(FLOAT, WHOLE), below=64),
    case("ScatterElements", FLAT, FLAT, FLAT, types=(FLOAT, WHOLE), below=64),
    case("ScatterND", (999,), (500_000, 1), (500_000,), types=(FLOAT, WHOLE), below=999,
         reduction="add"),
    case("Resize", IMAGE, given=LARGER, mode="cubic"),
    case("Resize", IMAGE, given=LARGER, mode="nearest"),
    case("GridSample", IMAGE, (1, 128, 128, 2)),
    case("RoiAlign", IMAGE, (9, 4), (9,), types=(FLOAT, FLOAT, WHOLE), below=1, output_height=7,
         output_width=7),
    case("QuantizeLinear", FLAT, (128,), (128,), types=(FLOAT, FLOAT, 3), below=9),
    case("LSTM", (256, 1, 512), (2, 1024, 512), (2, 1024, 256), direction="bidirectional"),
    case("AttentionScores", (1, 8, 512, 32), (1, 2, 512, 32), given={2: None, 3: None}, heads=8,
         of_keys=2, softcap=2.0),
    case("AttentionMixed", (1, 8, 64, 64), (1, 1, 64, 2048), heads=8, of_keys=1),
    case("Conv", IMAGE, (64, 64, 3, 3), (64,), pads=(1, 1, 1, 1)),
    case("DeformConv", (1, 32, 64, 64), (32, 32, 5, 5), (1, 50, 64, 64), (32,), pads=(2, 2, 2, 2)),
    case("QLinearConv", IMAGE, (64, 64, 1, 1), types=(2, 3), below=9,
         given={1: ONE, 2: ONE, 4: ONE, 5: ONE, 6: ONE, 7: ONE}),
    case("MatMulInteger", (1024, 512), (512, 512), types=(2, 3), below=9, given={2: ONE}),
    case("QLinearAveragePool", IMAGE, types=(2,), below=9, kernel_shape=(3, 3),
         given={1: ONE, 2: ONE, 3: ONE, 4: ONE}),
]  # fmt: skip


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_a_function_takes_no_more_memory_than_it_says(one):
    layout, arrays = lay_out(FUNCTIONS[one.name], one.call), one.arrays
    out = np.empty((1, *layout.output), np.float32)
    layout.compute(arrays, [], out, Meter())  # tables that are made once
    tracemalloc.start()
    layout.compute(arrays, [], out, Meter())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most <= layout.workspace
