"""Random changes of models: whatever bytes a file has, it is a network or refused in a sentence.

    python benchmarks/fuzz_models.py --runs 10000 --seed 5

Changed are ONNX's own tests of each operator and its small networks, by turns as bytes and as
messages: sizes, attributes, names, operators. What crashes, takes too long or says more than a
sentence is written to crash-*.onnx.
"""

import random
import resource
import signal
import time
import traceback
import warnings
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx.backend.test.case.node import collect_testcases

from convcalc.errors import InputError
from convcalc.network import Settings, read_network
from convcalc.network.model_file import ModelFile
from convcalc.network.writing import yaml_text

SECONDS, MEMORY = 20, 1500 * 2**20
LARGEST = 200_000  # bytes of a model that is changed: larger ones only take longer
BYTES, CUT = 0.4, 0.1
SIZE = 32  # of axes that a file leaves open
NUMBERS = (-(2**63), -(2**31), -2, -1, 0, 1, 2, 3, 7, 64, 2**31 - 1, 2**31, 2**40, 2**63 - 1)
DATA = Path(onnx.__file__).parent / "backend" / "test" / "data"
OWN = Path(__file__).parents[1] / "tests" / "data"

Dice = random.Random


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


def mutated(data: bytes, dice: Dice) -> bytes:
    """By turns bytes that nobody wrote, and messages that say something else."""
    if dice.random() < BYTES:
        return _bytes_changed(data, dice)
    model = onnx.ModelProto.FromString(data)
    graphs = [*_graphs(model.graph)]
    for _ in range(dice.choice((1, 1, 2, 4))):
        dice.choice(CHANGES)(dice.choice(graphs), dice)
    return bytes(model.SerializeToString())


def _graphs(graph: Any) -> Iterator[Any]:
    """A graph, and those that are branches or bodies in it."""
    yield graph
    for inner in [one.g for node in graph.node for one in node.attribute if one.HasField("g")]:
        yield from _graphs(inner)


def _bytes_changed(data: bytes, dice: Dice) -> bytes:
    found = bytearray(data)
    if dice.random() < CUT:
        return bytes(found[: dice.randrange(len(found))])
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(found) + 1)
        kept, put = dice.choice(((0, 1), (0, 1), (0, 1), (dice.randrange(20), 0), (0, 9)))
        found[at : at + (kept or put % 2)] = dice.randbytes(put)
    return bytes(found)


def _size(graph: Any, dice: Dice) -> None:
    """The size of an input or of a weight."""
    tensors = [one.dims for one in graph.initializer if one.dims]
    shapes = [one.type.tensor_type.shape.dim for one in graph.input]
    dims = dice.choice([*tensors, *[one for one in shapes if one]] or [[0]])
    at = dice.randrange(len(dims))
    if isinstance(dims[at], int):
        dims[at] = dice.choice(NUMBERS)
    else:
        dims[at].dim_value = dice.choice(NUMBERS)


def _attribute(graph: Any, dice: Dice) -> None:
    """A number of an attribute, or the attribute is missing."""
    node = dice.choice(graph.node or [onnx.NodeProto()])
    if not node.attribute:
        return
    at = dice.randrange(len(node.attribute))
    one = node.attribute[at]
    if one.ints and dice.random() < BYTES:
        one.ints[dice.randrange(len(one.ints))] = dice.choice(NUMBERS)
    elif dice.random() < BYTES:
        one.i = dice.choice(NUMBERS)
    elif dice.random() < BYTES:
        one.ints.append(dice.choice(NUMBERS))
    else:
        del node.attribute[at]


def _operator(graph: Any, dice: Dice) -> None:
    """An operator is another one, or of another domain."""
    node = dice.choice(graph.node or [onnx.NodeProto()])
    node.op_type = dice.choice(OPERATORS)
    node.domain = dice.choice(("", "", "", "ai.onnx", "com.microsoft", "own"))


def _names(graph: Any, dice: Dice) -> None:
    """An operator reads or writes another tensor, one more, or one less."""
    known = [name for node in graph.node for name in (*node.input, *node.output)] or [""]
    node = dice.choice(graph.node or [onnx.NodeProto()])
    names = dice.choice((node.input, node.input, node.output))
    if names and dice.random() < BYTES:
        names[dice.randrange(len(names))] = dice.choice((*known, "", "new"))
    elif names and dice.random() < BYTES:
        del names[dice.randrange(len(names))]
    else:
        names.append(dice.choice((*known, "")))


def _node(graph: Any, dice: Dice) -> None:
    """An operator stands somewhere else, twice, or not at all."""
    if not graph.node:
        return
    node = onnx.NodeProto()
    node.CopyFrom(dice.choice(graph.node))
    if dice.random() < BYTES:
        graph.node.remove(node)
    if dice.random() < BYTES:
        node.output[:] = [f"{name}_again" for name in node.output]
        graph.node.append(node)


def _weight(graph: Any, dice: Dice) -> None:
    """Numbers of another type, others, or none."""
    if not graph.initializer:
        return
    one = dice.choice(graph.initializer)
    if dice.random() < BYTES:
        one.data_type = dice.randrange(30)
    elif dice.random() < BYTES:
        one.raw_data = dice.randbytes(dice.randrange(40))
    else:
        graph.initializer.remove(one)


CHANGES: tuple[Callable[[Any, Dice], None], ...] = (
    _size, _attribute, _operator, _names, _node, _weight,
)  # fmt: skip
OPERATORS = sorted({one.name for one in onnx.defs.get_all_schemas()})


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
    return "partial" if network.uncounted else "complete"


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
