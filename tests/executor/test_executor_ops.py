"""The ops that do not multiply: hand-computed values, and the definition holds for all."""

import math
from dataclasses import replace

import numpy as np
import pytest
from executor_plans import chain, layer, numbers

from convcalc.executor import Plan, Step, measure, run
from convcalc.executor.elementwise import ACTIVATIONS
from convcalc.executor.kernels import KERNELS

EXAMPLES = {
    "conv": {"out_channels": 6, "kernel_size": 3, "groups": 2, "padding": 1, "bias": True},
    "conv_transpose": {"out_channels": 6, "kernel_size": 3, "stride": 2, "bias": True},
    "avgpool": {"kernel_size": 3, "stride": 2, "padding": 1},
    "resize": {"scale": (2, 3), "mode": "bilinear"},
    "maxpool": {"kernel_size": 3, "stride": 2, "padding": 1},
    "slice": {"start": 2, "channels": 3},
    "adaptive_avgpool": {"output_size": (3, 4)},
    "adaptive_maxpool": {"output_size": (9, 2)},
    "pad": {"padding": ((1, 2), (0, 3)), "mode": "reflect"},
    "pixel_shuffle": {"factor": 2},
    "pixel_unshuffle": {"factor": 2},
    "reshape": {"shape": (-1, 5)},
    "permute": {"dims": (2, 0, 1)},
    "take": {"starts": (1, 0, 4), "steps": (2, 3, -2)},
    "embedding": {"num_embeddings": 9, "embedding_dim": 4},
    "shuffle": {"groups": 2},
    "linear": {"out_features": 20, "bias": True},
    "attention": {"heads": 2},
    "gn": {"groups": 2},
    "in_norm": {"affine": True},
    "lrn": {"size": 3, "alpha": 0.5},
}
# The inputs, where it is not one of six channels and two axes.
SHAPES = {
    "add": ((6, 7, 5),) * 2,
    "mul": ((6, 7, 5), (6, 1, 1)),
    "concat": ((6, 7, 5),) * 2,
    "linear": ((6,),),
    "gap": ((9, 7, 5),),
    "pixel_shuffle": ((12, 7, 5),),
    "pixel_unshuffle": ((3, 8, 6),),
    "matmul": ((6, 3, 2), (6, 7, 5)),
    "attention": ((6, 7, 5), (6, 3, 2), (4, 3, 2)),
}
CONTRACTIONS = {"conv", "conv_transpose", "linear", "matmul", "attention"}
LEARNED = {"bn", "ln", "gn", "in_norm", "scale", "prelu", "embedding"}
WEIGHED = {"conv", "conv_transpose", "linear"} | LEARNED
PADDED = {"conv", "conv_transpose", "avgpool", "maxpool", "pad"}
MIXES = {"linear", "gn", "in_norm", "gap"}  # no output is without any input


def example(op):
    """A plan of the operator, for a batch of two."""
    return layer(op, *SHAPES.get(op, ((6, 7, 5),)), batch=2, **EXAMPLES.get(op, {}))


@pytest.mark.parametrize("op", KERNELS)
def test_every_kernel_agrees_with_its_definition(op):
    step = measure(example(op))[0]
    assert step.agrees
    assert step.checked == 16
    contraction = op in CONTRACTIONS
    assert (step.macs > 0, step.activations > 0) == (contraction,) * 2
    assert (step.params > 0) == (op in WEIGHED)
    assert (step.padding is not None) == (op in PADDED)


def one(op, x, **arguments):
    return run(layer(op, x.shape[1:], batch=len(x), **arguments), [x])[0]


def test_shuffle_deals_channels_out_by_hand():
    # (0 1 2 / 3 4 5) read by columns
    out = one("shuffle", np.arange(6).reshape(1, 6, 1), groups=2)
    assert out.ravel().tolist() == [0, 3, 1, 4, 2, 5]


def test_average_counts_padding_zeros_by_hand():
    # 0 3 6 | 9 0 0 in windows of 3
    out = one("avgpool", np.array([[[3, 6, 9]]]), kernel_size=3, padding=((1, 2),))
    assert out.tolist() == [[[3, 3]]]


def test_resize_by_hand():
    x = np.array([[[0, 4]]])
    assert one("resize", x, scale=2, mode="nearest").tolist() == [[[0, 0, 4, 4]]]
    # centres at -¼, ¼, ¾, 1¼ of the way; the ends are held
    assert one("resize", x, scale=2, mode="bilinear").tolist() == [[[0, 1, 3, 4]]]


def test_add_and_concat():
    arrays = [numbers((2, 3, 4), i) for i in range(3)]
    plan = layer("add", *((3, 4),) * 3, batch=2)
    np.testing.assert_allclose(run(plan, arrays)[0], sum(arrays), rtol=1e-6)
    joined = layer("concat", (3, 4), (1, 4), batch=2)
    out = run(joined, [arrays[0], arrays[1][:, :1]])[0]
    np.testing.assert_array_equal(out, np.concatenate([arrays[0], arrays[1][:, :1]], axis=1))


@pytest.mark.parametrize("op", ACTIVATIONS)
def test_activations_over_their_whole_range(op):
    x = np.concatenate([np.linspace(-9, 9, 40_001), [-200, 200]]).astype(np.float32)
    out = one(op, x.reshape(1, 1, -1)).ravel()
    plain = [ACTIVATIONS[op].plain(v, {}) if v > -100 else 0.0 for v in x.tolist()]
    far_below = {"leaky_relu": -2, "tanh": -1, "hardtanh": -1, "elu": -1, "selu": -1.7580993}
    plain[-2] = far_below.get(op, 0.0)
    np.testing.assert_allclose(out, plain, rtol=3e-7, atol=3e-7)


