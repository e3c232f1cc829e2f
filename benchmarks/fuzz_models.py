"""Random changes of models: whatever bytes a file has, it is a network or refused in a sentence.

    python benchmarks/fuzz_models.py --runs 10000 --seed 5

Changed are ONNX's own tests of each operator, and small networks. What crashes, takes too long or
says more than a sentence is written to crash-*.onnx.
"""

import resource
import signal
import time
import traceback
import warnings
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
from onnx.backend.test.case.node import collect_testcases
from onnx_changes import Dice, mutated

from convcalc.errors import InputError
from convcalc.network import Network, Settings, read_network
from convcalc.network.model_file import ModelFile
from convcalc.network.writing import yaml_text
from convcalc.verify.model import PLAIN, model_of
from convcalc.verify.run import verify_network

SECONDS, MEMORY = 20, 1500 * 2**20
LARGEST = 200_000  # bytes of a model that is changed: larger ones only take longer
RUN = 30_000_000  # MACs of a model that is run too
ROOM = 2**27  # bytes for a run
SIZE = 32  # of axes that a file leaves open
DATA = Path(onnx.__file__).parent / "backend" / "test" / "data"
OWN = Path(__file__).parents[1] / "tests" / "data"


def networks() -> list[bytes]:
    """Whole ones, of several exporters."""
    files = sorted(
        [*OWN.glob("**/*.onnx"), *DATA.glob("light/*.onnx"), *DATA.glob("*/*/model.onnx")]
    )
    return [_closed(path) for path in files if path.stat().st_size <= LARGEST]


def _closed(path: Path) -> bytes:
    """A model whose inputs have sizes, without which nothing of it would be read."""
    model = onnx.load_model(path, load_external_data=False)
    for one in model.graph.input:
        for at, dim in enumerate(one.type.tensor_type.shape.dim):
            if dim.dim_value < 1:
                dim.dim_value = SIZE if at else 1
    return bytes(model.SerializeToString())


def operators() -> Iterator[bytes]:
    """ONNX's own tests of each; all inputs but the first are in the file, as weights are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = collect_testcases(None)
    for case in cases:
        if not case.model or not case.data_sets:
            continue
        model = onnx.ModelProto()
        model.CopyFrom(case.model)
        inputs = case.data_sets[0][0]
        for value, array in list(zip(model.graph.input, inputs, strict=False))[1:]:
            if isinstance(array, np.ndarray) and array.dtype != object:
                model.graph.initializer.append(onnx.numpy_helper.from_array(array, value.name))
        yield model.SerializeToString()


def one(data: bytes) -> str:
    """What becomes of a file: the code with which it is refused, or how much of it is counted.

    Whatever else is raised is a crash.
    """
    try:
        network = read_network(ModelFile("m.onnx", data=bytearray(data)), Settings({}))
        cost = network.cost()
        assert cost.macs >= 0 <= cost.peak_activation_bytes  # noqa: S101 — both are asked for
    except InputError as error:
        return sentence(error)
    with suppress(InputError):
        yaml_text(network)
    if cost.macs < RUN:
        try:
            if not confirmed(network):
                return "not confirmed"
        except InputError as error:
            return f"run {sentence(error)}"
    return "partial" if network.uncounted else "complete"


def confirmed(network: Network) -> bool:
    """Whether a run with its own weights measures what is predicted."""
    model = model_of(network.execution) if network.execution else PLAIN
    checks = verify_network(network.graph, name=network.name, memory=ROOM, model=model)
    return all(check.ok for check in checks)


def sentence(error: InputError) -> str:
    """The code of an error, which is one line."""
    if not str(error).startswith("error[CC") or "\n" in str(error):
        raise AssertionError(f"this is no sentence: {error}") from error
    return error.problem.code


class TooLongError(BaseException):
    """A file is looked at for too long."""


def _stop(_number: int, _frame: object) -> None:
    raise TooLongError


def main() -> None:
    """Change and read as many models as are asked for."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _stop)
    models, dice = (networks(), [*operators()]), Dice(options.seed)
    found: Counter[str] = Counter()
    slowest = 0.0
    for number in range(options.runs):
        data = mutated(dice.choice(dice.choice(models)), dice)
        start = time.perf_counter()
        signal.alarm(SECONDS)
        try:
            found[one(data)] += 1
        except (Exception, TooLongError):  # noqa: BLE001 — every one is told
            found["crash"] += 1
            Path(f"crash-{options.seed}-{number}.onnx").write_bytes(data)
            traceback.print_exc()
        signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{options.runs:,} changes, seed {options.seed}: {dict(found.most_common())}")
    print(f"the slowest took {slowest:.2f} s, {peak} MiB at the peak")


if __name__ == "__main__":
    main()
