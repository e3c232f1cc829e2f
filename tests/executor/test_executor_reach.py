"""How far outputs see, by poison; holes, branches, channels."""

import numpy as np
import pytest
from executor_plans import chain, layer

from convcalc.executor import Plan, Step, reached
from convcalc.executor.probe import probe
from convcalc.executor.reach import Watch


def k(size, **more):
    return ("conv", {"out_channels": 4, "kernel_size": size, **more})


@pytest.mark.parametrize(("dilation", "field"), [(1, 3), (2, 5), (3, 7)])
def test_fields_of_dilated_kernels(dilation, field):
    # field-notes.md, 3: K=3 sees 3, 5, 7 for D = 1, 2, 3
    plan = chain((2, 31), k(3, dilation=dilation))
    (((first, last),),) = reached(plan, [(10,)])
    assert last - first + 1 == field


def test_a_stem_at_a_corner_and_inside():
    plan = chain(
        (3, 224, 224), ("conv", {"out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3})
    )
    # output p reads 2p - 3 .. 2p + 3, clipped to the input
    assert reached(plan, [(0, 111), (56, 50)]) == [
        ((0, 3), (219, 223)),
        ((109, 115), (97, 103)),
    ]


def test_a_stack_is_clipped_to_the_input():
    plan = chain((3, 32, 40), k(3, padding=1, stride=2), ("relu", {}), k(3, padding=1, stride=2))
    # field 7, step 4, starts at -3
    assert reached(plan, [(0, 0), (4, 5), (7, 9)]) == [
        ((0, 3), (0, 3)),
        ((13, 19), (17, 23)),
        ((25, 31), (33, 39)),
    ]


def test_nothing_changes_what_lies_in_padding_or_between_copies():
    assert reached(
        layer("conv", (1, 5), out_channels=1, kernel_size=1, padding=2), [(0,), (2,)]
    ) == [
        None,
        ((0, 0),),
    ]
    up = layer("conv_transpose", (2, 5), out_channels=2, kernel_size=1, stride=3)
    assert reached(up, [(0,), (1,), (3,)]) == [((0, 0),), None, ((1, 1),)]


def test_branches_are_united_and_other_inputs_do_not_count():
    conv = {"out_channels": 2, "kernel_size": 3, "padding": 1}
    steps = (
        Step("wide", "conv", conv | {"dilation": 4, "padding": 4}, (0,)),
        Step("join", "add", {}, (0, 2)),
        Step("other", "add", {}, (3, 1)),
    )
    plan = Plan(((2, 20), (2, 20)), steps, (4, 1, 2))
    assert reached(plan, [(10,)]) == [((6, 14),)]
    assert reached(plan, [(10,)], output=1) == [None]
    assert reached(plan, [(10,)], output=2) == [((6, 14),)]


def test_interpolation_reads_its_neighbour_only_where_it_has_weight():
    plan = layer("resize", (1, 5), scale=3, mode="bilinear")
    # output 7 is the centre of element 2; 6 leans to 1, 8 to 3
    assert reached(plan, [(6,), (7,), (8,)]) == [((1, 2),), ((2, 2),), ((2, 3),)]
    assert reached(layer("resize", (1, 5), scale=3), [(6,), (8,)]) == [((2, 2),), ((2, 2),)]


SPLIT = Plan(
    # two halves of different width are joined; groups keep them apart, the last conv mixes
    ((2, 21),),
    (
        Step("narrow", "conv", {"out_channels": 2, "kernel_size": 1}, (0,)),
        Step("wide", "conv", {"out_channels": 2, "kernel_size": 5, "padding": 2}, (0,)),
        Step("join", "concat", {}, (1, 2)),
        Step(
            "groups", "conv", {"out_channels": 2, "kernel_size": 3, "padding": 1, "groups": 2}, (3,)
        ),
        Step("mix", "conv", {"out_channels": 3, "kernel_size": 1}, (4,)),
    ),
    (5,),
)


def test_grouped_channels_after_a_concat_are_probed_as_they_are():
    assert probe(SPLIT).inputs == ((2, 21),)
    assert reached(SPLIT, [(10,), (0,)]) == [((7, 13),), ((0, 3),)]


def test_one_channel_reaches_as_far_as_all():
    plan = chain(
        (4, 17, 13),
        k(3, groups=2, padding=1, stride=2),
        ("shuffle", {"groups": 2}),
        ("conv_transpose", {"out_channels": 2, "kernel_size": 3, "stride": 2}),
        ("avgpool", {"kernel_size": 2}),
        ("resize", {"scale": 2, "mode": "bilinear"}),
        ("silu", {}),
        k(3, dilation=2),
        batch=5,
    )
    assert probe(plan).inputs == ((1, 17, 13),)
    positions = [(0, 0), (5, 3), (11, 7)]
    # a last concat with nothing new makes the probe keep its channels? no: compare by brute force
    assert reached(plan, positions) == [brute(plan, p) for p in positions]


def brute(plan, position):
    """Poison every input element by itself, in the plan with all its channels."""
    from convcalc.executor import run  # noqa: PLC0415 - only here

    plan = Plan(plan.inputs, plan.steps, plan.outputs)
    space = plan.inputs[0][1:]
    hits = []
    for place in np.ndindex(*space):
        x = np.zeros((1, *plan.inputs[0]), np.float32)
        x[(slice(None), slice(None), *place)] = np.nan
        if np.isnan(run(plan, [x])[0][(0, slice(None), *position)]).any():
            hits.append(place)
    return tuple((min(i), max(i)) for i in zip(*hits, strict=True))


def test_what_overflows_is_not_taken_for_poison():
    # 60 layers of 3 taps see 121; sums of ones would grow by 3⁶⁰ > 10²⁸ before a norm turns
    # infinities into NaN, 18⁶⁰ for two channels of 3×3.
    same = ("conv", {"out_channels": 2, "kernel_size": 3, "padding": 1})
    plan = chain((2, 150, 3), ("bn", {}), *[same] * 60, ("softmax", {}))
    (((first, last), _),) = reached(plan, [(75, 1)])
    assert (first, last) == (75 - 60, 75 + 60)


@pytest.mark.parametrize("guess", [(0, 0), (0, 30), (13, 17), (14, 18), (12, 16), (30, 30), (9, 2)])
def test_what_is_guessed_does_not_change_what_is_found(guess):
    # Output 15 of a window of 5 reads 13 to 17.
    plan = layer("conv", (1, 31), out_channels=1, kernel_size=5, padding=2)
    assert reached(plan, [(15,), (0,)], guesses=[[guess], None]) == [((13, 17),), ((0, 2),)]


def test_a_right_guess_takes_two_runs_for_each_end(monkeypatch):
    runs, changed = [], Watch.changed

    def counted(self, slab):
        runs.append(slab)
        return changed(self, slab)

    monkeypatch.setattr(Watch, "changed", counted)
    plan = layer("conv", (1, 1001), out_channels=1, kernel_size=5, padding=2)
    assert reached(plan, [(500,)], guesses=[[(498, 502)]]) == [((498, 502),)]
    assert len(runs) == 1 + 2 + 2  # and one that changes everything
