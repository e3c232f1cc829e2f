"""What is held against a run, and that a run which is wrong is found as well."""

import numpy as np
import pytest
from op_cases import ACTIVATIONS, RUN, Case

from convcalc.errors import InputError
from convcalc.executor.kernels import KERNELS
from convcalc.variants import Bottleneck, Conv
from convcalc.verify.check import Check
from convcalc.verify.run import verify

# An example of each operator, in which every output element is more than padding.
EXAMPLES = {
    "conv": Case("conv", {"out_channels": 4, "kernel_size": 3, "groups": 2}, ((6, 7, 5),)),
    "conv_transpose": Case("conv_transpose", {"out_channels": 4, "kernel_size": 2}, ((6, 7, 5),)),
    "avgpool": Case("avgpool", {"kernel_size": 2}, ((6, 7, 5),)),
    "maxpool": Case("maxpool", {"kernel_size": 2, "ceil_mode": True}, ((6, 7, 5),)),
    "slice": Case("slice", {"start": 1, "channels": 3}, ((6, 7, 5),)),
    "resize": Case("resize", {"scale": 2, "mode": "bilinear"}, ((6, 7, 5),)),
    "adaptive_avgpool": Case("adaptive_avgpool", {"output_size": 3}, ((6, 7, 5),)),
    "adaptive_maxpool": Case("adaptive_maxpool", {"output_size": 3}, ((6, 7, 5),)),
    "pad": Case("pad", {"padding": 2, "mode": "reflect"}, ((6, 7, 5),)),
    "pixel_shuffle": Case("pixel_shuffle", {"factor": 2}, ((8, 7, 5),)),
    "pixel_unshuffle": Case("pixel_unshuffle", {"factor": 2}, ((6, 8, 6),)),
    "reshape": Case("reshape", {"shape": (6, -1)}, ((6, 7, 5),)),
    "permute": Case("permute", {"dims": (1, 2, 0)}, ((6, 7, 5),)),
    "take": Case("take", {"starts": (0, 6, 1), "steps": (2, -2, 1)}, ((6, 7, 5),)),
    "embedding": Case("embedding", {"num_embeddings": 9, "embedding_dim": 4}, ((6, 7, 5),)),
    "shuffle": Case("shuffle", {"groups": 2}, ((6, 7, 5),)),
    "concat": Case("concat", {}, ((6, 7, 5), (2, 7, 5))),
    "add": Case("add", {}, ((6, 7, 5), (6, 7, 5))),
    "linear": Case("linear", {"out_features": 4}, ((6,),)),
    "matmul": Case("matmul", {}, ((4, 3, 2), (6, 7, 5))),
    "attention": Case("attention", {"heads": 2}, ((6, 7, 5), (6, 3, 2), (4, 3, 2))),
    "gn": Case("gn", {"groups": 2}, ((6, 7, 5),)),
    "mul": Case("mul", {}, ((6, 7, 5), (6, 1, 1))),
    **{
        name: Case(name, {}, ((6, 7, 5),))
        for name in (
            *["bn", "ln", "in_norm", "lrn", "scale", "prelu", *ACTIVATIONS],
            *["gap", "flatten", "identity", "dropout"],
        )
    },
}


def test_every_operator_has_an_example():
    assert set(EXAMPLES) == set(RUN)


def test_the_quantities_of_one_layer():
    layer = Conv(out_channels=64, kernel_size=7, stride=2, padding=3, bias=False)
    checks = verify(layer.graph((3, 224, 224)), name="conv")
    # The stem of ResNet by hand, see test_field_notes.py; the middle output reads 109 to 115.
    found = {check.quantity: (check.path, check.measured) for check in checks}
    assert {quantity: value for quantity, (_, value) in found.items() if quantity != "seen"} == {
        "output": (64, 112, 112),
        "padding": ((3, 3), (3, 3)),
        "params": 9_408,
        "macs": 118_013_952,
        "effective_macs": 116_214_528,
        "activations": 802_816,
        "values": 16,
        "receptive_field": (7, 7),
        "jump": (2, 2),
    }
    assert {path for path, _ in found.values()} == {"conv"}
    assert all(check.ok for check in checks)


def test_each_operator_of_a_variant_is_checked_under_its_path():
    layer = Bottleneck(out_channels=8, mid=2)
    checks = verify(layer.graph((4, 5, 7)), name="bottleneck", batch=2)
    paths = {check.path for check in checks if check.quantity == "values"}
    assert paths == {
        "reduce",
        "reduce_relu",
        "spatial",
        "spatial_relu",
        "expand",
        "projection",
        "add",
        "relu",
    }
    counted = {check.path for check in checks if check.quantity == "macs"}
    assert counted == {"reduce", "spatial", "expand", "projection"}
    of_all = {check.quantity for check in checks if check.path == "bottleneck"}
    assert {"receptive_field", "seen"} <= of_all


@pytest.mark.parametrize(
    ("predicted", "measured", "ok"),
    [
        (4, 4, True),
        (4, 5, False),
        ((1, 2), (1, 2), True),
        ((1, 2), (2, 1), False),
        (None, 0, False),
    ],
)
def test_a_check_is_an_equality(predicted, measured, ok):
    assert Check("it", "macs", predicted, measured).ok is ok


@pytest.mark.parametrize("op", RUN)
def test_a_kernel_that_computes_something_else_is_found(monkeypatch, op):
    kernel = KERNELS[op]

    def broken(arguments, shapes):
        layout = kernel(arguments, shapes)

        def compute(inputs, weights, out, meter):
            layout.compute(inputs, weights, out, meter)
            out += 0.001

        def view(x):
            return layout.view(x) + np.float32(0.001)

        return layout._replace(**({"view": view} if layout.view else {"compute": compute}))

    monkeypatch.setitem(KERNELS, op, broken)
    wrong = [check for check in verify(EXAMPLES[op].graph(), name=op) if not check.ok]
    assert "values" in {check.quantity for check in wrong}


def test_a_run_that_does_not_fit_is_refused():
    layer = Conv(out_channels=64, kernel_size=3, padding=1)
    with pytest.raises(InputError, match=r"^error\[CC220\]: "):
        verify(layer.graph((64, 56, 56)), name="conv", memory=2**20)


def test_progress_is_told_each_path_once():
    told = []
    layer = Bottleneck(out_channels=8, mid=2)
    verify(layer.graph((8, 5, 7)), name="bottleneck", progress=told.append)
    assert told == ["reduce", "reduce_relu", "spatial", "spatial_relu", "expand", "add", "relu"]
