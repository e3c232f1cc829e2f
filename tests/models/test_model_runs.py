"""A model run in NumPy with its own weights, against ONNX's reference of each operator."""

import numpy as np
import pytest
from building import Making

from convcalc.executor.functions import FUNCTIONS
from convcalc.network.onnx import read_model
from convcalc.verify.model import model_of, outputs
from convcalc.verify.run import verify_network

ReferenceEvaluator = pytest.importorskip("onnx.reference").ReferenceEvaluator
MEMORY = 2**28


def transformer(generator, *, tokens=7, features=12, heads=3, stored=True):
    """A patch embedding of two sizes, and a block with attention, as exporters write it."""
    made = Making({"x": (1, 3, 10, 8)})

    def weight(*dims):
        if not stored:
            return made.weight(*dims)
        return made.numbers(generator.normal(size=dims) / np.sqrt(dims[-1]), np.float32)

    def layer(x, rows, columns):
        return made.op("Add", weight(columns), made.op("MatMul", x, weight(rows, columns)))

    def norm(x):
        return made.op("LayerNormalization", x, weight(features), weight(features), axis=-1)

    patches = made.op("Conv", "x", weight(features, 3, 5, 4), strides=[5, 4])
    x = made.op("Transpose", made.op("Reshape", patches, made.numbers([1, features, 4])),
                perm=[0, 2, 1])  # fmt: skip
    more = made.op("Expand", weight(1, 1, features), made.numbers([1, tokens - 4, features]))
    x = made.op("Add", made.op("Concat", more, x, axis=1), weight(1, tokens, features))
    query, key, value = made.op("Split", layer(norm(x), features, 3 * features), outputs=3, axis=2)
    split = made.numbers([1, tokens, heads, features // heads])
    query, key, value = (
        made.op("Transpose", made.op("Reshape", one, split), perm=perm)
        for one, perm in ((query, (0, 2, 1, 3)), (key, (0, 2, 3, 1)), (value, (0, 2, 1, 3)))
    )
    scores = made.op("Mul", made.op("MatMul", query, key), made.numbers(0.5, np.float32))
    mixed = made.op("MatMul", made.op("Softmax", scores, axis=-1), value)
    joined = made.op("Reshape", made.op("Transpose", mixed, perm=[0, 2, 1, 3]),
                     made.numbers([1, tokens, features]))  # fmt: skip
    x = made.op("Add", x, layer(joined, features, features))
    x = made.op("Add", x, layer(made.op("Tanh", layer(norm(x), features, 9)), 9, features))
    mean = made.op("ReduceMean", x, axes=[1], keepdims=0)
    return made, made.op("Gemm", mean, weight(4, features), weight(4), transB=1)


def read(model):
    return read_model(memoryview(model.SerializeToString()), "made.onnx", None, {})


def wrong(found, **settings):
    checks = verify_network(found.graph, name="made", model=model_of(found.execution), **settings)
    assert len(checks) > 90
    return [check for check in checks if not check.ok]


def test_a_transformer_answers_as_the_reference_does():
    generator = np.random.default_rng(0)
    made, out = transformer(generator)
    model = made.model(out)
    x = generator.normal(size=(1, 3, 10, 8)).astype(np.float32)
    (expected,) = ReferenceEvaluator(model).run(None, {"x": x})
    found = read(model)
    answer = outputs(found.graph, found.execution, {"x": x}, memory=MEMORY)
    assert answer.keys() == {out}
    np.testing.assert_allclose(answer[out], expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("batch", [1, 3])
def test_all_that_is_predicted_of_it_is_measured(stored, batch):
    """With the weights of the file, and with random ones where they are missing."""
    made, out = transformer(np.random.default_rng(1), stored=stored)
    assert wrong(read(made.model(out)), batch=batch) == []


def _scaled(function):
    return function._replace(compute=lambda *given: function.compute(*given) * 1.001)


@pytest.mark.parametrize("name", ["MatMul", "Softmax", "Concat", "Add"])
def test_a_function_that_is_off_by_a_thousandth_is_found(name, monkeypatch):
    made, out = transformer(np.random.default_rng(2))
    found = read(made.model(out))
    monkeypatch.setitem(FUNCTIONS, name, _scaled(FUNCTIONS[name]))
    assert {check.quantity for check in wrong(found)} == {"values"}


def test_a_function_that_multiplies_less_is_found(monkeypatch):
    """Products of half the features: fewer MACs are measured than were predicted."""
    made, out = transformer(np.random.default_rng(3))
    found = read(made.model(out))
    whole = FUNCTIONS["MatMul"]

    def half(_, arrays, meter):
        a, b = arrays
        return meter.matmul(a[..., ::2], b[..., ::2, :])

    monkeypatch.setitem(FUNCTIONS, "MatMul", whole._replace(compute=half))
    assert {check.quantity for check in wrong(found)} == {"macs", "effective_macs", "values"}


def test_a_constant_that_the_file_computes_is_computed():
    """A table of 6 numbers, looked up at 4 places and transposed: 6 params, and its values."""
    generator = np.random.default_rng(4)
    made = Making({"x": (1, 2, 2)})
    table = made.numbers(generator.normal(size=(3, 2)), np.float32)
    looked = made.op("Gather", table, made.numbers([[0, 2], [1, 0]]))
    bias = made.op("Transpose", made.op("Reshape", looked, made.numbers([4, 2])), perm=[1, 0])
    out = made.op("Add", made.op("Reshape", "x", made.numbers([1, 4])), bias)
    model = made.model(out)
    found = read(model)
    x = generator.normal(size=(1, 2, 2)).astype(np.float32)
    (expected,) = ReferenceEvaluator(model).run(None, {"x": x})
    answer = outputs(found.graph, found.execution, {"x": x}, memory=MEMORY)
    np.testing.assert_allclose(answer[out], expected, atol=1e-6)
    checks = verify_network(found.graph, name="made", model=model_of(found.execution))
    assert [check for check in checks if not check.ok] == []
    assert sum(check.measured for check in checks if check.quantity == "params") == 6
