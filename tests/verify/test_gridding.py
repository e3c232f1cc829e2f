"""Holes of stacked dilated windows: what is predicted is what poison changes."""

from itertools import groupby, product

import numpy as np
import plans
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.analysis.gridding import Stack, gridding
from convcalc.executor import run
from convcalc.graph import Builder
from convcalc.ops import Add, Attention, AvgPool, Concat, Conv, GroupNorm, Mul, Relu, Resize

CHANNELS = 2
WIDE = 121


def conv(kernel_size, dilation=1, **more):
    # Padding keeps the size, so that branches can be added.
    return Conv(
        out_channels=CHANNELS, kernel_size=kernel_size, dilation=dilation, padding="half", **more
    )


POINTWISE = conv(1)


def chain(*layers, size=WIDE):
    build = Builder((CHANNELS, size))
    x = 0
    for number, layer in enumerate(layers):
        x = build.add(f"{number}", layer, x)
    return build.graph(x)


def changing(graph):
    """The input positions that change the output in the middle, found by poison."""
    size = graph.inputs[0][1]
    x = np.zeros((size, CHANNELS, size), np.float32)
    for position in range(size):
        x[position, :, position] = np.nan
    (out,) = run(plans.plan(graph, batch=size), [x])
    middle = out[:, :, out.shape[2] // 2]
    return [int(at) for at in np.flatnonzero(np.isnan(middle).any(axis=1))]


WINDOWS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), max_size=6)


@given(WINDOWS)
def test_a_chain_has_a_stack_for_each_run_of_equal_dilation(windows):
    layers = [conv(k, d) for k, d in windows]
    wide = [(at, k, d) for at, (k, d) in enumerate(windows) if k > 1]
    runs = [list(run) for _, run in groupby(wide, key=lambda window: window[2])]
    expected = []
    for stack in runs:
        d = stack[0][2]
        if d == 1 or len(stack) == 1:
            continue
        # Every tap of every window, one by one: sums of multiples.
        seen = {sum(taps) for taps in product(*[range(0, k * d, d) for _, k, _ in stack])}
        first, last = stack[0][0], stack[-1][0]
        expected.append(Stack(first, last, len(stack), d, len(seen), max(seen) + 1))
    assert gridding(chain(*layers), 0) == tuple(expected)


@pytest.mark.parametrize(
    "layers",
    [
        (conv(3, 2), conv(3, 2)),
        (conv(3, 2), POINTWISE, Relu(), conv(3, 2), conv(3, 2)),
        (conv(2, 3), conv(4, 3)),
        (conv(3, 4), conv(3, 4), conv(3, 4)),
    ],
)
def test_a_stack_sees_what_poison_changes(layers):
    graph = chain(*layers)
    (stack,) = gridding(graph, 0)
    changed = changing(graph)
    assert stack.seen == len(changed)
    assert stack.span == changed[-1] - changed[0] + 1


def residual(build, x, name, dilation, *, projected=False, first=None):
    """ResNet's bottleneck: 1×1, 3×3, 1×1 beside a skip (He et al., arXiv:1512.03385)."""
    main = build.add(f"{name}.reduce", POINTWISE, x)
    main = build.add(f"{name}.spatial", first or conv(3, dilation), main)
    main = build.add(f"{name}.expand", POINTWISE, main)
    skip = build.add(f"{name}.skip", POINTWISE, x) if projected else x
    return build.add(f"{name}.relu", Relu(), build.add(f"{name}.add", Add(), main, skip))


@pytest.mark.parametrize("projected", [False, True])
@pytest.mark.parametrize(("blocks", "dilation"), [(2, 2), (3, 2), (3, 4)])
def test_residual_blocks_do_not_fill_the_holes(blocks, dilation, projected):
    build = Builder((CHANNELS, WIDE))
    x = 0
    for number in range(blocks):
        x = residual(build, x, f"{number}", dilation, projected=projected and not number)
    graph = build.graph(x)
    (stack,) = gridding(graph, 0)
    changed = changing(graph)
    # By hand: multiples of the dilation, one more on each side for every block.
    assert changed == [60 + dilation * at for at in range(-blocks, blocks + 1)]
    assert (stack.windows, stack.seen) == (blocks, len(changed))
    assert stack.span == changed[-1] - changed[0] + 1


