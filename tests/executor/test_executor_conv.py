"""Convolution: hand-computed values, identities, plain loops."""

import numpy as np
import pytest
from executor_plans import chain, layer, naive_conv, numbers
from hypothesis import given
from hypothesis import strategies as st

from convcalc.errors import InputError
from convcalc.executor import measure, run
from convcalc.executor.tiles import boxes


def conv(x, weight, *bias, **arguments):
    defaults = {"out_channels": len(weight), "kernel_size": weight.shape[2:], "bias": bool(bias)}
    plan = layer("conv", x.shape[1:], batch=len(x), **(defaults | arguments))
    return run(plan, [x], {"layer": (weight, *bias)})[0]


def test_one_axis_by_hand():
    # 1·1 + 2·10 = 21, 2·1 + 3·10 = 32, 3·1 + 4·10 = 43: correlation, the kernel is not flipped
    out = conv(np.array([[[1, 2, 3, 4]]]), np.array([[[1, 10]]]))
    assert out.tolist() == [[[21, 32, 43]]]


def test_stride_dilation_and_padding_by_hand():
    # padded 0 1 2 3 4 0 0, taps 0 and 2, starts 0, 2, 4: 0+10·2, 2+10·4, 4+0
    out = conv(
        np.array([[[1, 2, 3, 4]]]),
        np.array([[[1, 10]]]),
        stride=2,
        dilation=2,
        padding=((1, 2),),
    )
    assert out.tolist() == [[[20, 42, 4]]]


def test_groups_and_bias_by_hand():
    # two groups of one channel: 2·3 + 1 = 7 and 5·4 - 1 = 19
    x, weight = np.array([[[2], [5]]]), np.array([[[3]], [[4]]])
    assert conv(x, weight, np.array([1, -1]), groups=2).tolist() == [[[7], [19]]]


def test_a_grouped_convolution_is_one_with_a_block_diagonal_weight():
    x, weight = numbers((2, 6, 7, 5)), numbers((4, 3, 3, 2), 1)
    blocks = np.zeros((4, 6, 3, 2), np.float32)
    blocks[:2, :3], blocks[2:, 3:] = weight[:2], weight[2:]
    np.testing.assert_allclose(
        conv(x, weight, groups=2, padding=1), conv(x, blocks, padding=1), rtol=1e-5, atol=1e-5
    )


def test_a_dilated_convolution_is_one_with_zeros_in_its_kernel():
    x, weight = numbers((1, 2, 11, 13)), numbers((3, 2, 3, 2), 1)
    holes = np.zeros((3, 2, 7, 3), np.float32)
    holes[:, :, ::3, ::2] = weight
    np.testing.assert_allclose(
        conv(x, weight, dilation=(3, 2), stride=2),
        conv(x, holes, stride=2),
        rtol=1e-5,
        atol=1e-5,
    )


def test_a_column_then_a_row_is_their_product_kernel():
    # Sobel: [1 2 1]ᵀ · [1 0 -1]
    x, column, row = numbers((1, 1, 9, 8)), np.array([1, 2, 1]), np.array([1, 0, -1])
    both = conv(conv(x, column.reshape(1, 1, 3, 1)), row.reshape(1, 1, 1, 3))
    sobel = np.outer(column, row).reshape(1, 1, 3, 3)
    np.testing.assert_allclose(both, conv(x, sobel), rtol=1e-5, atol=1e-5)


def test_depthwise_separable_is_its_composition():
    x, depth, point = numbers((1, 4, 6, 7)), numbers((4, 1, 3, 3), 1), numbers((5, 4, 1, 1), 2)
    steps = chain(
        (4, 6, 7),
        ("conv", {"out_channels": 4, "kernel_size": 3, "groups": 4}),
        ("conv", {"out_channels": 5, "kernel_size": 1}),
    )
    whole = (point[:, :, 0, 0, None, None, None] * depth[None]).reshape(5, 4, 3, 3)
    np.testing.assert_allclose(
        run(steps, [x], {"0": (depth,), "1": (point,)})[0], conv(x, whole), rtol=1e-4, atol=1e-5
    )


SMALL = 16_000  # bytes: 4·2·(4 + 8)·13·11 = 13,728 are tensors


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kernel", [1, 3, (5, 1)])
@pytest.mark.parametrize("stride", [1, 2])
def test_small_tiles_change_nothing(groups, kernel, stride):
    plan = layer(
        "conv",
        (4, 13, 11),
        batch=2,
        out_channels=8,
        kernel_size=kernel,
        groups=groups,
        stride=stride,
    )
    x = numbers((2, 4, 13, 11))
    large, small = run(plan, [x]), run(plan, [x], memory=SMALL)
    np.testing.assert_allclose(large[0], small[0], rtol=1e-5, atol=1e-6)
    whole, tiled = measure(plan)[0], measure(plan, memory=SMALL)[0]
    assert (whole.macs, whole.effective_macs) == (tiled.macs, tiled.effective_macs)


