"""What lies between elements: Resize, GridSample and RoiAlign, and rotations, all by hand."""

import numpy as np
import pytest
from calling import called

I64 = np.int64
FOUR = [0.0, 1.0, 2.0, 3.0]
PEAK = [0.0, 0.0, 1.0, 0.0]
MIDDLE, BESIDE = 0.59375, -0.09375  # the cubic with −¾ at ½ and 1½: −¾·(⅛·27 − 5·9/4 + 12 − 4)


def resized(x, to=None, scale=None, opset=19, **attributes):
    """One axis."""
    scales = None if scale is None else np.float32([scale])
    sizes = None if to is None else I64([to])
    return called("Resize", x, None, scales, sizes, opset=opset, **attributes).tolist()


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("half_pixel", [0, 0.25, 0.75, 1]),  # at −¼, ¼, ¾, 1¼
        ("asymmetric", [0, 0.5, 1, 1]),  # at 0, ½, 1, 1½
        ("align_corners", [0, 1 / 3, 2 / 3, 1]),
    ],
)
def test_two_elements_become_four(places, expected):
    found = resized([0.0, 1.0], to=4, mode="linear", coordinate_transformation_mode=places)
    np.testing.assert_allclose(found, expected, atol=1e-7)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("half_pixel", [1 / 3, 2]),  # (o + ½) / 0.6 − ½
        ("half_pixel_symmetric", [2 / 3, 7 / 3]),  # ⅓ later: the middle of 2.4 is that of 2
        ("asymmetric", [0, 5 / 3]),
        ("align_corners", [0, 3 / 1.4]),
    ],
)
def test_a_factor_that_makes_no_whole_size(places, expected):
    """Four elements by 0.6 are 2.4, so two."""
    found = resized(FOUR, scale=0.6, mode="linear", coordinate_transformation_mode=places)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("places", ["align_corners", "pytorch_half_pixel", "half_pixel"])
def test_one_output_is_the_first_element_or_the_middle(places):
    found = resized(FOUR, to=1, mode="linear", coordinate_transformation_mode=places)
    assert found == [1.5 if places == "half_pixel" else 0]


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [("round_prefer_floor", [0, 2]), ("round_prefer_ceil", [1, 3]), ("floor", [0, 2]),
     ("ceil", [1, 3])],
)  # fmt: skip
def test_what_is_as_near_to_two_goes_where_it_is_told(rounds, expected):
    """Five elements by ½ are two, at ½ and 2½."""
    assert resized([*FOUR, 4.0], scale=0.5, nearest_mode=rounds) == expected


def test_a_cubic_looks_at_four():
    """Twice as many, which begin together: the fourth output lies at 1½."""
    begun = {"coordinate_transformation_mode": "asymmetric", "mode": "cubic"}
    found = resized(PEAK, to=8, **begun)
    assert found[1:5] == [BESIDE, 0, MIDDLE, 1]
    found = resized(PEAK, to=8, **begun, exclude_outside=1)
    assert found[1] == pytest.approx(BESIDE / (1 - BESIDE))  # the first of the four is outside
    found = resized(PEAK, to=8, **begun, cubic_coeff_a=-0.5)
    assert found[3] == pytest.approx(9 / 16)  # Keys' own


def test_what_is_made_smaller_may_be_blurred_first():
    """At ½ the triangle is twice as wide: 1/8 of what is before, 3/8, 3/8, 1/8 of the third."""
    found = resized(FOUR, to=2, mode="linear", antialias=1)
    assert found == [3 / 8 * 1 + 1 / 8 * 2, 1 / 8 * 1 + 3 / 8 * 2 + 4 / 8 * 3]


def test_what_is_cut_out_may_lie_beyond():
    """From the middle of three to as far behind: at 1, 2 and 3."""
    attributes = {"coordinate_transformation_mode": "tf_crop_and_resize", "mode": "linear"}
    found = called(
        "Resize", [0.0, 1.0, 2.0], [0.5, 1.5], None, I64([3]), opset=19,
        extrapolation_value=9.0, **attributes,
    )  # fmt: skip
    assert found.tolist() == [1, 2, 9]


def test_sizes_may_be_in_proportion_and_of_named_axes():
    x = np.zeros((1, 4, 4), np.float32)
    for policy, size in (("not_larger", 2), ("not_smaller", 6), ("stretch", None)):
        found = called(
            "Resize", x, None, None, I64([2, 6]), opset=19, axes=(-2, -1),
            keep_aspect_ratio_policy=policy,
        )  # fmt: skip
        assert found.shape == ((1, size, size) if size else (1, 2, 6))


def test_old_versions_begin_together_and_copy():
    expected = [0, 0, 1, 1]
    assert called("Upsample", [0.0, 1.0], opset=7, scales=(2.0,)).tolist() == expected
    assert called("Upsample", [0.0, 1.0], [2.0], opset=9).tolist() == expected
    assert called("Resize", [0.0, 1.0, 2.0, 3.0], [0.5], opset=10).tolist() == [0, 2]


