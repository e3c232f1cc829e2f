"""Views of a run: no byte is copied, and what lives is counted by the arrays themselves."""

import numpy as np
import pytest
from executor_plans import chain, layer

from convcalc.errors import InputError
from convcalc.executor import Plan, Step, measure, reached, run
from convcalc.executor.kernels import KERNELS
from convcalc.executor.memory import dying
from convcalc.executor.run import lay_out

VIEWS = {"identity": {}, "dropout": {"p": 0.5}, "flatten": {}, "slice": {"start": 1, "channels": 2}}


@pytest.mark.parametrize("op", VIEWS)
@pytest.mark.parametrize("batch", [1, 3])
def test_a_view_is_in_the_memory_of_its_input(op, batch):
    x = np.ones((batch, 4, 3, 2), np.float32)
    view = KERNELS[op](VIEWS[op], [x.shape[1:]]).view(x)
    assert np.shares_memory(view, x)


def test_of_a_slice_the_flat_view_is_still_a_view():
    # Of each item the sliced channels lie in a row.
    x = np.arange(24.0, dtype=np.float32).reshape(2, 4, 3)
    part = KERNELS["slice"](VIEWS["slice"], [(4, 3)]).view(x)
    flat = KERNELS["flatten"]({}, [(2, 3)]).view(part)
    assert np.shares_memory(flat, x)
    assert flat.tolist() == [[*range(3, 9)], [*range(15, 21)]]


def living(plan):
    return [one.living_bytes for one in measure(plan)]


def test_what_lives_is_counted_as_bytes_of_arrays():
    # 5 numbers each: input and a; a and its view; the view's memory and b.
    plan = chain((1, 5), ("relu", {}), ("identity", {}), ("relu", {}))
    assert living(plan) == [40, 20, 40]


def test_a_slice_holds_all_of_what_it_is_a_part_of():
    # 8 numbers: input and relu; relu alone, seen twice; relu and one number.
    part = ("slice", {"start": 0, "channels": 1})
    assert living(chain((8, 1), ("relu", {}), part, ("relu", {}))) == [64, 32, 36]


def test_outputs_and_what_nobody_reads():
    steps = (
        Step("a", "relu", {}, (0,)),
        Step("unread", "relu", {}, (0,)),
        Step("b", "relu", {}, (2,)),
        Step("c", "relu", {}, (4,)),
    )
    # The second input is not read, and dies with the first step.
    assert living(Plan(((1, 5), (1, 7)), steps, (5,))) == [20 + 28 + 20, 60, 40, 40]
    assert living(Plan(((1, 5),), steps[:1], (0, 1))) == [40]


def test_each_tensor_dies_once_after_its_last_reader():
    steps = tuple(Step(str(i), "add", {}, (i, 0)) for i in range(4))
    assert dying(Plan(((1, 5),), steps, (4,))) == [[], [1], [2], [0, 3]]


def test_views_need_no_room():
    plan = chain((1, 1000, 1000), *[("identity", {})] * 5, ("relu", {}))
    # Two tensors of 4 MB, and what an activation works with; copies would be three.
    assert measure(plan, memory=9_000_000)
    with pytest.raises(InputError, match="CC220"):
        measure(plan, memory=8_000_000)


def test_inner_tensors_may_be_asked_for():
    plan = chain((1, 9), ("conv", {"out_channels": 1, "kernel_size": 3}), ("flatten", {}))
    inner = Plan(plan.inputs, plan.steps, (1,))
    assert run(inner, [np.ones((1, 1, 9))])[0].shape == (1, 1, 7)
    assert reached(inner, [(2,)]) == [((2, 4),)]


def test_one_axis_may_be_asked_for():
    plan = layer("conv", (1, 9, 9), out_channels=1, kernel_size=(3, 5))
    assert reached(plan, [(1, 2)], axes=[1]) == [((2, 6),)]


def test_a_long_chain_is_laid_out_and_run():
    plan = chain((1, 3), *[("relu", {})] * 5000)
    assert len(lay_out(plan)) == 5000
    assert set(living(plan)) == {24}
