"""Networks of the zoo against PyTorch modules that were written from the papers."""

import pytest

torch = pytest.importorskip("torch")

import torch_networks  # noqa: E402 — only where torch is

from convcalc.network import load  # noqa: E402
from convcalc.network.zoo import zoo, zoo_entry  # noqa: E402

pytestmark = pytest.mark.oracle


def opened(name):
    entry = zoo_entry(name)
    return load(str(entry.file), preset=entry.preset)


@pytest.mark.parametrize("name", torch_networks.NETWORKS)
def test_params_and_macs_are_those_of_the_module(name):
    make, shape = torch_networks.NETWORKS[name]
    network = opened(name)
    assert network.graph.inputs == (shape,)
    cost = network.cost()
    assert (cost.params, cost.macs) == torch_networks.counted(make, shape)


def test_the_networks_that_name_this_test_are_in_it():
    named = {name for name in zoo() if "(tests/oracle)" in opened(name).source}
    assert named == {*torch_networks.NETWORKS}


def test_the_count_is_checked_by_hand():
    """3·3·2·4 + 4 = 76 params; on 5x6, padded, 30 positions of 72 products."""
    assert torch_networks.counted(lambda: torch.nn.Conv2d(2, 4, 3, padding=1), (2, 5, 6)) == (
        76,
        2160,
    )
