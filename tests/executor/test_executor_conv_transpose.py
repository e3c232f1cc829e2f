"""Transposed convolution: hand-computed values, the adjoint, plain loops."""

import numpy as np
import pytest
from executor_plans import layer, naive_conv_transpose, numbers
from hypothesis import assume, given
from hypothesis import strategies as st

from convcalc.errors import InputError
from convcalc.executor import measure, run


def conv_transpose(x, weight, *bias, **arguments):
    groups = arguments.get("groups", 1)
    defaults = {
        "out_channels": weight.shape[1] * groups,
        "kernel_size": weight.shape[2:],
        "bias": bool(bias),
    }
    plan = layer("conv_transpose", x.shape[1:], batch=len(x), **(defaults | arguments))
    return run(plan, [x], {"layer": (weight, *bias)})[0]


def test_copies_overlap_by_hand():
    # 1·(1 10 100) at 0 and 2·(1 10 100) at 2: 1 10 100+2 20 200
    out = conv_transpose(np.array([[[1, 2]]]), np.array([[[1, 10, 100]]]), stride=2)
    assert out.tolist() == [[[1, 10, 102, 20, 200]]]


def test_padding_is_cut_and_output_padding_is_real_where_copies_reach_by_hand():
    x, weight = np.array([[[1, 2]]]), np.array([[[1, 10, 100]]])
    cut = conv_transpose(x, weight, stride=2, padding=1)
    assert cut.tolist() == [[[10, 102, 20]]]
    assert conv_transpose(x, weight, stride=2, padding=1, output_padding=1).tolist() == [
        [[10, 102, 20, 200]]
    ]
    # no copy reaches there: only the bias is added
    assert conv_transpose(x, weight, np.array([5]), stride=2, output_padding=1).tolist() == [
        [[6, 15, 107, 25, 205, 5]]
    ]


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize(("stride", "padding", "dilation"), [(1, 0, 1), (2, 1, 1), (3, (0, 2), 2)])
def test_it_is_the_adjoint_of_the_convolution(groups, stride, padding, dilation):
    # sizes such that the convolution's last window ends with the padded input
    arguments = {
        "kernel_size": 3,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "groups": groups,
    }
    x, weight = numbers((1, 4, 5, 4)), numbers((4, 6 // groups, 3, 3), 1)
    up = conv_transpose(x, weight, **arguments)
    y = numbers(up.shape, 2)
    plan = layer("conv", y.shape[1:], out_channels=4, **arguments)
    down = run(plan, [y], {"layer": (weight,)})[0]
    assert np.vdot(up, y) == pytest.approx(np.vdot(x, down), rel=1e-4)


def test_known_counts():
    # counting.md, "Other tools' conventions": ConvTranspose2d(64, 32, k=4, s=2, p=1) on 16×16
    arguments = {"out_channels": 32, "kernel_size": 4, "stride": 2, "padding": 1}
    measured = measure(layer("conv_transpose", (64, 16, 16), **arguments))[0]
    assert (measured.macs, measured.effective_macs) == (8_388_608, 7_872_512)
    assert (measured.output, measured.activations) == ((32, 32, 32), 32768)
    grouped = measure(layer("conv_transpose", (64, 16, 16), groups=4, **arguments))[0]
    assert grouped.macs == 2_097_152


def test_small_tiles_change_nothing():
    arguments = {"out_channels": 4, "kernel_size": (3, 4), "stride": 2, "groups": 2, "bias": True}
    plan = layer("conv_transpose", (4, 9, 7), batch=3, **arguments)
    x = numbers((3, 4, 9, 7))
    np.testing.assert_allclose(
        run(plan, [x])[0], run(plan, [x], memory=40_000)[0], rtol=1e-5, atol=1e-6
    )
    whole, tiled = measure(plan)[0], measure(plan, memory=40_000)[0]
    assert (whole.macs, whole.effective_macs) == (tiled.macs, tiled.effective_macs)


@st.composite
def layers(draw):
    rank = draw(st.integers(1, 3))
    many, each, groups = (draw(st.integers(1, 2)) for _ in range(3))
    axes = []
    for _ in range(rank):
        size, kernel, stride, dilation = (draw(st.integers(1, 3)) for _ in range(4))
        padding = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
        extra = draw(st.integers(0, 2))
        span = (size - 1) * stride + dilation * (kernel - 1) + 1
        assume(span + extra > sum(padding))
        axes.append((size, kernel, stride, padding, dilation, extra))
    space, *rest = zip(*axes, strict=True)
    names = ("kernel_size", "stride", "padding", "dilation", "output_padding")
    return (many * groups, *space), each, groups, dict(zip(names, rest, strict=True))


@given(layers(), st.integers(1, 2))
def test_the_kernel_is_the_plain_loops(drawn, batch):
    shape, each, groups, axes = drawn
    weight, x = numbers((shape[0], each, *axes["kernel_size"]), 1), numbers((batch, *shape))
    plan = layer(
        "conv_transpose", shape, batch=batch, out_channels=each * groups, groups=groups, **axes
    )
    named = {name: value for name, value in axes.items() if name != "kernel_size"}
    expected, done, useful = naive_conv_transpose(x, weight, groups=groups, **named)
    np.testing.assert_allclose(run(plan, [x], {"layer": (weight,)})[0], expected, atol=1e-4)
    measured = measure(plan)[0]
    assert measured.output == expected.shape[1:]
    assert (measured.macs, measured.effective_macs) == (done, useful)
    assert measured.agrees


@pytest.mark.parametrize("more", [{"padding": 3}, {"padding": "same", "stride": 5}])
def test_what_cannot_be_cut_is_refused(more):
    arguments = {"out_channels": 1, "kernel_size": 3} | more
    with pytest.raises(InputError, match=r"CC201.*axis 0"):
        measure(layer("conv_transpose", (1, 4), **arguments))
