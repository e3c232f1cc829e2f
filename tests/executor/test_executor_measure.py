"""Known counts, the run on ones, spot checks, memory."""

import numpy as np
import pytest
from executor_plans import chain, layer, numbers

from convcalc.errors import InputError
from convcalc.executor import Plan, Step, measure, reached, run
from convcalc.executor.conv import Conv

STEM = {"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3}


def test_known_counts_of_a_stem():
    # interface.md: conv 3x224x224 64 -k 7 -s 2 -p 3
    step = measure(layer("conv", (3, 224, 224), **STEM))[0]
    assert (step.params, step.macs, step.effective_macs) == (9408, 118_013_952, 116_214_528)
    assert (step.output, step.activations) == ((64, 112, 112), 802_816)
    assert step.padding == ((3, 3), (3, 3))
    assert (step.checked, step.agrees) == (16, True)


def test_known_counts_of_a_depthwise_layer():
    # counting.md: depthwise 64 channels k3 p1 on 16×16 with bias, fvcore 147,456
    arguments = {"out_channels": 64, "kernel_size": 3, "padding": 1, "groups": 64, "bias": True}
    step = measure(layer("conv", (64, 16, 16), **arguments))[0]
    assert (step.macs, step.params) == (147_456, 9 * 64 + 64)


@pytest.mark.parametrize("op", ["conv", "conv_transpose"])
@pytest.mark.parametrize("groups", [1, 2, 6])
def test_adding_before_multiplying_counts_what_a_whole_run_on_ones_counts(op, groups):
    arguments = {"out_channels": 12, "kernel_size": (3, 2), "stride": 2, "padding": 1}
    plan = layer(op, (6, 7, 5), batch=3, groups=groups, **arguments)
    step = measure(plan)[0]
    weight_shape = (12, 6 // groups, 3, 2) if op == "conv" else (6, 12 // groups, 3, 2)
    out = run(plan, [np.ones((3, 6, 7, 5))], {"layer": (np.ones(weight_shape),)})[0]
    assert step.effective_macs == out.sum(dtype=np.float64)
    assert step.effective_macs < step.macs


def test_batch_multiplies_work_not_params():
    one, three = (measure(layer("conv", (3, 9, 8), batch=b, **STEM))[0] for b in (1, 3))
    for name in ("macs", "effective_macs", "activations"):
        assert getattr(three, name) == 3 * getattr(one, name)
    assert (three.params, three.output) == (one.params, one.output)


def test_the_same_seed_is_the_same_run():
    plan = layer("conv", (3, 9, 8), **STEM)
    x = numbers((1, 3, 9, 8))
    np.testing.assert_array_equal(run(plan, [x], seed=3)[0], run(plan, [x], seed=3)[0])
    assert (run(plan, [x], seed=3)[0] != run(plan, [x], seed=4)[0]).any()


def test_progress_is_told_each_path():
    told = []
    relus = chain((2, 5), ("relu", {}), ("relu", {}))
    measure(relus, progress=told.append)
    assert told == ["0", "1"]


def test_a_kernel_that_reads_a_wrong_channel_is_seen(monkeypatch):
    right = Conv._multiply

    def wrong(self, x, *rest):
        return right(self, x[::-1], *rest)

    monkeypatch.setattr(Conv, "_multiply", wrong)
    assert not measure(layer("conv", (3, 24, 24), **STEM))[0].agrees


def test_a_kernel_that_writes_nan_is_seen(monkeypatch):
    monkeypatch.setattr(Conv, "compute", lambda _self, _x, _w, out, _m: out.fill(np.nan))
    step = measure(layer("conv", (3, 24, 24), **STEM))[0]
    assert (step.agrees, step.effective_macs, step.macs) == (False, 0, 0)


@pytest.mark.parametrize("lost", [0, 1])
def test_a_tile_that_is_left_out_is_seen_by_the_run_on_ones(monkeypatch, lost):
    plan = layer("conv", (3, 24, 24), **STEM)  # 12·12 windows

    def some(space, positions):
        del positions
        halves = [tuple(map(slice, (i, 0), (i + 6, space[1]))) for i in (0, 6)]
        return [box for i, box in enumerate(halves) if i != lost]

    whole = measure(plan)[0].effective_macs
    monkeypatch.setattr("convcalc.executor.conv.boxes", some)
    monkeypatch.setattr("numpy.empty", np.zeros)
    assert measure(plan)[0].effective_macs < whole


def test_counts_beyond_float32_are_counted_in_float64(monkeypatch):
    # the longest layer of a unit test is short: the border is moved instead
    plan = layer("conv", (6, 7, 5), batch=3, out_channels=4, kernel_size=3, padding=1)
    counted = measure(plan)[0].effective_macs
    kinds = []
    right = Conv.compute

    def noted(self, inputs, weights, out, meter):
        kinds.append((inputs[0].dtype.name, weights[0].dtype.name, out.dtype.name))
        right(self, inputs, weights, out, meter)

    monkeypatch.setattr(Conv, "compute", noted)
    monkeypatch.setattr("convcalc.executor.ones.EXACT", 53)  # 6·3·3 terms are 54
    assert measure(plan)[0].effective_macs == counted
    assert kinds == [("float64",) * 3] * 3 + [("float32",) * 3]


def test_values_beyond_float32_become_infinite_in_silence():
    plan = layer("conv", (2, 3), out_channels=1, kernel_size=1)
    out = run(plan, [np.full((1, 2, 3), 3e38)], {"layer": (np.full((1, 2, 1), 10.0),)})[0]
    assert np.isinf(out).all()
    assert np.isinf(run(layer("relu", (1, 1)), [np.full((1, 1, 1), 1e300)])[0]).all()


def test_a_filter_that_training_has_left_over_is_no_error():
    """Weights of 1e-41 have four digits, and their products less, as in a detector of texts."""
    left_over = np.full((1, 8, 3, 3), 1e-41, np.float32)
    step = Step("conv", "conv", {"out_channels": 1, "kernel_size": 3}, (0,))
    (done,) = measure(Plan(((8, 6, 5),), (step,), (1,)), weights={"conv": [left_over]})
    assert done.agrees


def test_an_op_without_a_kernel_is_named():
    plan = Plan(((1, 2),), (Step("act", "rleu", {}, (0,)),), (1,))
    with pytest.raises(InputError, match=r'CC221.*act: rleu cannot be run; did you mean "relu"'):
        measure(plan)


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (layer("conv", (3, 0, 5), out_channels=2, kernel_size=3, padding=2), "CC202.*input 3x0x5"),
        (layer("conv", (0, 5), out_channels=2, kernel_size=1), "CC202.*input 0x5 is empty"),
        (layer("relu", ()), "CC202"),
        (layer("relu", (3, 4), batch=0), "CC105.*batch=0"),
    ],
)
@pytest.mark.parametrize("question", [measure, lambda plan: reached(plan, [])])
def test_nothing_to_run_is_refused(plan, says, question):
    with pytest.raises(InputError, match=says):
        question(plan)


@pytest.mark.parametrize("rank", [0, 4, 5])
def test_any_number_of_axes_runs(rank):
    # two taps at each of two windows along each axis: (2·2)^rank products for each pair of channels
    plan = layer("conv", (3, *(3,) * rank), out_channels=2, kernel_size=2)
    step = measure(plan)[0]
    assert (step.output, step.macs) == ((2, *(2,) * rank), 3 * 2 * 4**rank)
    assert (step.effective_macs, step.agrees) == (step.macs, True)


def test_distances_beyond_any_array_are_only_numbers():
    # windows start at 0, 10³⁰ and 2·10³⁰ of 10³⁰ + 5 + 10³⁰: the second is the whole input
    far = {"padding": 10**30, "stride": 10**30}
    step = measure(layer("conv", (3, 5, 5), out_channels=2, kernel_size=3, **far))[0]
    assert (step.output, step.agrees) == ((2, 3, 3), True)
    assert (step.macs, step.effective_macs) == (2 * 3 * 9 * 9, 2 * 3 * 9)