def test_the_last_stages_of_deeplab():
    # torchvision 0.29.1, deeplabv3_resnet50: layer3.0 has dilation 1, layer3.1–5 and layer4.0
    # have 2, layer4.1–2 have 4.
    build = Builder((CHANNELS, WIDE))
    x = residual(build, 0, "layer3.0", 1, projected=True)
    for number in range(1, 6):
        x = residual(build, x, f"layer3.{number}", 2)
    x = residual(build, x, "layer4.0", 2, projected=True)
    for number in (1, 2):
        x = residual(build, x, f"layer4.{number}", 4)
    graph = build.graph(x)
    found = [
        (graph.nodes[s.first].path, graph.nodes[s.last].path, s.windows, s.dilation, s.seen, s.span)
        for s in gridding(graph, 0)
    ]
    # By hand: 2·6 + 1 of 2·12 + 1, and 2·2 + 1 of 4·4 + 1.
    assert found == [
        ("layer3.1.spatial", "layer4.0.spatial", 6, 2, 13, 25),
        ("layer4.1.spatial", "layer4.2.spatial", 2, 4, 5, 17),
    ]


def test_a_branch_of_another_dilation_fills_the_holes():
    build = Builder((CHANNELS, WIDE))
    x = 0
    for number in range(2):
        sides = [build.add(f"{number}.{d}", conv(3, d), x) for d in (1, 2)]
        x = build.add(f"{number}.add", Add(), *sides)
    graph = build.graph(x)
    changed = changing(graph)
    assert changed == list(range(changed[0], changed[-1] + 1))
    assert gridding(graph, 0) == ()


@pytest.mark.parametrize("dilations", [(1, 2, 5), (1, 2, 3), (1, 2, 4, 8), (2,), (1, 1, 1), (3, 2)])
def test_unequal_dilations_are_left_alone(dilations):
    # 1, 2, 5: Wang et al., arXiv:1702.08502; 1, 2, 4, 8: WaveNet, arXiv:1609.03499.
    assert gridding(chain(*[conv(3, d) for d in dilations]), 0) == ()


@pytest.mark.parametrize(
    "between", [conv(3), conv(3, 3), AvgPool(kernel_size=2), conv(1, stride=2)]
)
def test_what_stands_between_ends_a_stack(between):
    assert gridding(chain(conv(3, 2), between, conv(3, 2)), 0) == ()


def test_parallel_branches_are_no_stack():
    # ASPP, arXiv:1706.05587: dilations 6, 12, 18 side by side.
    build = Builder((CHANNELS, WIDE))
    sides = [build.add(f"{d}", conv(3, d), 0) for d in (6, 12, 18)]
    x = build.add("join", Concat(), *sides)
    x = build.add("project", conv(1), x)
    assert gridding(build.graph(build.add("behind", conv(3, 6), x)), 0) == ()


def test_a_norm_over_all_positions_does_not_make_neighbours_meet():
    graph = chain(conv(3, 2), GroupNorm(groups=1), conv(3, 2))
    assert [(stack.windows, stack.seen) for stack in gridding(graph, 0)] == [(2, 5)]


def test_a_gate_for_each_channel_does_not_fill_holes():
    build = Builder((CHANNELS, WIDE))
    x = build.add("a", conv(3, 2), 0)
    pooled = build.add("pool", AvgPool(kernel_size=WIDE), x)
    gated = build.add("gate", Mul(), x, pooled)
    graph = build.graph(build.add("b", conv(3, 2), gated))
    assert [(stack.windows, stack.seen) for stack in gridding(graph, 0)] == [(2, 5)]


def test_attention_sees_everything():
    build = Builder((CHANNELS, WIDE))
    x = build.add("a", conv(3, 2), 0)
    x = build.add("attention", Attention(), x, x, x)
    assert gridding(build.graph(build.add("b", conv(3, 2), x)), 0) == ()


def test_axes_are_asked_one_by_one():
    build = Builder((CHANNELS, 15, 15))
    tall = Conv(out_channels=CHANNELS, kernel_size=(3, 1), dilation=(2, 2), padding="half")
    graph = build.graph(build.add("b", tall, build.add("a", tall, 0)))
    assert [len(gridding(graph, axis)) for axis in (0, 1)] == [1, 0]


def test_a_kernel_of_any_size_ends_at_once():
    build = Builder((CHANNELS, 10**60))
    huge = Conv(out_channels=CHANNELS, kernel_size=10**30, dilation=2, padding="half")
    graph = build.graph(build.add("b", huge, build.add("a", huge, 0)))
    assert gridding(graph, 0) == ()


def test_a_very_long_stack_is_told_in_pieces():
    graph = chain(*[conv(3, 2)] * 20_000)
    # 4 positions more for each window, and 2¹⁶ at most.
    assert max(stack.span for stack in gridding(graph, 0)) in range(65_000, 2**16 + 1)


def test_positions_of_another_size_are_others():
    # By hand: of 121 elements 80 are copied; outputs 0 and 1 are elements 0 and 1, output 2 is 3.
    fewer = Resize(size=80)
    assert gridding(chain(conv(3, 2), fewer, conv(3, 2)), 0) == ()
    assert [stack.windows for stack in gridding(chain(conv(3, 2), conv(3, 2)), 0)] == [2]
