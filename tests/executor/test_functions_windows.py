"""Pools and norms as ONNX defines them: by hand, and by loops over channels and groups."""

import numpy as np
import pytest
from calling import called

INF = float("inf")
LINE = np.float32([[[1, 2, 3, 4, 5]]])
RANDOM = np.random.default_rng(3)


def pooled(name, **attributes):
    return called(name, LINE, **attributes).ravel().tolist()


def test_windows_may_be_padding_alone():
    """Three zeros before and after, windows of two: the first sees nothing."""
    window = {"kernel_shape": (2,), "pads": (3, 1), "strides": (3,)}
    assert pooled("MaxPool", **window) == [-INF, 2, 5]
    assert pooled("AveragePool", **window) == [0, 1.5, 4.5]
    assert pooled("AveragePool", **window, count_include_pad=1) == [0, 1.5, 4.5]


def test_padding_counts_or_not():
    window = {"kernel_shape": (3,), "pads": (1, 1), "strides": (2,)}
    assert pooled("AveragePool", **window) == [1.5, 3, 4.5]
    assert pooled("AveragePool", **window, count_include_pad=1) == [1, 3, 3]


def test_the_last_window_may_end_beyond_but_not_begin():
    """What is beyond the padding never counts; a window that would begin there is none."""
    window = {"kernel_shape": (2,), "strides": (2,), "ceil_mode": 1}
    assert pooled("MaxPool", **window) == [2, 4, 5]
    assert pooled("AveragePool", **window, count_include_pad=1) == [1.5, 3.5, 5]
    window = {"kernel_shape": (1,), "strides": (4,), "ceil_mode": 1, "pads": (0, 3)}
    assert pooled("MaxPool", **window) == [1, 5]


@pytest.mark.parametrize(
    ("word", "expected"), [("SAME_UPPER", [2, 4, 5]), ("SAME_LOWER", [1, 3, 5])]
)
def test_the_same_size_puts_the_odd_element_after_or_before(word, expected):
    assert pooled("MaxPool", kernel_shape=(2,), strides=(2,), auto_pad=word) == expected


def test_taps_may_lie_apart():
    assert pooled("MaxPool", kernel_shape=(2,), dilations=(3,)) == [4, 5]


def test_lengths_are_of_all_elements_of_a_window():
    """√(1 + 4), √(4 + 9), …; by the third root of sums of cubes; of all five √55."""
    found = pooled("LpPool", kernel_shape=(2,))
    np.testing.assert_allclose(found, np.sqrt([5, 13, 25, 41]), rtol=1e-6)
    found = pooled("LpPool", kernel_shape=(4,), p=3, strides=(4,), pads=(0, 3))
    np.testing.assert_allclose(found, np.cbrt([100, 125]), rtol=1e-6)
    np.testing.assert_allclose(pooled("GlobalLpPool"), np.sqrt([55]), rtol=1e-6)
    np.testing.assert_allclose(pooled("GlobalLpPool", p=1), [15], rtol=1e-6)


def normed(part, eps):
    return (part - part.mean()) / np.sqrt(part.var() + eps)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_groups_are_normed_by_themselves(groups):
    x = RANDOM.standard_normal((2, 4, 3, 2)).astype(np.float32)
    scale, shift = [1.0, 2.0, 3.0, 4.0], [0.5, 0.0, -1.0, 2.0]
    expected = np.empty_like(x)
    each = 4 // groups
    for sample in range(2):
        for group in range(groups):
            part = x[sample, group * each : (group + 1) * each]
            expected[sample, group * each : (group + 1) * each] = normed(part, 1e-3)
    expected = expected * np.reshape(scale, (4, 1, 1)) + np.reshape(shift, (4, 1, 1))
    found = called("GroupNormalization", x, scale, shift, num_groups=groups, epsilon=1e-3)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_a_scale_may_be_one_a_group():
    x = RANDOM.standard_normal((1, 4, 3)).astype(np.float32)
    by_group = called("GroupNormalization", x, [2.0, 3.0], [0.0, 1.0], num_groups=2)
    each = [2.0, 2.0, 3.0, 3.0], [0.0, 0.0, 1.0, 1.0]
    by_channel = called("GroupNormalization", x, *each, num_groups=2)
    assert by_group.tolist() == by_channel.tolist()


def test_channels_are_normed_by_themselves():
    x = RANDOM.standard_normal((2, 2, 5)).astype(np.float32)
    found = called("InstanceNormalization", x, [1.0, 2.0], [0.0, 1.0])
    for sample in range(2):
        np.testing.assert_allclose(found[sample, 0], normed(x[sample, 0], 1e-5), atol=1e-5)
        np.testing.assert_allclose(found[sample, 1], 2 * normed(x[sample, 1], 1e-5) + 1, atol=1e-5)


def test_a_batch_is_normed_by_what_was_learned_or_by_itself():
    """(x − mean) / √variance · scale + shift, with variances 4 and 9; in training, its own."""
    x = [[[1.0, 3.0], [2.0, 8.0]]]
    learned = [2.0, 3.0], [0.0, 1.0], [1.0, 2.0], [4.0, 9.0]
    found = called("BatchNormalization", x, *learned, epsilon=0.0)
    np.testing.assert_allclose(found, [[[0, 2], [1, 7]]], rtol=1e-6)
    found = called("BatchNormalization", x, *learned, epsilon=0.0, training_mode=1)
    np.testing.assert_allclose(found, [[[-2, 2], [-2, 4]]], rtol=1e-6)


def test_mean_and_variance_are_of_named_axes():
    x = RANDOM.standard_normal((2, 3, 4, 5)).astype(np.float32)
    found = called("MeanVarianceNormalization", x)
    for channel in range(3):
        np.testing.assert_allclose(found[:, channel], normed(x[:, channel], 0), atol=1e-5)
    found = called("MeanVarianceNormalization", x, axes=(-1,))
    np.testing.assert_allclose(found[1, 2, 3], normed(x[1, 2, 3], 0), atol=1e-5)


def test_an_even_number_of_neighbours_reaches_farther_ahead():
    """Of two channels the own and the next one: x / (1 + 3/2 · Σ x²)^½."""
    x = np.float32([[[1], [2], [3]]])
    found = called("LRN", x, size=2, alpha=3.0, beta=0.5, bias=1.0)
    squares = np.float64([1 + 4, 4 + 9, 9])
    np.testing.assert_allclose(found.ravel(), [1, 2, 3] / np.sqrt(1 + 1.5 * squares), rtol=1e-6)
