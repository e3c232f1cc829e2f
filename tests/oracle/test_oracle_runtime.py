"""What a model answers in our own run is what ONNX Runtime answers, with the same weights."""

import io
import warnings

import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

import runtime_graphs  # noqa: E402 — only where these are
import runtime_levels  # noqa: E402
from runtime import LEVELS, LIMIT, difference, optimized, quantized, unconfirmed  # noqa: E402
from runtime_modules import MODULES, example, unlike  # noqa: E402
from torch_graph import TorchGraph  # noqa: E402

from convcalc import load  # noqa: E402

pytestmark = pytest.mark.oracle


def made(name):
    """A module, and an input."""
    torch.manual_seed(1)
    module, x = MODULES[name][0](), example(name)
    return unlike(module, x), x


def exported(module, x, *, new, **options):
    """The bytes of a model that PyTorch writes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if new:
            program = torch.onnx.export(module, (x,), dynamo=True, verbose=False, **options)
            return program.model_proto.SerializeToString()
        out = io.BytesIO()
        torch.onnx.export(module, (x,), out, dynamo=False, opset_version=17, **options)
        return out.getvalue()


@pytest.mark.parametrize("new", [False, True], ids=["old", "new"])
@pytest.mark.parametrize("name", MODULES)
def test_a_module_of_pytorch(name, new):
    data = exported(*made(name), new=new)
    assert difference(data, top=20) < LIMIT
    assert unconfirmed(data) == []


@pytest.mark.parametrize("name", ["vision transformer", "words"])
def test_attention_as_one_operator(name):
    """As opset 23 has it."""
    data = exported(*made(name), new=True, opset_version=23)
    assert "Attention" in {one.op_type for one in onnx.load_from_string(data).graph.node}
    assert difference(data, top=20) < LIMIT
    assert unconfirmed(data) == []


@pytest.mark.parametrize("name", ["vision transformer", "shuffled channels", "shifted windows"])
def test_what_onnx_runtime_has_optimized(name, tmp_path):
    """Convolutions with their activation, products that are scaled and turned, norms of sums."""
    data = exported(*made(name), new=False)
    path = optimized(data, tmp_path / "optimized.onnx")
    assert difference(path) < LIMIT
    assert unconfirmed(path) == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["QOperator", "QDQ"])
@pytest.mark.parametrize("name", ["vision transformer", "shuffled channels", "norms"])
def test_what_onnx_runtime_has_quantized(name, form, tmp_path):
    data = exported(*made(name), new=False)
    path = quantized(data, tmp_path / "quantized.onnx", form)
    assert difference(path) < LEVELS
    assert unconfirmed(path) == []


OPERATORS = {
    "recurrent": runtime_graphs.recurrent,
    "attention": runtime_graphs.attention,
    "windows": runtime_graphs.windows,
    "windows of levels": runtime_levels.windows,
    "matrices of levels": runtime_levels.matrices,
    "elements in levels": runtime_levels.elements,
}


@pytest.mark.parametrize("make", OPERATORS.values(), ids=OPERATORS)
def test_operators_with_random_arguments(make):
    for seed in range(60):
        data, inputs = make(seed)
        assert difference(data, inputs=inputs) < LIMIT, seed
        assert unconfirmed(data, inputs=inputs) == [], seed


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v3_small", "densenet121", "unet"])
def test_a_network_of_the_zoo(name):
    """As PyTorch has its layers, norms kept as norms."""
    graph = load(name, input={"unet": "1x32x48"}.get(name, "3x64x64")).graph
    torch.manual_seed(1)
    x = torch.randn(1, *graph.inputs[0])
    kept = {"training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}
    assert difference(exported(unlike(TorchGraph(graph), x), x, new=False, **kept)) < LIMIT
