"""Whole numbers, bits, casts and levels of a scale: by hand, and bit by bit."""

import numpy as np
import pytest
from calling import called

from convcalc.executor.functions.small_floats import FORMATS, numbers_in_bits, rounded

U8, I8, I32 = np.uint8, np.int8, np.int32


def test_bits_are_joined_and_turned():
    a, b = U8([0b1100, 255]), U8([0b1010, 1])
    assert called("BitwiseAnd", a, b).tolist() == [0b1000, 1]
    assert called("BitwiseOr", a, b).tolist() == [0b1110, 255]
    assert called("BitwiseXor", a, b).tolist() == [0b0110, 254]
    assert called("BitwiseNot", a).tolist() == [0b11110011, 0]
    assert called("BitwiseNot", I8([5, -1])).tolist() == [-6, 0]


def test_what_is_shifted_beyond_its_type_is_gone():
    """200 = 0b11001000: two places to the left are 0b1100100000, of which eight bits are kept."""
    assert called("BitShift", U8([200, 3]), U8([2, 1]), direction="LEFT").tolist() == [32, 6]
    assert called("BitShift", U8([200, 3]), U8([2, 1]), direction="RIGHT").tolist() == [50, 1]


def test_whole_numbers_are_divided_towards_zero_and_wrap_around():
    assert called("Div", I32([-7, 7, 7]), I32([2, -2, 2])).tolist() == [-3, -3, 3]
    assert called("Add", U8([250]), U8([10])).tolist() == [4]
    assert called("Mod", I32([-7, 7]), I32([3, -3])).tolist() == [2, -2]
    assert called("Mod", I32([-7, 7]), I32([3, -3]), fmod=1).tolist() == [-1, 1]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (7, [-2, 2, 1, 300]),
        (3, [-2, 2, 1, 44]),  # 300 − 256
        (2, [254, 2, 1, 44]),
        (9, [1, 1, 1, 1]),
        (22, [-2, 2, 1, -4]),  # int4: 300 mod 16 is 12, which is −4
        (21, [14, 2, 1, 12]),
        (1, [-2.5, 2.75, 1, 300]),
        (10, [-2.5, 2.75, 1, 300]),
        (16, [-2.5, 2.75, 1, 300]),
        (23, [-2, 3, 1, 6]),  # −2.5 is as near to −2 as to −3, whose last bit is 1
        (24, [2, 2, 1, 256]),
    ],
)
def test_a_cast_cuts_wraps_and_rounds(to, expected):
    mode = {"round_mode": "down"} if to == 24 else {}
    assert called("Cast", [-2.5, 2.75, 1.0, 300.0], to=to, **mode).tolist() == expected


def test_a_cast_like_another_takes_its_type():
    assert called("CastLike", [-2.5, 300.0], I8([0])).tolist() == [-2, 44]
    assert called("CastLike", I8([-2]), [0.5]).tolist() == [-2]


def test_bits_are_kept():
    """1.0 is sign 0, exponent 127, mantissa 0: 127 · 2²³."""
    found = called("BitCast", [1.0, -2.0], to=6)
    assert found.tolist() == [127 * 2**23, 128 * 2**23 - 2**31]
    assert called("BitCast", I32([127 * 2**23]), to=1).tolist() == [1.0]
    assert called("BitCast", I8([-1, 5]), to=2).tolist() == [255, 5]


@pytest.mark.parametrize("dtype", [17, 18, 19, 20, 23])
def test_what_bits_stand_for_is_rounded_to_itself(dtype):
    """All numbers of a format stay; between two the nearer is taken, of equals the even one."""
    bits = np.arange(16 if dtype == 23 else 256, dtype=np.uint8)
    found = numbers_in_bits(bits, dtype)
    assert np.array_equal(rounded(found, dtype, saturate=False), found, equal_nan=True)
    above = np.sort(found[np.isfinite(found) & (found > 0)])
    assert above[-1] == FORMATS[dtype].largest
    between = (above[:-1] + above[1:]) / 2
    even = np.where(np.arange(len(between)) % 2, above[:-1], above[1:])
    assert rounded(between, dtype, saturate=False).tolist() == even.tolist()


def test_levels_are_those_of_one_scale_of_each_place_or_of_each_block():
    """x / scale to the nearest, of two that are as near the even one, plus the level of 0."""
    x = [[1.0, 2.5, -3.0, 300.0], [1.0, 2.0, 3.0, 4.0]]
    found = called("QuantizeLinear", x, np.float32(1), U8(10))
    assert found.tolist() == [[11, 12, 7, 255], [11, 12, 13, 14]]
    found = called("QuantizeLinear", x, [1.0, 0.5], I8([0, 1]), axis=0)
    assert found.tolist() == [[1, 2, -3, 127], [3, 5, 7, 9]]
    scale = [[1.0, 2.0], [0.5, 4.0]]
    found = called("QuantizeLinear", x, scale, axis=1, block_size=2, output_dtype=3)
    assert found.tolist() == [[1, 2, -2, 127], [2, 4, 1, 1]]
    assert called("DequantizeLinear", found, scale, axis=1, block_size=2).tolist() == [
        [1, 2, -4, 254],
        [1, 2, 4, 4],
    ]
    assert called("DequantizeLinear", U8([0, 255]), np.float32(0.5), U8(128)).tolist() == [
        -64,
        63.5,
    ]


def test_a_range_that_is_found_has_zero_as_a_level():
    """From −1 to 4 the scale is 5/255 and the level of 0 is 51, by the operator's own text."""
    x = [-1.0, 0.0, 4.0, 0.02]
    levels, scale, zero = [called("DynamicQuantizeLinear", x, output=at) for at in range(3)]
    assert levels.tolist() == [0, 51, 255, 52]
    assert float(scale) == pytest.approx(5 / 255)
    assert float(zero) == 51
