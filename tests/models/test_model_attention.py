"""Attention as it runs, by hand: a query that sees all alike gets the mean of the values."""

from math import log

import numpy as np
import pytest
from building import Making, macs, ops

from convcalc.verify.model import model_of
from convcalc.verify.run import verify_network

# (samples, tokens, features): no query tells keys from each other; the values are 1, 3 and 8.
ALIKE = np.zeros((1, 3, 2)), np.ones((1, 3, 2)), [[[1.0], [3.0], [8.0]]]
HEADS = {"q_num_heads": 1, "kv_num_heads": 1}
RUNTIME = {"domain": "com.microsoft", "num_heads": 1}
SEEN = np.array([[True, False, False], [True, True, False], [False, False, False]])


def model(operands, *, op="Attention", outputs=1, **attributes):
    """A model of that operator, the names of what it answers, and arrays for its inputs."""
    given = {f"x{at}": np.asarray(one) for at, one in enumerate(operands) if one is not None}
    kinds = {name: 9 if one.dtype == bool else 6 for name, one in given.items()
             if one.dtype.kind != "f"}  # fmt: skip
    made = Making({name: one.shape for name, one in given.items()}, opset=24, kinds=kinds)
    words = [f"x{at}" if one is not None else "" for at, one in enumerate(operands)]
    names = made.op(op, *words, outputs=outputs, **attributes)
    return made, [names] if outputs == 1 else names, given


def ran(*told, **options):
    """The answers, flat; what was predicted of the run was measured."""
    made, names, given = model(*told, **options)
    found = made.whole(*names)
    checks = verify_network(found.graph, name="made", model=model_of(found.execution))
    assert [one for one in checks if not one.ok] == []
    return [pytest.approx(one.reshape(-1).tolist()) for one in made.ran(*names, **given)]


@pytest.mark.parametrize(
    ("rest", "attributes", "expected"),
    [
        ([], {}, [4, 4, 4]),
        ([], {"is_causal": 1}, [1, 2, 4]),
        ([SEEN], {}, [1, 2, 0]),  # the last sees nothing
        ([np.where(SEEN, 0.0, -np.inf)], {"is_causal": 1}, [1, 2, 0]),
        ([[[True, False]] * 3], {}, [1, 1, 1]),  # a mask that ends before the keys
        ([None, None, None, [2]], {}, [2, 2, 2]),  # of three tokens two are there
    ],
)
def test_what_a_query_sees(rest, attributes, expected):
    assert ran([*ALIKE, *rest], **HEADS, **attributes) == [expected]


def test_what_was_before_is_seen_first_and_left_for_the_next():
    """Of 5 before and 1, 3, 8 now, each query sees those up to its own."""
    before = np.ones((1, 1, 1, 2)), [[[[5.0]]]]
    answer, keys, values = ran([*ALIKE, None, *before], outputs=3, **HEADS, is_causal=1)
    assert answer == [3, 3, 4.25]
    assert (keys, values) == ([1] * 8, [5, 1, 3, 8])


def test_two_heads_of_queries_share_one_of_keys():
    """The first head asks for nothing, the second for the second key alone."""
    query = np.array([[[0.0, 100.0]]])
    keys, values = [[[0.0], [1.0]]], [[[1.0], [3.0]]]
    options = {"q_num_heads": 2, "kv_num_heads": 1}
    assert ran([query, keys, values], **options) == [[2, 3]]


@pytest.mark.parametrize(
    ("mode", "shown"), [(0, [0, 2 * log(3)]), (2, [0, log(3)]), (3, [1 / 4, 3 / 4])]
)
def test_scores_are_scaled_and_then_masked_and_shown_as_asked(mode, shown):
    """2·log 3 less log 3, by the mask: three times as much of the second value, 8, as of 0."""
    operands = [[[[[log(3)]]]], [[[[0.0], [1.0]]]], [[[[0.0], [8.0]]]], [[0.0, -log(3)]]]
    answers = ran(operands, outputs=4, scale=2.0, qk_matmul_output_mode=mode)
    assert (answers[0], answers[3]) == ([6], shown)


def test_the_products_are_counted_once_whatever_else_is_shown():
    """1 head, 3 queries, 3 keys, 2 and 1 features: 3·3·2 + 3·3·1, and none to show the scores."""
    made, names, _ = model(ALIKE, outputs=4, **HEADS)
    graph = made.whole(*names).graph
    assert macs(graph) == 27
    assert ops(graph).count("product") == 2


@pytest.mark.parametrize(
    ("rest", "attributes", "expected"),
    [
        ([], {}, [4, 4, 4]),
        ([], {"unidirectional": 1}, [1, 2, 4]),
        ([None, [2]], {}, [2, 2, 2]),  # so many keys at the start
        ([None, [[0, 1, 0]]], {}, [3, 3, 3]),  # these keys
        ([None, None, np.where(SEEN, 0.0, -np.inf)[None, None]], {}, [1, 2, 0]),
        ([[0.0, 0.0, 0.0, 0.0, 10.0]], {}, [14, 14, 14]),  # a bias of the value
    ],
)
def test_that_of_onnx_runtime(rest, attributes, expected):
    found = ran([*ALIKE, *rest], op="MultiHeadAttention", **RUNTIME, **attributes)
    assert found == [expected]
