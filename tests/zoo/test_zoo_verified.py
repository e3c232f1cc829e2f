"""Every file of the zoo is run in NumPy, at the smallest input that it takes or nearly so.

All names at full size: convcalc verify --memory 8GiB NAME..., see docs/zoo.md.
"""

import pytest

from convcalc.network import load
from convcalc.network.zoo import zoo
from convcalc.verify.run import verify_network

SMALL = "3x64x64"
INPUTS = {
    "alexnet": "3x96x96",
    "alexnet_2012": "3x99x99",
    "dcgan_generator": None,
    "espcn": "1x20x24",
    "inception_v3": None,  # less would leave nothing of its auxiliary head
    "lenet5": None,
    "r2plus1d_18": "3x4x32x32",
    "r3d_18": "3x4x32x32",
    "tcn": "88x96",
    "unet": "1x64x48",
}
FILES = [name for name, entry in zoo().items() if entry.preset is None]
# Beside params, MACs and shapes of each operator: what is of the whole.
WHOLE = {"peak_activation_bytes", "receptive_field"}


@pytest.mark.parametrize("name", FILES)
def test_a_run_confirms_every_number(name):
    graph = load(name, input=INPUTS.get(name, SMALL)).graph
    checks = verify_network(graph, name=name, memory=2**31)
    assert [check for check in checks if not check.ok] == []
    assert {check.quantity for check in checks if check.path == name} >= WHOLE
    assert len(checks) > 2 * len(graph.nodes)


def test_a_number_that_is_wrong_is_found(monkeypatch):
    monkeypatch.setattr("convcalc.verify.run.peak_activation_bytes", lambda *_, **__: 1)
    checks = verify_network(load("lenet5").graph, name="lenet5")
    assert [check.quantity for check in checks if not check.ok] == ["peak_activation_bytes"]
