"""Ranks and factors by hand, errors by their definition, and the proof by running."""

import json
from math import isclose, sqrt

import numpy as np
import pytest
from commandline import convcalc

from convcalc.kernel.reading import read_kernel
from convcalc.kernel.separation import separation
from convcalc.verify import kernel as proofs

# By hand: what the rows are multiples of.
RANKS = {
    "sobel-x": 1,
    "gaussian-5": 1,  # [1 4 6 4 1]ᵀ·[1 4 6 4 1]/256
    "box-3": 1,
    "roberts": 2,
    "laplacian": 2,  # rows (0 1 0), (1 -4 1): independent; the third repeats the first
    "sharpen": 2,
    "1 0 0; 0 1 0; 0 0 1": 3,
    "1 2 3; 4 5 6; 7 8 9": 2,  # the middle row is the mean of the others
    "0 0; 0 0": 0,
}


@pytest.mark.parametrize(("text", "rank"), RANKS.items())
def test_ranks_by_hand(text, rank):
    assert separation(read_kernel(text)).rank == rank


@pytest.mark.parametrize(
    ("text", "column", "row"),
    [
        ("sobel-x", [1, 2, 1], [1, 0, -1]),
        ("sobel-y", [1, 0, -1], [1, 2, 1]),
        ("scharr-x", [3, 10, 3], [1, 0, -1]),
        ("0 0; 2 4", [0, 2], [1, 2]),
    ],
)
def test_the_only_term_is_the_one_of_the_books(text, column, row):
    factors = separation(read_kernel(text)).factors[0]
    assert (list(factors.column), list(factors.row)) == (column, row)


@pytest.mark.parametrize("text", ["laplacian", "1 2 3; 4 5 6; 7 8 10", "1 0 2; 3 1 1"])
def test_errors_are_those_of_the_terms_left_out(text):
    kernel = read_kernel(text)
    found = separation(kernel)
    whole = np.array(kernel.rows, float)
    summed = np.zeros_like(whole)
    for terms, factors in enumerate(found.factors, start=1):
        summed += np.outer(factors.column, factors.row)
        left = sqrt(((whole - summed) ** 2).sum())
        assert isclose(left, found.error(terms), abs_tol=1e-12)


def test_no_other_term_leaves_less():
    # Eckart & Young 1936; here against a thousand random terms.
    whole = np.array(read_kernel("laplacian").rows, float)
    best = separation(read_kernel("laplacian")).error(1)
    draw = np.random.default_rng(0)
    for _ in range(1000):
        column = draw.normal(size=3)
        row = whole.T @ column / (column @ column)  # the best row for this column
        assert sqrt(((whole - np.outer(column, row)) ** 2).sum()) >= best - 1e-12


def test_products_by_hand():
    found = separation(read_kernel("gaussian-5"))
    assert (found.products, found.products_of(1), found.products_of(2)) == (25, 10, 20)


@pytest.mark.parametrize("text", RANKS)
def test_both_forms_run_to_the_same_image(text):
    found = separation(read_kernel(text))
    proof = proofs.prove(found, found.rank)
    assert proof.ok
    assert len(proof.differences) == found.rank
    assert all(difference < 1e-5 for difference in proof.differences[-1:])


def test_wrong_factors_are_found_by_running(monkeypatch):
    right = proofs._weights

    def wrong(found, terms):
        weights = right(found, terms)
        return {**weights, "row0": (weights["row0"][0][..., ::-1].copy(),)}

    monkeypatch.setattr(proofs, "_weights", wrong)
    ran = convcalc("kernel", "sobel-x")
    assert ran.code == 1
    assert ran.err == "not confirmed: 1 term values: predicted True, measured False\n"
    assert "✗" in ran.out


def test_the_text_of_sobel():
    ran = convcalc("kernel", "sobel-x")
    lines = ran.out.splitlines()
    assert lines[:5] == [
        "sobel-x  3x3   rank 1, exactly: it separates",
        "",
        "   1  0 -1       1",
        "   2  0 -2   =   2   ·   1 0 -1",
        "   1  0 -1       1",
    ]
    assert "counted in the run ✓" in ran.out


def test_json():
    found = json.loads(convcalc("kernel", "laplacian", "--rank", "1", "-f", "json").out)
    assert (found["schema"], found["rank"], found["separable"]) == ("convcalc/kernel@1", 2, False)
    assert [term["products"] for term in found["terms"]] == [6]
    assert all(check["ok"] for check in found["verified"])


@pytest.mark.parametrize("form", ["plain", "jsonl", "csv", "markdown"])
def test_every_format_has_a_row_for_each_term(form):
    ran = convcalc("kernel", "1 0 0; 0 1 0; 0 0 1", "-f", form)
    head = {"csv": 1, "markdown": 2}.get(form, 0)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == (1 if form == "jsonl" else head + 3)


def test_what_is_no_more_than_rounding_is_shown_as_such():
    # Rank 3: the third term leaves nothing but float32's rounding, about 10⁻⁷.
    ran = convcalc("kernel", "1 2 3; 4 5 6; 7 8 10")
    assert ran.code == 0
    assert "✓ < 0.001 %  exact but for rounding" in ran.out
    assert "e-0" not in ran.out
