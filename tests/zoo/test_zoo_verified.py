"""The whole zoo, really run at a small size; sizes differ, formulas and operators do not.

At full size it takes minutes: docs/zoo.md has the command.
"""

import pytest

from convcalc.analysis import cost
from convcalc.formulas import conv, linear
from convcalc.network import load
from convcalc.network.zoo import zoo
from convcalc.ops import OPS
from convcalc.ops.op import Span
from convcalc.verify.run import verify_network

SMALL = "3x32x32"
# Networks that need more positions, other channels, or have another number of axes; by file.
INPUTS = {
    "alexnet": "3x127x127",
    "alexnet_2012": "3x99x99",
    "dcgan_generator": "100x1x1",
    "espcn": "1x18x32",
    "inception_v3": "3x299x299",  # its auxiliary head takes no less
    "lenet5": "1x32x32",
    "r2plus1d_18": "3x4x16x16",
    "r3d_18": "3x4x16x16",
    "tcn": "88x64",
    "unet": "1x32x32",
}


def small(name):
    return load(name, input=INPUTS.get(zoo()[name].file.stem, SMALL)).graph


def unconfirmed(name):
    checks = verify_network(small(name), name=name)
    assert {"params", "macs", "effective_macs"} <= {check.quantity for check in checks}
    assert {check.quantity for check in checks if check.path == name} >= {
        "peak_activation_bytes",
        "receptive_field",
    }
    return {check.quantity for check in checks if not check.ok}


@pytest.mark.parametrize("name", zoo())
def test_a_run_confirms_every_number(name):
    assert unconfirmed(name) == set()


def one_more(formula):
    return lambda *values, **named: formula(*values, **named) + 1


def narrower(sees):
    """A window that is thought to miss its last tap."""

    def seen(self, axis, span, inputs):
        return Span(span.first, sees(self, axis, span, inputs).last)

    return seen


# Where a formula is asked, what stands in its place, and what the run does not confirm.
BREAKS = {
    "params": (conv, "params", one_more, "params"),
    "macs": (conv, "macs", one_more, "macs"),
    "useful macs": (conv, "effective_macs", one_more, "effective_macs"),
    "params of a head": (linear, "params", one_more, "params"),
    "macs of a head": (linear, "macs", one_more, "macs"),
    "bytes of a tensor": (cost, "stored_bytes", one_more, "peak_activation_bytes"),
    "what a window sees": (OPS["conv"], "sees", narrower, "receptive_field"),
}


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v2"])
@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_formula_is_found_in_a_network(monkeypatch, name, broken):
    owner, attribute, fault, shown = BREAKS[broken]
    monkeypatch.setattr(owner, attribute, fault(getattr(owner, attribute)))
    assert shown in unconfirmed(name)
