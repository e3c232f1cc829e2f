"""Random layers against ONNX Runtime: output, params and values; and the oracle by hand.

It pads on each side by itself, for words too where there is a stride, which PyTorch does not.
CONVCALC_ORACLE_LAYERS says of how many the layers that exist are taken.
"""

import os
from dataclasses import replace
from random import Random

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

import onnx_layers
from random_layers import Layer, random_layer

from convcalc.analysis.network_cost import network_cost
from convcalc.errors import InputError
from convcalc.executor import Plan, Step, run
from convcalc.network.onnx import read_model
from convcalc.variants import VARIANTS

pytestmark = pytest.mark.oracle

LAYERS = min(int(os.environ.get("CONVCALC_ORACLE_LAYERS", "500")), 2_000)
PARTS = 10
PLAIN = Layer("conv", 1, 1, (4,), 1, (2,), (1,), (1,), (0,), 1, bias=False)


def drawn(seed):
    """A random layer that ONNX Runtime knows.

    It refuses a dilation beside a padding word, and an output padding that is not below the stride.
    """
    layer = random_layer(seed)
    extras = zip(layer.output_padding, layer.stride, strict=False)
    layer = replace(layer, output_padding=tuple(min(extra, s - 1) for extra, s in extras))
    if not isinstance(layer.padding, str):
        return layer
    word = Random(f"word {seed}").choice(sorted(onnx_layers.WORDS))  # noqa: S311 — no secret
    return replace(layer, padding=word, dilation=(1,) * layer.rank)


def exists(layer):
    try:
        VARIANTS[layer.op](**layer.arguments).graph(layer.shape)
    except InputError:
        return False  # PyTorch holds what we refuse
    return True


def complaint(layer):
    """What is not as ONNX Runtime has it, or nothing."""
    cost = VARIANTS[layer.op](**layer.arguments).cost(layer.shape, batch=layer.batch)
    generator = np.random.default_rng(layer.in_channels)
    x, *weights = [(generator.random(shape, np.float32) - 0.5) for shape in shapes(layer)]
    out = onnx_layers.run(layer, x, weights)
    if out.shape != (layer.batch, *cost.output):
        return f"output {cost.output}; by ONNX Runtime {out.shape}"
    if (read := imported(layer, weights)) != tuple(getattr(cost, name) for name in READ):
        return f"read from its model {READ} are {read}"
    if cost.params != sum(one.size for one in weights):
        return f"params {cost.params}; ONNX Runtime took {[one.shape for one in weights]}"
    step = Step("it", layer.op, layer.arguments, (0,))
    plan = Plan((layer.shape,), (step,), (1,), layer.batch)
    ours = run(plan, [x], {"it": tuple(weights)})[0]
    # Both sum some hundred products of numbers below 1 in float32.
    same = np.allclose(ours, out, rtol=0, atol=2e-5 * max(1.0, float(np.abs(out).max())))
    return None if same else f"values differ by {np.abs(ours - out).max()}"


READ = ("params", "macs", "effective_macs", "activations", "receptive_field", "jump")


def imported(layer, weights):
    """What the model that ONNX Runtime has just run costs, read from its bytes."""
    data = onnx_layers.model(layer, weights).SerializeToString()
    found = read_model(memoryview(data), "layer.onnx", None, {})
    assert found.uncounted == ()
    cost = network_cost(found.graph, batch=layer.batch, dtype="fp32")
    return tuple(getattr(cost, name) for name in READ)


def shapes(layer):
    """Of the input and the weights that ONNX asks for; it refuses others."""
    ends = layer.in_channels, layer.out_channels
    first, second = ends if layer.op == "conv_transpose" else ends[::-1]
    yield (layer.batch, *layer.shape)
    yield (first, second // layer.groups, *layer.kernel_size)
    if layer.bias:
        yield (layer.out_channels,)


@pytest.mark.parametrize("part", range(PARTS))
def test_random_layers_are_as_onnx_runtime_has_them(part):
    layers = filter(exists, map(drawn, range(part, LAYERS, PARTS)))
    assert [(layer, said) for layer in layers if (said := complaint(layer))] == []


def test_every_kind_of_layer_is_taken():
    layers = [layer for layer in map(drawn, range(500)) if exists(layer)]
    assert len(layers) > 400
    kinds = {(layer.op, layer.rank) for layer in layers}
    assert kinds == {(op, rank) for op in onnx_layers.OPERATORS for rank in (1, 2, 3)}
    for op in onnx_layers.OPERATORS:
        own = [layer for layer in layers if layer.op == op]
        assert any(layer.groups > 1 for layer in own)
        assert any(max(layer.dilation) > 1 for layer in own)
        assert any(isinstance(layer.padding[0], tuple) for layer in own)
    strided = {layer.padding for layer in layers if max(layer.stride) > 1}
    assert strided >= set(onnx_layers.WORDS)


def by_hand(weight, x, **changes):
    layer = replace(PLAIN, **changes)
    arrays = [np.array(one, np.float32) for one in (x, weight)]
    return onnx_layers.run(layer, arrays[0], arrays[1:]).tolist()


def test_the_oracle_slides_a_window_and_does_not_flip_it():
    # 1·1 + 2·10, 2·1 + 3·10, 3·1 + 4·10.
    assert by_hand([[[1, 10]]], [[[1, 2, 3, 4]]]) == [[[21, 32, 43]]]


def test_the_oracle_pads_each_side_as_asked():
    # Padded 0 1 2 3 4 0 0, taps 0 and 2, starts 0, 2, 4: 0 + 20, 2 + 40, 4 + 0.
    found = by_hand([[[1, 10]]], [[[1, 2, 3, 4]]], padding=((1, 2),), stride=(2,), dilation=(2,))
    assert found == [[[20, 42, 4]]]


def test_the_oracle_does_not_mix_up_two_axes():
    # One row of zeros above, two columns after: a kernel of 1 shows them.
    changes = {"kernel_size": (1, 1), "stride": (1, 1), "dilation": (1, 1)}
    found = by_hand([[[[1]]]], [[[[7, 8]]]], sizes=(1, 2), padding=((1, 0), (0, 2)), **changes)
    assert found == [[[[0, 0, 0, 0], [7, 8, 0, 0]]]]


def test_the_oracle_lays_copies_and_cuts_each_side_as_asked():
    # 1 and 2 lay 1 10 100 two apart: 1 10 102 20 200; one is cut before, one after is added.
    changes = {"op": "conv_transpose", "sizes": (2,), "kernel_size": (3,), "stride": (2,)}
    kernel, x = [[[1, 10, 100]]], [[[1, 2]]]
    found = by_hand(kernel, x, output_padding=(1,), padding=((1, 0),), **changes)
    assert found == [[[10, 102, 20, 200, 0]]]
    found = by_hand(kernel, x, output_padding=(0,), padding=((1, 2),), **changes)
    assert found == [[[10, 102]]]


def test_the_oracle_keeps_groups_apart():
    # Each channel with its own number: 1·2 and 10·3.
    changes = {"in_channels": 2, "out_channels": 2, "sizes": (1,), "kernel_size": (1,), "groups": 2}
    assert by_hand([[[2]], [[3]]], [[[1], [10]]], **changes) == [[[2], [30]]]