def test_a_wrong_activation_would_be_seen(monkeypatch):
    wrong = ACTIVATIONS["relu"].__class__(lambda x, *_: x, ACTIVATIONS["relu"].plain)
    monkeypatch.setitem(KERNELS, "relu", lambda a, s: _lay_out(wrong, a, s))
    assert not measure(layer("relu", (3, 50, 50)))[0].agrees


def _lay_out(function, arguments, shapes):
    from convcalc.executor import elementwise  # noqa: PLC0415 - private, for this test only

    return elementwise.lay_out(function, arguments, shapes)


@pytest.mark.parametrize("op", [op for op in KERNELS if op != "concat"])
def test_nan_spreads_and_stays_in_its_item(op):
    plan = example(op)
    arrays = [numbers((2, *s), i) for i, s in enumerate(plan.inputs)]
    where = tuple(size // 2 for size in plan.inputs[-1][1:])
    tensor = -1 if op == "matmul" else 0
    arrays[tensor][(1, slice(None), *where)] = math.nan
    out = run(plan, arrays)[0]
    assert not np.isnan(out[0]).any()
    assert np.isnan(out[1]).any()
    assert np.isnan(out[1]).all() == (op in MIXES)


def test_statistics_are_no_params():
    # A scale and a shift of 6 channels; mean and variance are not trained.
    assert measure(example("bn"))[0].params == 12


def test_batch_norm_by_hand():
    # (5 − 1) / √4 · 3 + 2
    weights = {"layer": [np.array([w]) for w in (3, 2, 1, 4)]}
    out = run(layer("bn", (1, 1), eps=0.0), [np.array([[[5]]])], weights)[0]
    assert out.tolist() == [[[8]]]


def test_group_norm_by_hand():
    # Mean 4, variance 9, of the channels of a group together.
    weights = {"layer": [np.ones(4), np.zeros(4)]}
    plan = layer("gn", (4, 1), groups=2, eps=0.0)
    out = run(plan, [np.array([[[1], [7], [-3], [3]]])], weights)[0]
    assert out.tolist() == [[[-1], [1], [-1], [1]]]


@pytest.mark.parametrize(("op", "arguments"), [("gn", {"groups": 1}), ("in_norm", {}), ("ln", {})])
def test_many_elements_far_from_0_are_normed(op, arguments):
    # A whole feature map of mean 100 and deviation 1; near 100 float32 has steps of 8e-6.
    plan = layer(op, (32, 112, 112), **arguments)
    assert measure(plan)[0].agrees
    x = numbers((1, 32, 112, 112)) + 100
    weights = {} if op == "in_norm" else {"layer": [np.ones(32), np.zeros(32)]}
    out = run(plan, [x], weights)[0]
    np.testing.assert_allclose(out.mean(dtype=np.float64), 0, atol=4e-6)
    np.testing.assert_allclose(out.var(dtype=np.float64), 1, rtol=1e-4)


def test_attention_by_hand():
    # Scores 0 and ln 3 at √1: shares of 1/4 and 3/4 of the values 4 and 8.
    arrays = [np.array([[[math.log(3)]]]), np.array([[[0, 1]]]), np.array([[[4, 8]]])]
    plan = layer("attention", (1, 1), (1, 2), (1, 2), heads=1)
    np.testing.assert_allclose(run(plan, arrays)[0], [[[7]]], rtol=1e-6)


def test_a_matrix_product_by_hand():
    # (1 2 / 3 4) · (5 / 6)
    arrays = [np.array([[[1, 2], [3, 4]]]), np.array([[[5], [6]]])]
    assert run(layer("matmul", (2, 2), (2, 1)), arrays)[0].tolist() == [[[17], [39]]]


def test_a_bound_on_memory_changes_blocks_but_no_number():
    query, key = (8, 40, 40), (8, 20, 20)
    plan = layer("attention", query, key, key, heads=2)
    wide, tight = (measure(plan, memory=bound)[0] for bound in (2**27, 2**20))
    assert (wide.macs, wide.effective_macs) == (1600 * 400 * 16,) * 2
    assert (wide.activations, wide.agrees) == (1600 * (2 * 400 + 8), True)
    assert wide == replace(tight, error=wide.error)


def test_weights_of_ones_need_no_memory_of_their_own():
    # VGG's first linear layer holds 98 MiB an eighth of its width; twice that would not fit.
    plan = layer("linear", (25088,), out_features=1024)
    step = measure(plan, memory=120 * 2**20)[0]
    assert (step.effective_macs, step.agrees) == (25088 * 1024, True)


def test_tensors_are_shared_by_steps_and_outputs_are_in_order():
    steps = (
        Step("double", "add", {}, (0, 0)),
        Step("twice", "concat", {}, (1, 0)),
        Step("relu", "relu", {}, (2,)),
    )
    x = numbers((1, 2, 3))
    outs = run(Plan(((2, 3),), steps, (3, 1, 0)), [x])
    np.testing.assert_array_equal(outs[0], np.maximum(np.concatenate([2 * x, x], 1), 0))
    np.testing.assert_array_equal(outs[1], 2 * x)
    np.testing.assert_array_equal(outs[2], x)


def test_wrong_shapes_are_refused():
    plan = chain((2, 3), ("conv", {"out_channels": 1, "kernel_size": 1}))
    with pytest.raises(ValueError, match="input"):
        run(plan, [numbers((1, 2, 4))])
    with pytest.raises(ValueError, match="0"):
        run(plan, [numbers((1, 2, 3))], {"0": (numbers((1, 2, 2)),)})
