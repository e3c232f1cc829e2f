"""ONNX's own tests, one operator each: their shapes, their outputs, and each function's definition.

Their data are executed by ONNX's reference; of these models only the first input is one here, and
the others are stored in the file, as weights and axes are in real ones.
"""

import warnings
from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pytest
from building import onnx
from figures import figures, reread

from convcalc.errors import InputError
from convcalc.executor.functions import FUNCTIONS
from convcalc.network import Network
from convcalc.network.onnx.decode import decoded
from convcalc.network.onnx.importer import Imported, Importer
from convcalc.network.onnx.values import Active, Constant
from convcalc.verify.constants import Constants
from convcalc.verify.model import model_of, outputs
from convcalc.verify.operators import run_operators

MEMORY = 2**28
# What is counted and not run, and why.
NOT_RUN = {
    "Bernoulli": "draws random numbers",
    "RandomUniformLike": "draws random numbers",
}
# Cases whose outputs are others, and why.
_RANDOM = "leaves out elements at random, where a run leaves them in"
_ROUNDED = "whole numbers of more than 24 bits are rounded in float32"
_NO_NUMBER = "NaN has no place in 4 bits: 6 in ONNX's text, -0 in its reference"
DIFFERENT = {
    "test_bitcast_uint32_to_int32": _ROUNDED,
    "test_bitwise_xor_i32_2d": _ROUNDED,
    "test_bitwise_xor_ui64_bcast_3v1d": _ROUNDED,
    "test_cast_FLOAT_to_FLOAT4E2M1": _NO_NUMBER,
    "test_cast_FLOAT16_to_FLOAT4E2M1": _NO_NUMBER,
    "test_castlike_FLOAT_to_FLOAT4E2M1": _NO_NUMBER,
    "test_castlike_FLOAT_to_FLOAT4E2M1_expanded": _NO_NUMBER,
    "test_castlike_FLOAT16_to_FLOAT4E2M1": _NO_NUMBER,
    "test_castlike_FLOAT16_to_FLOAT4E2M1_expanded": _NO_NUMBER,
    "test_training_dropout_default": _RANDOM,
    "test_training_dropout_default_mask": _RANDOM,
    "test_training_dropout": _RANDOM,
    "test_training_dropout_mask": _RANDOM,
}
# How exact a chain of operators is that rounds to halves: four units of the last digit.
HALVES = {"float16": 2**-9, "bfloat16": 2**-6}


class Stored(NamedTuple):
    """A case as a model of one input, with what it is to answer by the names of its outputs."""

    data: bytes
    input: str
    x: np.ndarray
    expected: dict
    rtol: float
    atol: float

    def agrees(self, name, found):
        """Whether an output is what is expected, as exactly as its type has it."""
        wanted = self.expected[name]
        pair = [one.astype(np.float64) for one in (found, wanted)]
        rtol = max(self.rtol, HALVES.get(wanted.dtype.name, 0))
        same = found.shape == wanted.shape
        return same and np.allclose(*pair, rtol=rtol, atol=self.atol, equal_nan=True)


class Made(NamedTuple):
    """A case as the importer has it."""

    importer: Importer
    imported: Imported

    def known(self, output):
        return self.importer.scope[output]


def array(value):
    """An array of a case, which may be a number or a tensor of a file."""
    if isinstance(value, onnx.TensorProto):
        return onnx.numpy_helper.to_array(value)
    return value if isinstance(value, list | type(None)) else np.asarray(value)


def stored(case):
    """The case with all inputs but the first in the file; none where that is no array."""
    inputs, answers = [[array(one) for one in each] for each in case.data_sets[0]]
    arrays = [*inputs, *answers]
    if not inputs or any(not isinstance(one, np.ndarray) or one.dtype == object for one in arrays):
        return None
    if not inputs[0].size or not all(one.size for one in answers):
        return None
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    (first, _), *others = list(zip(model.graph.input, case.data_sets[0][0], strict=False))
    for value, given in others:
        tensor = onnx.TensorProto()
        known = isinstance(given, onnx.TensorProto)
        tensor.CopyFrom(given if known else onnx.numpy_helper.from_array(np.asarray(given)))
        tensor.name = value.name
        model.graph.initializer.append(tensor)
    names = [one.name for one in model.graph.output]
    expected = dict(zip(names, answers, strict=True))
    data = model.SerializeToString()
    return Stored(data, first.name, inputs[0], expected, case.rtol, case.atol)


