"""Branches and loops: what runs is counted, as often as it runs, where that can be told."""

import random

import numpy as np
import pytest
from building import FLOAT, INT64, Making, macs, mutated, onnx, ops, output, params

from convcalc import InputError
from convcalc.analysis.network_cost import network_cost
from convcalc.network.onnx import read_model

BOOL = onnx.TensorProto.BOOL


def graph(made, inputs, *outputs):
    """The operators of `made` as a graph that an operator holds."""
    given = [onnx.helper.make_tensor_value_info(name, kind, None) for name, kind in inputs]
    asked = [onnx.helper.make_tensor_value_info(name, FLOAT, None) for name in outputs]
    return onnx.helper.make_graph(made.nodes, "held", given, asked, made.weights)


def part(letter):
    """A maker of a held graph, whose names are no others'."""
    return Making(prefix=letter)


def sized_by(rate):
    """A model of one convolution for the rate 16000, and of a smaller one for any other."""
    made = Making({"x": (1, 4, 30), "sr": rate}, kinds={"sr": INT64})
    wide, small = part("a"), part("b")
    wide = graph(wide, [], wide.op("Conv", "x", wide.weight(8, 4, 5), called="/wide/conv/Conv"))
    small = graph(small, [], small.op("Conv", "x", small.weight(2, 4, 3)))
    asked = made.op("Equal", "sr", made.numbers(16000))
    return made, made.op("If", asked, then_branch=wide, else_branch=small, called="rate")


@pytest.mark.parametrize("dims", [(), (1,)])
def test_a_number_that_is_given_decides_a_branch(dims):
    """As in Silero VAD. 8 · 4 · 5 products at 26 positions, or 2 · 4 · 3 at 28."""
    made, last = sized_by(dims)
    wide = made.graph(last, given={"sr": 16000})
    assert (wide.inputs, macs(wide), params(wide)) == (((4, 30),), 160 * 26, 160)
    assert [node.path for node in wide.nodes] == ["wide.conv"]
    small = made.graph(last, given={"sr": 8000})
    assert (small.inputs, macs(small), params(small)) == (((4, 30),), 24 * 28, 24)


def test_without_it_one_branch_is_counted_and_what_would_tell_is_said():
    made, last = sized_by(())
    found = made.imported(last)
    assert macs(found.graph) == 160 * 26
    (told,) = found.uncounted
    assert (told.op, told.path) == ("If", "rate")
    said = "which one runs is known only then or by --set sr=…"
    assert told.why == f"only its then_branch is counted; {said}"


def test_a_number_is_for_inputs_of_one_number():
    made, last = sized_by((2,))
    with pytest.raises(InputError, match='no axis of an input is called "sr"'):
        made.graph(last, given={"sr": 16000})
    made = Making({"sr": ()}, kinds={"sr": INT64})
    with pytest.raises(InputError, match="all its inputs are given as numbers"):
        made.graph(made.op("Neg", "sr"), given={"sr": -1})


def looped(rounds, *, holds=None, states=("x",), keeps=False):
    """A model that convolves 4 × 30 again and again with one kernel of 3."""
    made = Making({"x": (1, 4, 30), "many": ()}, kinds={"many": INT64})
    kernel, bias = made.weight(4, 4, 3), made.weight(4)
    body = part("b")
    goes_on = body.op("Identity", "on")
    y = body.op("Conv", "state", kernel, bias)
    kept = [body.op("ReduceMean", y, axes=[2], keepdims=0)] if keeps else []
    held = graph(body, [("at", INT64), ("on", BOOL), ("state", FLOAT)], goes_on, y, *kept)
    most = made.numbers(rounds) if isinstance(rounds, int) else rounds
    given = [most, made.numbers(holds, np.bool_) if holds is not None else "", *states]
    return made, made.op("Loop", *given, body=held, called="loop", outputs=1 + keeps)


def test_a_loop_runs_its_body_in_every_round():
    """48 products at 28, 26, 24 and 22 positions; the kernel and its bias are one layer's."""
    made, last = looped(4)
    found = made.graph(last, given={"many": 1})
    cost = network_cost(found, batch=1, dtype="fp32")
    assert (cost.macs, cost.params) == (48 * (28 + 26 + 24 + 22), 48 + 4)
    assert (ops(found), output(found)) == (["conv"] * 4, (4, 22))


def test_no_round_runs_where_the_condition_does_not_hold():
    made, last = looped(4, holds=False)
    found = made.graph(made.op("Conv", last, made.weight(1, 4, 1)), given={"many": 1})
    assert (macs(found), ops(found)) == (4 * 30, ["conv"])


