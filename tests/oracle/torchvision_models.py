"""Models of torchvision, exported and read, beside PyTorch's own count of the same model.

    python tests/oracle/torchvision_models.py > tests/data/torchvision_onnx.csv

With names it does these only, and with --new the exporter of PyTorch 2.9 and later. It takes
about ten seconds a model, and nothing is downloaded: weights are random.
"""

import csv
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
torchvision = pytest.importorskip("torchvision")

from torch.nn.attention import SDPBackend, sdpa_kernel  # noqa: E402 — only where torch is
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from convcalc import load  # noqa: E402

VIDEOS = ("r3d_18", "mc3_18", "r2plus1d_18")
NAMES = (
    "alexnet", "convnext_base", "convnext_large", "convnext_small", "convnext_tiny",
    "deeplabv3_mobilenet_v3_large", "deeplabv3_resnet50", "densenet121", "densenet161",
    "densenet169", "densenet201", "efficientnet_b0", "efficientnet_b1", "efficientnet_b2",
    "efficientnet_b3", "efficientnet_v2_s", "fcn_resnet50", "googlenet", "inception_v3",
    "lraspp_mobilenet_v3_large", "maxvit_t", "mc3_18", "mnasnet0_5", "mnasnet1_0", "mobilenet_v2",
    "mobilenet_v3_large", "mobilenet_v3_small", "r2plus1d_18", "r3d_18", "regnet_x_400mf",
    "regnet_x_1_6gf", "regnet_y_400mf", "regnet_y_1_6gf", "resnet18", "resnet34", "resnet50",
    "resnet101", "resnext50_32x4d", "shufflenet_v2_x0_5", "shufflenet_v2_x1_0",
    "shufflenet_v2_x2_0", "squeezenet1_0", "squeezenet1_1", "swin_s", "swin_t", "vgg11",
    "vgg16_bn", "vit_b_16", "vit_b_32", "wide_resnet50_2",
)  # fmt: skip
SEGMENTING = ("deeplabv3", "fcn", "lraspp")
KEYS = ("model", "exporter", "input", "torch_macs", "convcalc_macs", "torch_params", "file_params")


def built(name):
    """A model with random weights, and an input for it."""
    options = {"weights": None}
    if name.startswith(SEGMENTING):
        options["weights_backbone"] = None
    if name in ("googlenet", "inception_v3"):
        options["init_weights"] = False  # it takes a minute, and no count depends on it
    shape = (1, 3, 16, 112, 112) if name in VIDEOS else (1, 3, 224, 224)
    if name == "inception_v3":
        shape = (1, 3, 299, 299)
    return torchvision.models.get_model(name, **options).eval(), torch.zeros(shape)


def exported(model, x, path, *, new):
    """The model as a file; weights of the new exporter lie beside it, where nobody looks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if new:
            torch.onnx.export(model, (x,), path, dynamo=True, verbose=False, external_data=True)
        else:
            torch.onnx.export(model, x, path, dynamo=False, opset_version=17)
    return path


def row(name, *, new):
    """What PyTorch counts, and what convcalc reads from the file; FLOP are two per MAC."""
    model, x = built(name)
    # FlopCounterMode knows the plain operators of attention, and counts fused ones as nothing.
    torch.backends.mha.set_fastpath_enabled(False)
    counter = FlopCounterMode(display=False)
    with counter, torch.no_grad(), sdpa_kernel(SDPBackend.MATH):
        model(x)
    with tempfile.TemporaryDirectory() as folder:
        path = exported(model, x, str(Path(folder) / f"{name}.onnx"), new=new)
        network = load(path)
        cost = network.cost()
    assert network.uncounted == (), name
    params = sum(one.numel() for one in model.parameters())
    size = "x".join(map(str, x.shape[1:]))
    exporter = "new" if new else "old"
    flops = counter.get_total_flops()
    return (name, exporter, size, flops // 2, cost.macs, params, cost.params)


def main(words):
    """Write a row for each model."""
    new = "--new" in words
    out = csv.writer(sys.stdout, lineterminator="\n")
    if "--no-head" not in words:
        out.writerow(KEYS)
    for name in [word for word in words if not word.startswith("-")] or NAMES:
        out.writerow(row(name, new=new))
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
