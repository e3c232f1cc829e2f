"""The shapes of ONNX's own tests, one operator each: those that we say are theirs.

Their data are executed by ONNX's reference; of these models only the first input is one here, and
the others are stored in the file, as weights and axes are in real ones.
"""

import warnings
from collections import Counter

import numpy as np
import pytest
from building import onnx
from figures import figures, reread

from convcalc.errors import InputError
from convcalc.network import Network
from convcalc.network.onnx.decode import decoded
from convcalc.network.onnx.importer import Importer
from convcalc.network.onnx.values import Active, Constant


@pytest.fixture(scope="module")
def cases():
    from onnx.backend.test.case.node import collect_testcases  # noqa: PLC0415 — it takes seconds

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [one for one in collect_testcases(None) if one.model and one.data_sets]


def stored(case):
    """The model with all inputs but the first in the file, the dims of that, and of the output."""
    inputs, outputs = case.data_sets[0]
    arrays = [*inputs, *outputs]
    if not inputs or not all(isinstance(one, np.ndarray) and one.size for one in arrays):
        return None
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    first, *others = model.graph.input
    for value, array in zip(others, inputs[1:], strict=False):
        if array.dtype == object:
            return None
        model.graph.initializer.append(onnx.numpy_helper.from_array(array, value.name))
    return model.SerializeToString(), {first.name: inputs[0].shape}, outputs[0].shape


def read(data, dims):
    """The dims of the first output, if all of the model is counted."""
    model = decoded(memoryview(data))
    importer = Importer(model, dims)
    if importer.imported().uncounted:
        return None
    found = importer.scope[model.graph.outputs[0].name]
    return found.dims if isinstance(found, Active | Constant) else None


def test_shapes_are_those_of_the_reference(cases):
    found, wrong = Counter(), []
    for case in cases:
        made = stored(case)
        if made is None:
            continue
        data, dims, expected = made
        try:
            ours = read(data, dims)
        except InputError:
            found["refused"] += 1
            continue
        found["counted" if ours is not None else "not counted"] += 1
        if ours is not None and ours != expected:
            wrong.append((case.name, ours, expected))
    assert wrong == []
    assert found["counted"] > 1000
    assert found["refused"] < 30


def network(data, dims):
    """The model as a network, if anything of it runs."""
    graph = Importer(decoded(memoryview(data)), dims).imported().graph
    inputs = tuple([f"input_{number}" for number in range(len(graph.inputs))])
    return Network("it", "it.onnx", {}, graph, {}, "", inputs=inputs) if graph.nodes else None


def test_each_is_written_as_a_network_file_that_costs_the_same(cases):
    found, wrong = 0, []
    for case in cases:
        made = stored(case)
        try:
            one = network(*made[:2]) if made else None
        except InputError:
            continue
        if one is not None:
            found += 1
            wrong += [case.name] if figures(reread(one)) != figures(one) else []
    assert wrong == []
    assert found > 1000
