"""The bound on memory: it holds, and what cannot hold it is refused before it is allocated."""

import json
import subprocess
import sys
import tracemalloc

import pytest
from executor_plans import chain, layer

from convcalc.errors import InputError
from convcalc.executor import Plan, measure, reached, run
from convcalc.executor.memory import needs
from convcalc.executor.run import lay_out

MIB = 2**20
OBJECTS = 300_000  # bytes of Python objects, as of spot checks


@pytest.fixture
def peak():
    """The most bytes that were allocated at once since then."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (
            layer("conv", (3, 100_000, 100_000), out_channels=64, kernel_size=7, stride=2),
            r"layer needs \d+ GiB .* bound of 512 MiB",
        ),
        (
            layer("conv", (3, 9, 9), out_channels=8, kernel_size=10**9, padding="half"),
            r"GiB .* bound of 512 MiB; raise --memory or make the layer smaller",
        ),
        (layer("conv", (3, 9, 9), out_channels=8, kernel_size=10**30, padding="same"), "GiB"),
        (layer("conv", (10**30, 9, 9), out_channels=8, kernel_size=1), "GiB"),
        (layer("conv", (3, 9), out_channels=8, kernel_size=1, batch=10**30), "GiB"),
        (layer("conv", (3, 9), out_channels=10**30, kernel_size=1), "GiB"),
        (layer("resize", (3, 9, 9), scale=10**20, mode="nearest"), "GiB"),
        (layer("conv_transpose", (3, 10**25), out_channels=1, kernel_size=3, stride=2), "GiB"),
        (layer("conv_transpose", (3, 9), out_channels=1, kernel_size=3, stride=10**30), "GiB"),
        (layer("avgpool", (3, 10**9, 10**9), kernel_size=3), "GiB"),
        (layer("concat", (10**30, 9), (3, 9)), "GiB"),
        (layer("linear", (10**6,), out_features=10**30), "GiB"),
        (layer("matmul", (10**30, 9), (9, 5)), "GiB"),
        (layer("attention", (4, 10**30), (4, 9), (4, 9), heads=2), "GiB"),
        (layer("attention", (4, 9), (4, 10**30), (4, 10**30), heads=2), "GiB"),
        (layer("bn", (10**30, 9)), "GiB"),
        (layer("gn", (4, 10**30), groups=2), "GiB"),
        (layer("ln", (10**30,)), "GiB"),
    ],
)
def test_what_does_not_fit_is_refused_before_it_is_allocated(plan, says, peak):
    with pytest.raises(InputError, match=rf"CC220.*{says}"):
        measure(plan)
    assert peak() < MIB


def test_reach_needs_one_channel_and_refuses_what_does_not_fit(peak):
    assert reached(layer("conv", (10**30, 9), out_channels=8, kernel_size=1), [(2,)])
    with pytest.raises(InputError, match=r"CC220.*layer needs"):
        reached(layer("conv", (3, 10**9), out_channels=8, kernel_size=1), [(2,)])
    assert peak() < MIB


def test_run_refuses_before_it_looks_at_arrays():
    with pytest.raises(InputError, match="CC220"):
        run(layer("relu", (3, 10**9)), [])


def test_a_bound_is_the_callers_choice():
    relu = layer("relu", (3, 4000, 4000))  # two tensors of 48·10⁶ floats
    with pytest.raises(InputError, match=r"CC220.*layer needs 367 MiB"):
        measure(relu, memory=300 * MIB)


SAME = {"kernel_size": 3, "padding": 1}
WIDE = {"kernel_size": 2, "dilation": 300, "padding": 1}
PLANS = {
    "dense": layer("conv", (32, 40, 40), out_channels=32, **SAME),
    "depthwise": layer("conv", (24, 20, 20), out_channels=24, groups=24, **SAME),
    "many filters": layer("conv", (3, 80, 80), out_channels=512, kernel_size=1, stride=2),
    "pointwise": layer("conv", (64, 60, 60), out_channels=32, kernel_size=1, batch=2),
    "windows far wider than their taps": layer("conv", (8, 301, 301), out_channels=4, **WIDE),
    "rows far apart": layer(
        "conv",
        (8, 5, 300),
        out_channels=8,
        groups=8,
        kernel_size=2,
        dilation=(1000, 1),
        padding=((500, 500), (0, 1)),
    ),
    "many weights": layer("conv", (64, 20, 20), out_channels=256, **SAME),
    "one window": layer("conv", (16, 90, 90), out_channels=2, kernel_size=90),
    "transposed": layer("conv_transpose", (16, 40, 40), out_channels=8, stride=2, **SAME),
    "chain": chain(
        (8, 64, 64),
        ("conv", {"out_channels": 16, "groups": 8, **SAME}),
        ("relu", {}),
        ("resize", {"scale": 2, "mode": "bilinear"}),
        ("avgpool", SAME),
        ("conv_transpose", {"out_channels": 8, "kernel_size": 4, "stride": 2, "padding": 1}),
        ("gelu", {}),
    ),
    "one column": layer("linear", (20_000,), out_features=40, bias=True, batch=3),
    "many features": layer("linear", (30,), out_features=20_000),
    "product": layer("matmul", (40, 30, 20), (600, 17, 30)),
    "attention": layer("attention", *((8, 40, 30),) * 3, heads=4),
    "attention to one place": layer("attention", (64, 40, 30), (64, 1), (32, 1), heads=4),
    "norms": chain(
        (24, 90, 80),
        ("bn", {}),
        ("gn", {"groups": 1}),
        ("in_norm", {"affine": True}),
        ("ln", {}),
        ("lrn", {"size": 9}),
        ("scale", {}),
        ("prelu", {}),
        ("mish", {}),
        ("log_softmax", {}),
    ),
    "flat norms": chain((100_000,), ("ln", {}), ("gn", {"groups": 10}), ("softmax", {})),
}


def least(plan):
    """The smallest bound that the plan is not refused for."""
    return max(need for _, need in needs(plan, lay_out(plan)))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("times", [1, 1.3, 4])
def test_the_bound_holds(name, times, request):
    plan = PLANS[name]
    whole = measure(plan)  # what is made once only
    bound = int(least(plan) * times)
    peak = request.getfixturevalue("peak")
    assert measure(plan, memory=bound)[0].effective_macs == whole[0].effective_macs
    assert peak() <= bound + OBJECTS


@pytest.mark.parametrize("name", PLANS)
def test_one_byte_less_is_refused(name):
    with pytest.raises(InputError, match="CC220"):
        measure(PLANS[name], memory=least(PLANS[name]) - 1)


def test_a_dead_tensor_is_freed():
    relus = chain((1, 1000, 1000), *[("relu", {})] * 10)  # 4 MB each
    assert measure(relus, memory=9_000_000)
    kept = Plan(relus.inputs, relus.steps, tuple(range(11)))
    with pytest.raises(InputError, match="CC220"):
        measure(kept, memory=9_000_000)


RESIDENT = """
import json, re
from pathlib import Path
import numpy as np
from convcalc.executor import Plan, Step, measure

def resident():
    # The peak of this process alone: ru_maxrss begins with that of the one that started it.
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

def conv(channels, size):
    same = {"out_channels": channels, "kernel_size": 3, "padding": 1}
    return Plan(((channels, size, size),), (Step("conv", "conv", same, (0,)),), (1,))

measure(conv(8, 8))  # what NumPy and its BLAS load once
before = resident()
step, = measure(conv(512, 224), memory=256 * 2**20)
print(json.dumps([resident() - before, step.macs, step.agrees]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells its peak")
def test_a_large_layer_stays_resident_below_the_bound():
    # 512→512 3×3 at 224²: input and output are 98 MiB each, all columns would be 882 MiB
    ran = subprocess.run(
        [sys.executable, "-c", RESIDENT], capture_output=True, check=True, text=True
    )
    resident, macs, agrees = json.loads(ran.stdout)
    assert (macs, agrees) == (512 * 512 * 9 * 224 * 224, True)
    assert 98 * MIB < resident < 256 * MIB
