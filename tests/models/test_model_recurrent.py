"""LSTM, GRU and RNN as they run, by hand: one hidden unit, and activations that change nothing."""

import numpy as np
import pytest
from building import Making

from convcalc.verify.model import model_of, outputs
from convcalc.verify.run import verify_network

PLAIN = {"activation_alpha": [1.0] * 3, "activation_beta": [0.0] * 3}
LSTM = {"activations": ["Affine"] * 3, "hidden_size": 1, **PLAIN}
GRU = {"activations": ["Affine"] * 2, "hidden_size": 1, **PLAIN}


def ran(op, x, *operands, outputs_=2, **attributes):
    """The outputs of a model of that operator for x, (steps, 1, 1), each as a flat list."""
    made = Making({"x": np.shape(x)})
    stored = [made.numbers(one, np.float32) if np.size(one) else "" for one in operands]
    names = made.op(op, "x", *stored, outputs=outputs_, **attributes)
    found = made.imported(*names)
    assert found.uncounted == ()
    answer = outputs(found.graph, found.execution, {"x": np.array(x)}, memory=2**28)
    checks = verify_network(found.graph, name="made", model=model_of(found.execution))
    assert [one for one in checks if not one.ok] == []
    return [answer[name].reshape(-1).tolist() for name in names]


# Input, output, forget and cell gates are 1, 2, 3 and 4; 10 was in the cell.
GATES = ([[[1.0]]], [[[1.0], [2.0], [3.0], [4.0]]], [[[0.0]] * 4])
TEN = [[[10.0]]]


@pytest.mark.parametrize(
    ("peepholes", "attributes", "cell", "shown"),
    [
        ([], {}, 3 * 10 + 1 * 4, 2 * 34),
        # 1 + 10 and 3 + 10 with the cell before, 2 + 174 with the one after
        ([[1.0, 1.0, 1.0]], {}, 13 * 10 + 11 * 4, 176 * 174),
        ([], {"clip": 2.0}, 2 * 10 + 1 * 2, 2 * 22),
        ([], {"input_forget": 1}, (1 - 1) * 10 + 1 * 4, 2 * 4),
    ],
)
def test_an_lstm(peepholes, attributes, cell, shown):
    x, *weights = GATES
    found = ran("LSTM", x, *weights, [], [], [], TEN, peepholes, outputs_=3, **LSTM, **attributes)
    assert found == [[shown], [shown], [cell]]


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [({}, 2 + (3 * 4) * 2 + 1), ({"linear_before_reset": 1}, 2 + 3 * (4 * 2 + 1))],
)
def test_a_gru(attributes, hidden):
    """Update 0.5, reset 3, 4 before; the reset before the product, or after it and its bias."""
    weights = [[[0.25], [1.5], [1.0]]], [[[0.0], [0.0], [2.0]]], [[0.0] * 5 + [1.0]]
    found = ran("GRU", [[[2.0]]], *weights, [], [[[4.0]]], **GRU, **attributes)
    assert found == [[0.5 * hidden + 0.5 * 4]] * 2


@pytest.mark.parametrize(
    ("lengths", "shown", "last"),
    [([], [3, 81, 14, 26, 49, 7], [49, 81]), ([2], [3, 18, 14, 5, 0, 0], [14, 18])],
)
def test_both_directions_of_all_steps_or_of_so_many(lengths, shown, last):
    """2·x + 3·h + 1 of 1, 2, 3: forward 3, 14, 49, backward 7, 26, 81, of the first two 5, 18."""
    each = [[[2.0]]] * 2, [[[3.0]]] * 2, [[1.0, 0.0]] * 2
    x = [[[1.0]], [[2.0]], [[3.0]]]
    options = {"direction": "bidirectional", "activations": ["Relu", "Relu"], "hidden_size": 1}
    assert ran("RNN", x, *each, lengths, **options) == [shown, last]