SQUARE = np.float32([[[[1, 2], [3, 4]]]])


def sampled(*places, image=SQUARE, **attributes):
    """At places (x, y), from −1 to 1."""
    grid = np.float32([[places]])
    return called("GridSample", image, grid, **attributes).ravel().tolist()


def test_a_grid_goes_from_end_to_end():
    corners = [(-1, -1), (1, -1), (0, 0), (0.5, 1)]
    assert sampled(*corners, align_corners=1) == [1, 2, 2.5, 3.75]
    assert sampled(*corners, align_corners=1, mode="nearest") == [1, 2, 1, 4]


@pytest.mark.parametrize(
    ("padding", "place", "aligned", "expected"),
    [
        ("zeros", (-1, -1), 0, 0.25),  # the corner of an element: three of its four are beyond
        ("zeros", (2, -3), 0, 0),
        ("border", (-1, -1), 0, 1),
        ("border", (2, -3), 1, 2),
        ("reflection", (2, -3), 1, 3.5),  # at 1½ and −1 of 0 to 1: mirrored at ½ and 1
        ("reflection", (-1.5, 1), 0, 3),  # at −1 of −½ to 1½: mirrored at 0
    ],
)
def test_beyond_the_ends_is_what_the_padding_says(padding, place, aligned, expected):
    assert sampled(place, padding_mode=padding, align_corners=aligned) == [expected]


def test_a_cubic_and_a_volume():
    image = np.float32(PEAK).reshape(1, 1, 1, 4)
    assert sampled((0, 0), image=image, mode="bicubic", align_corners=1) == [MIDDLE]
    volume = np.arange(8, dtype=np.float32).reshape(1, 1, 2, 2, 2)
    grid = np.zeros((1, 1, 1, 1, 3), np.float32)
    assert called("GridSample", volume, grid).item() == 3.5
    grid[..., 0] = 1  # the last axis is named first
    assert called("GridSample", volume, grid, align_corners=1).item() == 4


IMAGE = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)


def aligned(region, image=IMAGE, **attributes):
    sizes = {"output_height": 2, "output_width": 2}
    return called("RoiAlign", image, [region], I64([0]), **sizes, **attributes)[0, 0].tolist()


def test_a_region_is_cut_into_bins():
    """Of elements at 0 to 3, whose edges are at −½ and 3½: bins have their middles at ½ and 2½."""
    whole = [0.0, 0.0, 4.0, 4.0]
    assert aligned(whole, sampling_ratio=1) == [[2.5, 4.5], [10.5, 12.5]]
    assert aligned(whole) == [[2.5, 4.5], [10.5, 12.5]]
    assert aligned([0.0, 0.0, 8.0, 8.0], spatial_scale=0.5) == [[2.5, 4.5], [10.5, 12.5]]
    old = {"coordinate_transformation_mode": "output_half_pixel"}
    assert aligned(whole, sampling_ratio=1, **old) == [[5, 7], [13, 15]]  # at 1 and 3
    assert aligned(whole, sampling_ratio=1, opset=10) == [[5, 7], [13, 15]]


def test_a_region_beyond_the_image_is_nothing_nor_is_one_that_ends_before_it_starts():
    for region in ([-9.0, -9.0, -5.0, -5.0], [3.0, 3.0, 1.0, 1.0]):
        for mode in ("avg", "max"):
            assert aligned(region, mode=mode) == [[0, 0], [0, 0]]


def test_the_largest_share_of_a_neighbour():
    """ONNX's maximum is of neighbours times their shares: a quarter of the largest of four."""
    found = aligned([0.0, 0.0, 4.0, 4.0], sampling_ratio=1, mode="max")
    assert found == [[5 / 4, 7 / 4], [13 / 4, 15 / 4]]


def test_pairs_of_features_are_turned():
    """The first pair by 90 degrees, (a, b) to (−b, a), the second by 180, to (−a, −b)."""
    x = np.float32([1, 2, 3, 4]).reshape(1, 1, 1, 4)
    turns = [[[0.0, -1.0]]], [[[1.0, 0.0]]]
    assert called("RotaryEmbedding", x, *turns).ravel().tolist() == [-3, -2, 1, -4]
    found = called("RotaryEmbedding", x, *turns, interleaved=1)
    assert found.ravel().tolist() == [-2, 1, -3, -4]
    found = called("RotaryEmbedding", x, [[[0.0]]], [[[1.0]]], rotary_embedding_dim=2)
    assert found.ravel().tolist() == [-2, 1, 3, 4]


def test_each_position_has_its_own_turn():
    """Two positions of one head of two features, the second turned; positions may be told."""
    x = np.float32([[[1, 2], [3, 4]]])
    tables = [[1.0], [0.0]], [[0.0], [1.0]]
    told = called("RotaryEmbedding", x, *tables, I64([[1, 0]]), num_heads=1)
    assert told.tolist() == [[[-2, 1], [3, 4]]]
    runtime = called("RotaryEmbedding", x, I64([0]), *tables, num_heads=1)
    assert runtime.tolist() == [[[1, 2], [-4, 3]]]
