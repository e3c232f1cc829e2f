"""Functions that move, cut, pad, gather and scatter: by hand, on numbers that tell their places."""

import numpy as np
import pytest
from calling import called

I64 = np.int64
X = np.float32([[0, 1, 2], [3, 4, 5]])


def test_a_slice_counts_from_both_ends_and_backwards():
    found = called("Slice", X, I64([-1, 2]), I64([-3, 0]), I64([0, 1]), I64([-1, -1]))
    assert found.tolist() == [[5, 4], [2, 1]]
    assert called("Slice", X, starts=(1,), ends=(99,), axes=(1,)).tolist() == [[1, 2], [4, 5]]


def test_parts_of_an_axis_are_as_long_as_told():
    parts = [called("Split", X, I64([1, 2]), axis=1, output=at, dims=(2, 1)) for at in (0, 1)]
    assert [one.tolist() for one in parts] == [[[0], [3]], [[1, 2], [4, 5]]]
    x = np.float32(range(5))
    asked = [called("Split", x, num_outputs=2, output=at, dims=(3 - at,)) for at in (0, 1)]
    assert [one.tolist() for one in asked] == [[0, 1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("mode", "pads", "expected"),
    [
        ("constant", (2, -1), [9, 9, 0, 1]),
        ("edge", (1, 2), [0, 0, 1, 2, 2, 2]),
        ("reflect", (3, 1), [1, 2, 1, 0, 1, 2, 1]),
        ("wrap", (1, 4), [2, 0, 1, 2, 0, 1, 2, 0]),
        ("edge", (-1, 1), [1, 2, 2]),
        ("reflect", (1, -1), [1, 0, 1]),  # of what is left: 0 and 1
    ],
)
def test_what_stands_around(mode, pads, expected):
    found = called("Pad", [0.0, 1.0, 2.0], I64(pads), np.float32(9), mode=mode)
    assert found.tolist() == expected


def test_padding_of_named_axes():
    assert called("Pad", X, I64([1, 0]), None, I64([1])).tolist() == [[0, 0, 1, 2], [0, 3, 4, 5]]
    assert called("Pad", X, pads=(0, 0, 0, 1), value=7.0).tolist() == [[0, 1, 2, 7], [3, 4, 5, 7]]


def test_indices_may_count_from_the_end():
    assert called("Gather", X, I64([[2, -1]]), axis=1).tolist() == [[[2, 2]], [[5, 5]]]
    assert called("GatherElements", X, I64([[2, -3]]), axis=1).tolist() == [[2, 0]]
    assert called("GatherND", X, I64([[1, -1], [0, 0]])).tolist() == [5, 0]
    assert called("GatherND", X, I64([[1], [-2]]), batch_dims=1).tolist() == [1, 4]


@pytest.mark.parametrize(
    ("reduction", "expected"),
    [("none", [7, 1, 5]), ("add", [10, 1, 9]), ("mul", [21, 1, 20]), ("max", [7, 1, 5]),
     ("min", [3, 1, 4])],
)  # fmt: skip
def test_updates_are_written_over_or_into_what_was_there(reduction, expected):
    x = [3.0, 1.0, 4.0]
    found = called("ScatterElements", x, I64([0, -1]), [7.0, 5.0], reduction=reduction)
    assert found.tolist() == expected
    found = called("ScatterND", x, I64([[0], [-1]]), [7.0, 5.0], reduction=reduction)
    assert found.tolist() == expected


def test_two_updates_of_one_place_both_count():
    found = called("ScatterElements", [1.0, 1.0], I64([1, 1]), [2.0, 3.0], reduction="add")
    assert found.tolist() == [1, 6]
    found = called("ScatterND", X, I64([[1], [1]]), [[1.0] * 3, [2.0] * 3], reduction="add")
    assert found.tolist() == [[0, 1, 2], [6, 7, 8]]


def test_elements_are_scattered_along_an_axis_of_a_part():
    """Fewer updates than the tensor has rows: what is beyond them stays."""
    found = called("Scatter", X, I64([[2, 0]]), [[8.0, 9.0]], axis=1)
    assert found.tolist() == [[9, 1, 8], [3, 4, 5]]
    found = called("ScatterElements", X, I64([[1, 0]]), [[8.0, 9.0]], axis=0)
    assert found.tolist() == [[0, 9, 2], [8, 4, 5]]


def test_a_cache_is_written_from_each_samples_place_on():
    cache = np.zeros((2, 1, 4, 1), np.float32)
    updates = np.float32([1, 2, 3, 4]).reshape(2, 1, 2, 1)
    found = called("TensorScatter", cache, updates, I64([0, 3]), mode="circular")
    assert found.reshape(2, 4).tolist() == [[1, 2, 0, 0], [4, 0, 0, 3]]


def test_channels_become_positions_in_two_orders():
    """Channel c of 8 is its own number; blocks of 2 by 2, two channels after."""
    x = np.arange(8, dtype=np.float32).reshape(1, 8, 1, 1)
    found = called("DepthToSpace", x, blocksize=2)
    assert found.tolist() == [[[[0, 2], [4, 6]], [[1, 3], [5, 7]]]]
    assert called("SpaceToDepth", found, blocksize=2).ravel().tolist() == list(range(8))
    found = called("DepthToSpace", x, blocksize=2, mode="CRD")
    assert found.tolist() == [[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]]
    back = called("SpaceToDepth", found, blocksize=2, mode="CRD")
    assert back.ravel().tolist() == list(range(8))


def test_the_first_steps_of_each_sample_are_turned():
    x = np.arange(8, dtype=np.float32).reshape(4, 2)  # steps × samples
    found = called("ReverseSequence", x, I64([3, 1]), time_axis=0, batch_axis=1)
    assert found.T.tolist() == [[4, 2, 0, 6], [1, 3, 5, 7]]
    found = called("ReverseSequence", x.T.copy(), I64([3, 1]), time_axis=1, batch_axis=0)
    assert found.tolist() == [[4, 2, 0, 6], [1, 3, 5, 7]]


def test_a_triangle_is_kept():
    assert called("Trilu", X).tolist() == [[0, 1, 2], [0, 4, 5]]
    assert called("Trilu", X, I64(1)).tolist() == [[0, 1, 2], [0, 0, 5]]
    assert called("Trilu", X, I64(-1), upper=0).tolist() == [[0, 0, 0], [3, 0, 0]]


def test_what_is_made_of_its_shape_alone():
    assert called("EyeLike", X, k=1, dtype=1).tolist() == [[0, 1, 0], [0, 0, 1]]
    filled = called("ConstantOfShape", I64([2, 1]), value=I64([7]))
    assert (filled.tolist(), filled.dtype) == ([[7], [7]], np.int64)
    assert called("ConstantOfShape", I64([2])).tolist() == [0.0, 0.0]
    assert called("Range", I64(5), I64(0), I64(-2)).tolist() == [5, 3, 1]
    assert called("Range", np.float32(0), np.float32(1), np.float32(0.25)).tolist() == [
        0, 0.25, 0.5, 0.75,
    ]  # fmt: skip


def test_the_same_elements_under_other_dims():
    assert called("Reshape", X, I64([3, 2]), dims=(3, 2)).tolist() == [[0, 1], [2, 3], [4, 5]]
    assert called("Transpose", X).tolist() == [[0, 3], [1, 4], [2, 5]]
    assert called("Tile", X, I64([1, 2]))[0].tolist() == [0, 1, 2, 0, 1, 2]


def test_the_largest_and_where_they_are():
    x = [[3.0, 1.0, 3.0], [0.0, 2.0, -1.0]]
    assert called("ArgMax", x, axis=1).tolist() == [[0], [1]]
    assert called("ArgMax", x, axis=1, select_last_index=1).tolist() == [[2], [1]]
    assert called("ArgMin", x, axis=0).tolist() == [[1, 0, 1]]
    assert called("Hardmax", x, opset=13).tolist() == [[1, 0, 0], [0, 1, 0]]
    assert called("Hardmax", [x], opset=11).tolist() == [[[1, 0, 0], [0, 0, 0]]]


@pytest.mark.parametrize(
    ("largest", "values", "places"), [(1, [3, 3, 1], [0, 2, 1]), (0, [1, 3, 3], [1, 0, 2])]
)
def test_of_equals_the_first_come_first(largest, values, places):
    x = [3.0, 1.0, 3.0]
    for output, expected in enumerate((values, places)):
        found = called("TopK", x, I64([3]), largest=largest, output=output)
        assert found.tolist() == expected


@pytest.mark.parametrize(
    ("attributes", "sums", "products"),
    [
        ({}, [1, 3, 6], [1, 2, 6]),
        ({"exclusive": 1}, [0, 1, 3], [1, 1, 2]),
        ({"reverse": 1}, [6, 5, 3], [6, 6, 3]),
        ({"reverse": 1, "exclusive": 1}, [5, 3, 0], [6, 3, 1]),
    ],
)
def test_all_that_comes_before(attributes, sums, products):
    x = [[1.0, 2.0, 3.0]]
    assert called("CumSum", x, I64(1), **attributes).tolist() == [sums]
    assert called("CumProd", x, I64(-1), **attributes).tolist() == [products]