def test_a_window_on_padding_alone_is_zero():
    # padded 0 5, starts 0: as many windows as elements, yet not on the elements
    x, weight = np.array([[[5]]]), np.array([[[3]]])
    assert conv(x, weight, stride=2, padding=((1, 0),)).tolist() == [[[0]]]
    # padded 5 0, starts 0
    assert conv(x, weight, stride=2, padding=((0, 1),)).tolist() == [[[15]]]


def test_a_kernel_with_more_taps_than_it_has_windows():
    # Σ i² for i in 0..5 is 55; moved by a column: 0·1 + 1·2 + 3·4 + 4·5 = 34 and 1·0 + … = 34
    x = np.arange(6).reshape(1, 1, 2, 3)
    assert conv(x, x, padding=(0, 1)).tolist() == [[[[34, 55, 34]]]]


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("each", [1, 2])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("dilation", [1, 2, 9])
def test_depthwise_is_the_plain_loops(rank, each, stride, dilation):
    # rows are shared at stride 1 only, and not where dilation makes more rows than windows
    shape, kernel = (3, 5, 4, 3)[: rank + 1], (3, 2, 2)[:rank]
    x, weight = numbers((2, *shape)), numbers((3 * each, 1, *kernel), 1)
    axes = {"stride": (stride,) * rank, "dilation": (dilation,) * rank}
    axes["padding"] = ((dilation, dilation + 1),) * rank
    expected, done, useful = naive_conv(x, weight, groups=3, **axes)
    np.testing.assert_allclose(conv(x, weight, groups=3, **axes), expected, rtol=1e-4, atol=1e-5)
    arguments = {"out_channels": 3 * each, "kernel_size": kernel, "groups": 3} | axes
    step = measure(layer("conv", shape, batch=2, **arguments))[0]
    assert (step.macs, step.effective_macs, step.agrees) == (done, useful, True)


@pytest.mark.parametrize("positions", [1, 2, 3, 7, 12, 13, 24, 59, 60])
@pytest.mark.parametrize("space", [(60,), (5, 12), (3, 4, 5)])
def test_boxes_cover_the_space_once_and_are_flat(space, positions):
    seen = np.zeros((2, *space), int)
    for box in boxes(space, positions):
        part = seen[(slice(None), *box)]
        flat = part.reshape(2, -1)
        assert np.shares_memory(flat, part)
        assert 1 <= flat.shape[1] <= positions
        flat += 1
    assert (seen == 1).all()


@st.composite
def layers(draw):
    rank = draw(st.integers(1, 3))
    many, each, groups = (draw(st.integers(1, 2)) for _ in range(3))
    axes = []
    for _ in range(rank):
        kernel, stride, dilation = (draw(st.integers(1, 3)) for _ in range(3))
        padding = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
        least = max(1, dilation * (kernel - 1) + 1 - sum(padding))
        axes.append((draw(st.integers(least, least + 3)), kernel, stride, padding, dilation))
    space, *rest = zip(*axes, strict=True)
    names = ("kernel_size", "stride", "padding", "dilation")
    return (many * groups, *space), each * groups, groups, dict(zip(names, rest, strict=True))


@given(layers(), st.integers(1, 2))
def test_the_kernel_is_the_plain_loops(drawn, batch):
    shape, out_channels, groups, axes = drawn
    weight = numbers((out_channels, shape[0] // groups, *axes["kernel_size"]), 1)
    x = numbers((batch, *shape))
    plan = layer("conv", shape, batch=batch, out_channels=out_channels, groups=groups, **axes)
    named = {name: value for name, value in axes.items() if name != "kernel_size"}
    expected, done, useful = naive_conv(x, weight, groups=groups, **named)
    np.testing.assert_allclose(run(plan, [x], {"layer": (weight,)})[0], expected, atol=1e-4)
    measured = measure(plan)[0]
    assert measured.output == expected.shape[1:]
    assert (measured.macs, measured.effective_macs) == (done, useful)
    assert measured.params == weight.size
    assert measured.agrees


def test_no_window_is_refused_with_its_numbers():
    plan = layer("conv", (3, 5, 9), out_channels=1, kernel_size=(4, 3), dilation=(3, 1), padding=1)
    with pytest.raises(InputError, match=r"CC201.*layer: axis 0.*spans 10.*1 \+ 5 \+ 1"):
        measure(plan)
