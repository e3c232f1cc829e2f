"""Every number of a sweep is that of the same network by itself, to the last digit."""

import pytest
from loops import loop, loop_of, swept
from random_networks import random_network

from convcalc.network import load
from convcalc.network.zoo import zoo

MOBILE = {
    "input": ["3", "resolution", "resolution"],
    "vars": {"width": 1.0, "resolution": 64, "kernel": 3, "expand": 6},
    "defaults": {"conv": {"p": "half", "norm": "bn", "act": "relu6"}},
    "blocks": {
        "inverted": {
            "vars": {"out": "required", "stride": 1},
            "layers": [
                {
                    "add": {
                        "main": [
                            {"conv": {"out": "cin*expand", "k": 1}, "if": "expand != 1"},
                            {"depthwise": {"k": "kernel", "s": "stride"}},
                            {"conv": {"out": "out", "k": 1, "act": "none"}},
                        ],
                        "skip": {"if": "stride == 1 and cin == out", "layers": []},
                    }
                }
            ],
        }
    },
    "layers": [
        {"conv": {"out": "round8(32*width)", "k": 3, "s": 2}},
        {"inverted": {"out": "round8(16*width)"}, "repeat": 2},
        {"inverted": {"out": "round8(24*width)", "stride": 2}},
        "gap",
        "flatten",
        {"linear": 10},
    ],
}


def test_a_residual_network_whose_skips_hang_on_its_width():
    space = {
        "width": [0.25, 0.35, 0.5, 1.0, 1.4],
        "resolution": [32, 33, 64],
        "kernel": [2, 3, 5],
        "expand": [1, 3, 6],
    }
    found, codes = loop(MOBILE, space)
    result = swept(MOBILE, space)
    assert result.codes == codes
    assert result.found == found


@pytest.mark.parametrize("size", [1, 7, 20, 100])
def test_the_size_of_a_chunk_changes_no_number(size):
    space = {"width": [0.35, 1.0], "resolution": [32, 48], "kernel": [3, 5], "expand": [1, 6]}
    assert swept(MOBILE, space, size=size).found == swept(MOBILE, space).found


@pytest.mark.parametrize("seed", range(32))
def test_random_networks(seed):
    network, space = random_network(seed)
    found, codes = loop(network, space)
    result = swept(network, space, size=[16, 1000][seed % 2])
    assert result.found == found
    assert result.codes == codes


@pytest.mark.parametrize("name", [name for name, entry in zoo().items() if not entry.preset])
def test_networks_of_the_zoo(name):
    """The first two vars that are numbers; depths, widths and growths are among them."""
    numbers = {
        key: [value, 2 * value]
        for key, value in load(name).variables.items()
        if isinstance(value, int | float) and key != "classes"
    }
    space = dict([*numbers.items(), ("classes", [10, 1000])][:2])
    if "classes" in space and "classes" not in load(name).variables:
        del space["classes"]
    if not space:
        pytest.skip("it has no vars that are numbers")
    table = loop_of(lambda point: load(name, set=point), space)
    result = swept(name, space)
    assert (result.found, result.codes) == table
