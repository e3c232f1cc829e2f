"""Params, MACs, elements and bytes, against counts of what really meets."""

from itertools import product

import pytest

from convcalc.formulas import conv, tensor

LAYERS = [
    (dict(zip(("in_channels", "out_channels", "groups"), one, strict=True)), kernel)
    for *one, kernel in product((2, 4, 6), (2, 4), (1, 2), [(1, 1), (1, 2), (3, 1), (3, 2)])
]


def weights(in_channels, out_channels, groups, kernel_size):
    """One triple (output channel, input channel of its group, tap) for each weight."""
    return [
        (m, c, tap)
        for m, c in product(range(out_channels), range(in_channels))
        if m // (out_channels // groups) == c // (in_channels // groups)
        for tap in product(*map(range, kernel_size))
    ]


@pytest.mark.parametrize("bias", [0, 1])
@pytest.mark.parametrize(("channels", "kernel"), LAYERS)
def test_params_count_the_weights_between_channels_of_one_group(channels, kernel, bias):
    counted = len(weights(**channels, kernel_size=kernel)) + bias * channels["out_channels"]
    assert conv.params(**channels, kernel_size=kernel, bias=bias) == counted


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize(("channels", "kernel"), LAYERS)
def test_macs_count_every_weight_at_every_position(channels, kernel, batch):
    positions, each = (3, 5), weights(**channels, kernel_size=kernel)
    counted = sum(1 for _ in product(range(batch), *map(range, positions), each))
    assert conv.macs(**channels, kernel_size=kernel, positions=positions, batch=batch) == counted


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize("groups", [1, 2])
def test_effective_macs_count_the_products_with_a_real_element(groups, before, batch):
    # 3×3 on 4×5, `before` zeros on the low sides only: every product, position by position.
    channels = {"in_channels": 6, "out_channels": 4, "groups": groups}
    high, wide = (range(-before, size - 2) for size in (4, 5))
    real = sum(
        0 <= y + i < 4 and 0 <= x + j < 5
        for y, x in product(high, wide)
        for _m, _c, (i, j) in weights(**channels, kernel_size=(3, 3))
    )
    useful = tuple(
        sum(0 <= start + tap < size for start in starts for tap in range(3))
        for starts, size in ((high, 4), (wide, 5))
    )
    assert conv.effective_macs(**channels, useful_taps=useful, batch=batch) == batch * real


def test_elements_are_as_many_as_there_are_indices():
    shape = (2, 3, 5)
    assert tensor.elements(shape=shape, batch=4) == len(list(product(range(4), *map(range, shape))))


@pytest.mark.parametrize("bits", [4, 8, 16, 32, 64])
def test_stored_bytes_are_the_fewest_that_hold_the_bits(bits):
    for elements in range(40):
        held = tensor.stored_bytes(elements, bits=bits)
        assert 8 * held >= elements * bits > 8 * (held - 1)
