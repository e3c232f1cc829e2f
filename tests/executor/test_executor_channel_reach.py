"""Which input channels change an output channel, by poison."""

import pytest
from executor_plans import chain

from convcalc.errors import InputError
from convcalc.executor import Plan, Step, channels_reached

GROUPED = {"out_channels": 4, "kernel_size": 3, "padding": 1, "groups": 2}


def test_groups_and_a_shuffle():
    # By hand: groups of 2; a shuffle by 2 turns 0 1 2 3 into 0 2 1 3.
    own = [{0, 1}, {0, 1}, {2, 3}, {2, 3}]
    assert channels_reached(chain((4, 5), ("conv", GROUPED), ("conv", GROUPED))) == [own]
    assert channels_reached(chain((4, 5), ("shuffle", {"groups": 2}))) == [[{0}, {2}, {1}, {3}]]
    mixed = chain((4, 5), ("conv", GROUPED), ("shuffle", {"groups": 2}), ("conv", GROUPED))
    assert channels_reached(mixed) == [[{0, 1, 2, 3}] * 4]


def test_several_inputs_are_numbered_through_and_every_output_is_asked():
    join = Step("join", "concat", {}, (1, 0))
    plan = Plan(((2, 3), (1, 3)), (join,), (2, 1))
    assert channels_reached(plan) == [[{2}, {0}, {1}], [{2}]]


def test_an_output_that_sees_padding_only_depends_on_nothing():
    far = {"out_channels": 1, "kernel_size": 1, "stride": 9, "padding": ((2, 0),)}
    assert channels_reached(chain((2, 3), ("conv", far))) == [[set()]]


def test_what_does_not_fit_is_refused():
    with pytest.raises(InputError, match="CC220"):
        channels_reached(chain((64, 99, 99), ("conv", GROUPED)), memory=2**20)