def test_a_body_may_end_its_loop():
    """The condition of round 2 is 2 < 2: three rounds, of 48 at 28, 26 and 24."""
    made = Making({"x": (1, 4, 30)})
    kernel, two = made.weight(4, 4, 3), made.numbers(2)
    body = part("b")
    goes_on, y = body.op("Less", "at", two), body.op("Conv", "state", kernel)
    held = graph(body, [("at", INT64), ("on", BOOL), ("state", FLOAT)], goes_on, y)
    assert macs(made.graph(made.op("Loop", "", "", "x", body=held))) == 48 * (28 + 26 + 24)


def test_what_every_round_keeps_lies_along_a_new_axis():
    made, (_, kept) = looped(3, keeps=True)
    found = made.graph(made.op("Conv", kept, made.weight(5, 1, 1)), given={"many": 1})
    assert macs(found) == 48 * (28 + 26 + 24) + 5 * 3 * 4
    assert output(found) == (5, 3, 4)


@pytest.mark.parametrize("rounds", ["many", 1_000_000])
def test_a_loop_of_which_it_is_not_known_how_often_it_runs_is_counted_once(rounds):
    made, last = looped(rounds)
    found = made.imported(last, given={} if rounds == "many" else {"many": 1})
    assert macs(found.graph) == 48 * 28
    (told,) = found.uncounted
    assert (told.op, told.path) == ("Loop", "loop")
    assert told.why == "its body is counted once, however often it runs"


def test_a_vector_in_a_loop_is_one():
    made = Making({"x": (1, 4, 30)})
    scale, on, body = made.weight(4, 1), made.numbers(True, np.bool_), part("b")
    y = body.op("Mul", "state", scale)
    held = graph(body, [("at", INT64), ("on", BOOL), ("state", FLOAT)], on, y)
    last = made.op("Loop", made.numbers(3), "", "x", body=held)
    found = network_cost(made.graph(last), batch=1, dtype="fp32")
    assert found.params == 4


def test_a_loop_without_end_leaves_room_for_what_follows():
    """Half of the operators that a model may become; a convolution is not one of the body."""
    made = Making({"x": (1, 4, 30)})
    body, on = part("b"), made.numbers(True, np.bool_)
    held = graph(
        body, [("at", INT64), ("on", BOOL), ("state", FLOAT)], on, body.op("Tanh", "state")
    )
    last = made.op("Loop", "", on, "x", body=held, called="loop")
    found = made.imported(made.op("Conv", last, made.weight(2, 4, 1)))
    assert macs(found.graph) == 2 * 4 * 30
    (told,) = found.uncounted
    assert 9_000 < int(told.why.split()[4]) < 11_000
    assert told.why.endswith("times, however often it runs")


def scanned():
    """A model of 10 steps of 6 features and a state of 5, over its second axis."""
    made = Making({"x": (1, 10, 6), "state": (1, 5)})
    taken, kept = made.weight(6, 5), made.weight(5, 5)
    body = part("b")
    sums = body.op("Add", body.op("MatMul", "part", taken), body.op("MatMul", "h", kept))
    new = body.op("Tanh", sums)
    held = graph(body, [("h", FLOAT), ("part", FLOAT)], new, body.op("Identity", new))
    given = {"body": held, "num_scan_inputs": 1, "scan_input_axes": [1], "scan_output_axes": [1]}
    return made, made.op("Scan", "state", "x", outputs=2, **given)[1]


def test_a_scan_runs_for_every_position():
    """Each step multiplies 5 · 6 times with the features, and 5 · 5 with the state.

    What is kept lies along axis 1, where the convolution has its 10 channels.
    """
    made, last = scanned()
    found = made.graph(made.op("Conv", last, made.weight(3, 10, 1)))
    cost = network_cost(found, batch=1, dtype="fp32")
    assert (cost.macs, cost.params) == (10 * 55 + 3 * 10 * 5, 55 + 30)
    assert output(found) == (3, 5)


@pytest.mark.parametrize("model", [scanned(), looped(4), sized_by(())], ids=["scan", "loop", "if"])
def test_mutated_ones_are_read_or_refused(model):
    made, last = model
    data, generator = made.model(last).SerializeToString(), random.Random(0)  # noqa: S311 — no secret
    refused = 0
    for _ in range(1000):
        try:
            read_model(memoryview(mutated(data, generator)), "m.onnx", None, {})
        except InputError:
            refused += 1
    assert 100 < refused < 1000
