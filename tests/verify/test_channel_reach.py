"""Which channels meet: what is predicted of every tensor is what poison changes."""

import naive_channels
import op_cases
import plans
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from convcalc.analysis import channel_reach
from convcalc.analysis.channel_reach import ChannelReach
from convcalc.executor import channels_reached
from convcalc.graph import Builder
from convcalc.ops import Add, Concat, Conv, Op, Permute, Relu, Shuffle, Take
from convcalc.ops.wiring import Wiring

SIZE = (3,)
# Said to read every channel, though an output reads some: one word holds for all inputs.
MORE = {"attention", "lrn", "matmul", "reshape", "take"}


class Part(Op):
    """Channels from `first` on, so many: what a split names."""

    name = "part"

    first: int
    count: int

    def output(self, *inputs):
        return (self.count, *inputs[0][1:])

    def wiring(self, inputs, output):
        del inputs, output
        return Wiring("part", self.first)


def predicted(graph):
    """For each tensor that is an output, the input channels that each of its channels knows."""
    reach = ChannelReach(graph)
    return [[bits(mask) for mask in reach.of_inputs(t).each()] for t in graph.outputs]


def bits(mask):
    return {at for at in range(mask.bit_length()) if mask >> at & 1}


def measured(graph):
    return channels_reached(plans.plan(graph))


@pytest.mark.parametrize("name", op_cases.RUN)
@given(data=st.data())
def test_every_operator_says_which_channels_it_reads(name, data):
    graph = data.draw(op_cases.CASES[name]).graph()
    found = measured(graph)
    assume(any(channels for output in found for channels in output))  # some window meets the input
    if name in MORE:
        pairs = zip(predicted(graph)[0], found[0], strict=True)
        assert all(said >= changed for said, changed in pairs)
    else:
        assert predicted(graph) == found


def grouped(groups, out=12, kernel_size=1):
    return Conv(out_channels=out, kernel_size=kernel_size, groups=groups)


def watched(build):
    """The graph with every tensor that a node writes as an output."""
    graph = build.graph()
    first = len(graph.inputs)
    return graph._replace(outputs=tuple(range(first, first + len(graph.nodes))))


LAYERS = st.sampled_from(
    [
        *[grouped(groups) for groups in (1, 2, 3, 4, 6, 12)],
        grouped(3, 24),
        grouped(4, 4),
        *[Shuffle(groups=groups) for groups in (2, 3, 4, 6)],
        Relu(),
        Add(),
        Concat(),
    ]
)


@st.composite
def networks(draw):
    """Layers that read anything that was written before them, and fits."""
    build = Builder(*[(channels, *SIZE) for channels in draw(st.sampled_from([(12,), (12, 4)]))])
    for number in range(draw(st.integers(1, 9))):
        layer, tensors = draw(LAYERS), range(number + len(build.graph().inputs))
        x = draw(st.sampled_from(tensors))
        if layer.name == "add":
            alike = [t for t in tensors if build.shape(t) == build.shape(x)]
            build.add(f"{number}", layer, x, draw(st.sampled_from(alike)))
        elif layer.name == "concat":
            build.add(f"{number}", layer, x, draw(st.sampled_from(tensors)))
        else:
            channels, groups = build.shape(x)[0], getattr(layer, "groups", 1)
            build.add(f"{number}", Relu() if channels % groups else layer, x)
    return watched(build)


@given(networks())
def test_reach_is_what_poison_changes(graph):
    assert predicted(graph) == measured(graph)


@given(networks())
def test_reach_is_what_following_every_channel_finds(graph):
    assert predicted(graph) == naive_channels.known(graph)


@given(st.integers(0, 3), st.integers(1, 3), st.sampled_from([1, 2, 3, 4]))
def test_parts_are_followed(first, count, groups):
    # By hand: a part is a slice of the list of what every channel knows.
    build = Builder((6, *SIZE), (6, *SIZE))
    both = build.add("concat", Concat(), 0, 1)
    dealt = build.add("shuffle", Shuffle(groups=groups), both)
    part = build.add("part", Part(first=first, count=count), dealt)
    (cut,) = predicted(build.graph(part))
    (whole,) = predicted(build.graph(dealt))
    assert cut == whole[first : first + count]


@pytest.mark.parametrize(
    ("spec", "known"),
    [
        (Take(starts=(2, 0), counts=(3, 3)), [{2}, {3}, {4}]),
        (Take(starts=0, steps=(1, 2)), [{at} for at in range(6)]),
        (Permute(dims=(0, 1)), [{at} for at in range(6)]),
        (Permute(dims=(1, 0)), [set(range(6))] * 3),  # positions, each of all channels
    ],
)
def test_what_is_at_another_place_knows_what_it_knew(spec, known):
    build = Builder((6, *SIZE))
    graph = build.graph(build.add("it", spec, 0))
    assert predicted(graph) == measured(graph) == [known]


def test_a_join_knows_of_each_part_what_it_knew():
    build = Builder((12, *SIZE))
    dense, apart = build.add("dense", grouped(1), 0), build.add("apart", grouped(3), 0)
    graph = build.graph(build.add("join", Concat(), dense, apart))
    assert predicted(graph) == measured(graph)
    # By hand: 12 channels that know all, 12 that know the 4 of their group.
    assert [len(known) for known in predicted(graph)[0]] == [12] * 12 + [4] * 12


@pytest.mark.parametrize(("groups", "met"), [(2, 12), (3, 12), (4, 9), (6, 4)])
def test_a_shuffle_lets_groups_meet(groups, met):
    # By hand, as in tests/variants/test_information_reach.py: min(C, (C/G)²), 9 and 4 above.
    build = Builder((12, *SIZE))
    x = build.add("a", grouped(groups), 0)
    apart = build.add("b", grouped(groups), x)
    mixed = build.add("c", grouped(groups), build.add("shuffle", Shuffle(groups=groups), x))
    reach = ChannelReach(build.graph(apart, mixed))
    assert reach.of_inputs(apart).widest == 12 // groups
    assert reach.of_inputs(mixed).widest == met


def test_a_dense_convolution_is_a_source():
    build = Builder((12, *SIZE))
    dense = build.add("dense", grouped(1), 0)
    after = build.add("after", grouped(3), dense)
    reach = ChannelReach(build.graph(after))
    assert reach.found[dense].source == dense
    assert (reach.found[after].source, reach.found[after].widest) == (dense, 4)
    assert (reach.size(dense), reach.size(channel_reach.INPUTS)) == (12, 12)


def test_a_wrong_shuffle_is_found(monkeypatch):
    def undealt(read, wiring, output):
        del wiring, output
        return read[0]

    build = Builder((12, *SIZE))
    x = build.add("shuffle", Shuffle(groups=3), build.add("a", grouped(3), 0))
    graph = build.graph(build.add("b", grouped(3), x))
    assert predicted(graph) == measured(graph)
    monkeypatch.setitem(channel_reach.FOLLOWED, "deal", undealt)
    assert predicted(graph) != measured(graph)


@pytest.mark.parametrize("channels", [10**6, 10**30])
def test_tensors_of_any_width_end_at_once(channels):
    build = Builder((channels, 3), (channels, 3))
    x = build.add("a", grouped(channels // 5, channels), 0)
    x = build.add("deal", Shuffle(groups=channels // 2), x)
    x = build.add("join", Concat(), x, 1)
    x = build.add("b", grouped(2, 12), x)
    assert ChannelReach(build.graph(x)).of_inputs(x).masks == (1,)
