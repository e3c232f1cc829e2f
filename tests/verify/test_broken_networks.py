"""A prediction of the whole that is broken on purpose is what the run does not confirm."""

import pytest
from known_networks import Chain
from test_broken_formulas import one_less, one_more, replaced

from convcalc.analysis import grid, memory, trail
from convcalc.formulas import tensor
from convcalc.graph import Builder
from convcalc.ops import OPS
from convcalc.ops.op import Span
from convcalc.verify.run import verify_network


def network():
    """Branches of 3 and 7 that join, upsampled; a view, a skip and a head."""
    build = Builder((2, 12, 10))
    x = build.add("entry", OPS["conv"](out_channels=4, kernel_size=3, stride=2, padding=1), 0)
    small = build.add("small", OPS["conv"](out_channels=4, kernel_size=1), x)
    large = build.add("large", OPS["conv"](out_channels=4, kernel_size=3, padding=1), x)
    x = build.add("join", OPS["concat"](), small, large)
    x = build.add("up", OPS["resize"](scale=2), x)
    x = build.add("again", OPS["identity"](), x)
    x = build.add("mix", OPS["conv"](out_channels=2, kernel_size=3, padding=1), x)
    x = build.add("pool", OPS["gap"](), x)
    flat = build.add("flat", OPS["flatten"](), x)
    return build.graph(build.add("linear", OPS["linear"](out_features=3), flat))


def wrong():
    """What is of the whole and not confirmed."""
    checks = verify_network(network(), name="net")
    return {check.quantity for check in checks if check.path == "net" and not check.ok}


def test_as_long_as_nothing_is_broken_all_is_confirmed():
    assert wrong() == set()


@pytest.mark.parametrize("fault", [one_more, one_less])
def test_bytes_of_a_tensor(monkeypatch, fault):
    replaced(monkeypatch, tensor.stored_bytes, fault(tensor.stored_bytes))
    assert "peak_activation_bytes" in wrong()


def second(_one, other):
    return other


def narrower(op):
    """A window that is thought to miss its last tap."""
    sees = op.sees
    return lambda self, axis, span, inputs: Span(span.first, sees(self, axis, span, inputs).last)


def immortal(lives):
    def longer(*arguments):
        found = lives(*arguments)
        for life in found:
            life.last = len(found)
        return found

    return longer


def mortal(lives):
    def shorter(*arguments):
        found = lives(*arguments)
        for life in found:
            life.last = life.first
        return found

    return shorter


# What is broken: the object, the attribute, what stands in its place, and what shows it.
BREAKS = {
    "a view is taken for a copy": (OPS["identity"], "is_view", False, "peak_activation_bytes"),
    "a copy is taken for a view": (OPS["resize"], "is_view", True, "peak_activation_bytes"),
    "nothing dies": (memory, "_lives", immortal(memory._lives), "peak_activation_bytes"),
    "all dies at once": (memory, "_lives", mortal(memory._lives), "peak_activation_bytes"),
    "a branch is left out": (trail, "_union", second, "receptive_field"),
    "a window reads too little": (
        OPS["conv"],
        "sees",
        narrower(OPS["conv"]),
        "receptive_field",
    ),
    "upsampling is by another factor": (OPS["resize"], "fullest", lambda *_: (3, 0), "jump"),
    "a step is too long": (grid, "_pace", lambda *_: (1, 3), "jump"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_prediction_is_found(monkeypatch, name):
    owner, attribute, stand_in, shown = BREAKS[name]
    monkeypatch.setattr(owner, attribute, stand_in)
    assert shown in wrong()


def test_a_head_that_is_not_seen_hides_the_field():
    # The measured quantities are those of the tensor before the pool; without one there is none.
    net = Chain((2, 8, 8))
    net.op("flatten")
    net.op("linear", out_features=2)
    checks = verify_network(net.graph(), name="net")
    (field,) = [one for one in checks if one.quantity == "receptive_field"]
    assert (field.ok, field.measured) == (True, (1, 1))