@pytest.fixture(scope="module")
def cases():
    from onnx.backend.test.case.node import collect_testcases  # noqa: PLC0415 — it takes seconds

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listed = [one for one in collect_testcases(None) if one.model and one.data_sets]
        made = {one.name: stored(one) for one in listed}
    return {name: one for name, one in made.items() if one}


@pytest.fixture(scope="module")
def made(cases):
    """Each case as the importer has it; none where it is refused."""
    found = {}
    for name, case in cases.items():
        try:
            importer = Importer(decoded(memoryview(case.data)), {case.input: case.x.shape})
            found[name] = Made(importer, importer.imported())
        except InputError:
            found[name] = None
    return found


@pytest.fixture(scope="module")
def counted(made):
    """Those of which everything is counted."""
    return {name: one for name, one in made.items() if one and not one.imported.uncounted}


def test_shapes_are_those_of_the_reference(cases, made, counted):
    wrong = [
        (name, output, known.dims, wanted.shape)
        for name, one in counted.items()
        for output, wanted in cases[name].expected.items()
        if isinstance(known := one.known(output), Active | Constant) and known.dims != wanted.shape
    ]
    assert wrong == []
    assert len(counted) > 1450
    assert list(made.values()).count(None) < 30


def answered(case, one):
    """The outputs that are known, by their names: those that run, and those that are constants."""
    found = one.imported
    x = {case.input: case.x.astype(np.float64)}
    ran = outputs(found.graph, found.execution, x, memory=MEMORY) if found.execution.outputs else {}
    recipes = {output: getattr(one.known(output), "recipe", None) for output in case.expected}
    constants = Constants({name: (recipe,) for name, recipe in recipes.items() if recipe})
    return ran | {name: arrays[0] for name, arrays in constants.items()}


def test_outputs_are_those_of_the_reference(cases, counted):
    wrong, unrun, right = [], defaultdict(list), 0
    for name, one in counted.items():
        try:
            answers = answered(cases[name], one)
        except InputError as error:
            unrun[error.problem.message.split(" cannot")[0]].append(name)
            continue
        agree = [cases[name].agrees(*answer) for answer in answers.items()]
        right += all(agree)
        wrong += [] if all(agree) else [name]
    assert wrong == list(DIFFERENT)
    assert unrun.keys() == NOT_RUN.keys()
    assert right > 1500


def ran(one, model):
    """What is wrong after a run on random numbers; none where it cannot be run."""
    settings = {"batch": 1, "memory": MEMORY, "progress": None, "model": model}
    try:
        checks = run_operators(one.imported.graph, **settings).checks
    except InputError:  # those of above
        return None
    return [(check.path, check.quantity) for check in checks if not check.ok]


def test_every_function_does_what_its_definition_says(counted):
    """What is counted, and each element that is checked."""
    found = {name: ran(one, model_of(one.imported.execution)) for name, one in counted.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def broken(function):
    """The same, but for the last element, which is another."""

    def compute(call, arrays, meter):
        found = np.array(function.compute(call, arrays, meter), np.float32, order="C")
        last = np.nan_to_num(found.reshape(-1)[-1], posinf=0, neginf=0)
        found.reshape(-1)[-1] = -1 - 2 * last
        return found

    return function._replace(compute=compute)


def test_a_function_that_is_broken_is_seen(counted, monkeypatch):
    """In the smallest of the models in which it runs."""
    cases = {}
    for one in sorted(counted.values(), key=lambda one: len(one.imported.graph.nodes)):
        model = model_of(one.imported.execution)
        new = {call.function: path for path, call in model.calls.items()}
        if new.keys() - cases.keys() and ran(one, model) == []:
            cases = {name: (one, model, path) for name, path in new.items()} | cases
    assert len(cases) > 90
    for name, (one, model, path) in cases.items():
        with monkeypatch.context() as patch:
            patch.setitem(FUNCTIONS, name, broken(FUNCTIONS[name]))
            assert (path, "values") in ran(one, model), name


def test_each_is_written_as_a_network_file_that_costs_the_same(made):
    found, wrong = 0, []
    for name, one in made.items():
        graph = one.imported.graph if one else None
        if graph is None or not graph.nodes:
            continue
        inputs = tuple([f"input_{number}" for number in range(len(graph.inputs))])
        network = Network("it", "it.onnx", {}, graph, {}, "", inputs=inputs)
        found += 1
        wrong += [name] if figures(reread(network)) != figures(network) else []
    assert wrong == []
    assert found > 1400
