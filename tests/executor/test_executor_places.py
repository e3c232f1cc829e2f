"""Axes in another order, every so many elements, and rows of tables: by hand."""

import math

import numpy as np
import pytest
from executor_plans import chain, layer

from convcalc.executor import measure, reached, run
from convcalc.executor.run import random_inputs


def one(op, x, weights=None, **arguments):
    plan = layer(op, x.shape[1:], batch=len(x), **arguments)
    return run(plan, [x], {"layer": weights} if weights else None)[0]


def test_a_matrix_is_turned():
    x = np.array([[[1, 2, 3], [4, 5, 6]]])
    assert one("permute", x, dims=(1, 0)).tolist() == [[[1, 4], [2, 5], [3, 6]]]


def test_three_axes_go_round():
    # Axis 2 comes first: what was at (a, b, c) is at (c, a, b).
    x = np.arange(24).reshape(1, 2, 3, 4)
    out = one("permute", x, dims=(2, 0, 1))
    assert out.shape == (1, 4, 2, 3)
    assert out[0, 3, 1, 2] == x[0, 1, 2, 3]
    assert out[0, 1, 0, 2] == x[0, 0, 2, 1]


def test_elements_are_taken_forwards_and_backwards():
    x = np.arange(14).reshape(1, 2, 7)
    assert one("take", x, starts=(1, 6), steps=(1, -3)).tolist() == [[[13, 10, 7]]]
    assert one("take", x, starts=(0, 1), steps=2, counts=(1, 2)).tolist() == [[[1, 3]]]
    assert one("take", x, starts=0, steps=(-1, 4)).tolist() == [[[0, 4]]]


TABLE = np.array([[1, 10], [2, 20], [3, 30]])


# Rounded down, and round the table of three; 2²⁴ + 2 = 3 · 5592406, less 0.
@pytest.mark.parametrize(
    ("number", "row"),
    [(0, 0), (2, 2), (3, 0), (7, 1), (-1, 2), (-3, 0), (0.9, 0), (-0.1, 2), (2.0**24 + 2, 0)],
)
def test_any_number_names_a_row(number, row):
    out = one("embedding", np.array([[number]]), [TABLE], num_embeddings=3, embedding_dim=2)
    assert out.tolist() == [[[TABLE[row, 0]], [TABLE[row, 1]]]]


def test_features_become_channels():
    x = np.array([[[0, 1, 2], [2, 1, 0]], [[1, 1, 1], [0, 0, 0]]])
    out = one("embedding", x, [TABLE], num_embeddings=3, embedding_dim=2)
    assert out[0].tolist() == [[[1, 2, 3], [3, 2, 1]], [[10, 20, 30], [30, 20, 10]]]
    assert out[1].tolist() == [[[2, 2, 2], [1, 1, 1]], [[20, 20, 20], [10, 10, 10]]]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_names_a_row_of_nan(number):
    x = np.array([[2, number, 0]])
    out = one("embedding", x, [TABLE], num_embeddings=3, embedding_dim=2)
    assert np.isnan(out[0, :, 1]).all()
    assert out[0, :, ::2].tolist() == [[3, 1], [30, 10]]


def test_a_random_run_names_every_row():
    plan = layer("embedding", (200,), num_embeddings=9, embedding_dim=2)
    rows = np.floor(random_inputs(plan, 0)[0]) % 9
    assert set(rows.ravel().tolist()) == set(range(9))


@pytest.mark.parametrize(("learned", "params"), [(True, 18), (False, 0)])
def test_a_table_that_is_not_ones_own_is_no_params(learned, params):
    plan = layer("embedding", (5,), num_embeddings=9, embedding_dim=2, learned=learned)
    assert measure(plan)[0].params == params


def test_poison_passes_through_all_of_them():
    # Of nine elements those at 1, 3, 5, 7; two neighbours of these see three elements.
    plan = chain(
        (2, 9),
        ("permute", {"dims": (0, 1)}),
        ("take", {"starts": (0, 1), "steps": (1, 2)}),
        ("conv", {"out_channels": 1, "kernel_size": 2}),
    )
    assert reached(plan, [(0,), (2,)]) == [((1, 3),), ((5, 7),)]
    tokens = chain(
        (1, 6),
        ("embedding", {"num_embeddings": 4, "embedding_dim": 2}),
        ("reshape", {"shape": (2, 6)}),
        ("take", {"starts": (0, 5), "steps": (1, -1)}),
    )
    assert reached(tokens, [(0,), (4,)]) == [((5, 5),), ((1, 1),)]


def test_nothing_is_run_and_nothing_is_held_against_it():
    step = measure(layer("take", (3, 4), counts=(3, 0)))[0]
    assert (step.output, step.checked, step.agrees) == ((3, 0), 0, True)


def test_channels_that_were_positions_are_told_apart():
    # Turned, each channel by itself, and turned back: a position sees itself alone.
    apart = ("conv", {"out_channels": 4, "kernel_size": 1, "groups": 4})
    turn = ("permute", {"dims": (1, 0)})
    assert reached(chain((3, 4), turn, apart, turn), [(0,), (2,)]) == [((0, 0),), ((2, 2),)]
