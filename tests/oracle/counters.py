"""What other tools say of a PyTorch module: one function for each, and the versions that answered.

A tool that is not installed is left out. Every number is the one that the tool itself gives first.
"""

import io
import warnings
from contextlib import contextmanager, redirect_stdout
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import pytest

torch = pytest.importorskip("torch")

from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402 — only where torch is
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

OPSET = 17  # layer norm is an operator of its own from here on


@contextmanager
def silent():
    """Tools talk, and warn of what they do not know."""
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def of_torch(module, inputs):
    # The kernel that a CPU may choose for attention has no formula, and would be zero.
    with FlopCounterMode(display=False) as counter, torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        module(*inputs)
    return counter.get_total_flops()


def of_fvcore(module, inputs):
    from fvcore.nn import FlopCountAnalysis  # noqa: PLC0415 — only where it is

    counter = FlopCountAnalysis(module, inputs)
    counter.unsupported_ops_warnings(enabled=False).uncalled_modules_warnings(enabled=False)
    return counter.total()


def of_ptflops(module, inputs):
    from ptflops import get_model_complexity_info  # noqa: PLC0415 — only where it is

    names = [f"x{number}" for number in range(len(inputs))]
    macs, _ = get_model_complexity_info(
        Named(module),
        (1,),
        print_per_layer_stat=False,
        as_strings=False,
        backend="pytorch",
        input_constructor=lambda _: dict(zip(names, inputs, strict=True)),
    )
    return macs


class Named(torch.nn.Module):
    """A module whose inputs have names, which is how ptflops hands over several."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, **inputs):
        return self.module(*inputs.values())


def of_thop(module, inputs):
    from thop import profile  # noqa: PLC0415 — only where it is

    return profile(module, inputs=inputs, verbose=False)[0]


def of_torchinfo(module, inputs):
    from torchinfo import summary  # noqa: PLC0415 — only where it is

    return summary(module, input_data=list(inputs), verbose=0).total_mult_adds


def of_onnx_tool(module, inputs):
    import onnx  # noqa: PLC0415 — only where it is
    from onnx_tool import Model  # noqa: PLC0415

    file = io.BytesIO()
    torch.onnx.export(module, inputs, file, opset_version=OPSET, dynamo=False)
    model = Model(onnx.load_from_string(file.getvalue()))
    model.graph.shape_infer()
    model.graph.profile()
    return model.graph.macs[0]


def of_deepspeed(module, inputs):
    from deepspeed.profiling.flops_profiler import get_model_profile  # noqa: PLC0415

    asked = {"print_profile": False, "as_string": False, "warm_up": 0}
    with torch.no_grad():
        return get_model_profile(module, args=list(inputs), **asked)[0]


# What tools raise where they have no number: onnx-tool of operators that it does not know, and
# PyTorch's exporter of adaptive pools whose sizes do not divide.
FAILURES = (NotImplementedError, torch.onnx.errors.OnnxExporterError)


# Tool: its distribution, and what asks it.
COUNTERS = {
    "torch": ("torch", of_torch),
    "fvcore": ("fvcore", of_fvcore),
    "ptflops": ("ptflops", of_ptflops),
    "thop": ("thop", of_thop),
    "torchinfo": ("torchinfo", of_torchinfo),
    "onnx-tool": ("onnx-tool", of_onnx_tool),
    "deepspeed": ("deepspeed", of_deepspeed),
}


def versions():
    """The version of every tool that is installed."""
    found = {}
    for tool, (distribution, _) in COUNTERS.items():
        if find_spec(distribution.replace("-", "_")):
            try:
                found[tool] = version(distribution).partition("+")[0].replace("-", ".post")
            except PackageNotFoundError:
                continue
    return found


def count(tool, module, inputs):
    """The tool's number. [its own unit]"""
    with silent():
        return whole(COUNTERS[tool][1](module.eval(), tuple(inputs)))


def whole(number):
    """The number without a fraction, which none of them has."""
    assert int(number) == number
    return int(number)
