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


ATTENTION = {
    "input": ["heads*dim", 9],
    "vars": {"heads": 2, "dim": 4, "step": 1, "start": 0},
    "layers": [
        {"conv": {"out": "2*heads*dim", "k": 1}},
        {"split": ["q", "k"]},
        {"reshape": ["heads", "dim", -1], "from": "q"},
        {"product": {"shape": ["heads", 9, 9], "inner": "dim"}, "from": ["prev", "k"]},
        {"elementwise": {"function": "Add", "params": [81, "heads*dim"]}},
        {"take": {"starts": [0, "start", 0], "steps": ["1", "step", 1]}, "name": "taken"},
        {"movement": {"function": "Expand", "shape": ["heads*step", 5]}},
        {"permute": [1, 0]},
        {
            "recurrent": {
                "function": "GRU",
                "shape": [5, 1, "dim"],
                "params": ["3*dim*heads*step", "3*dim*dim"],
                "rows": "3*dim",
                "inner": "heads*step + dim",
                "steps": [1, 5],
            }
        },
        {"embedding": {"num_embeddings": "100*heads", "embedding_dim": "dim"}, "from": "taken"},
        {"reshape": ["dim", -1]},
    ],
}


def test_what_models_do():
    """Sizes, params, products and places hang on vars; some places are not there."""
    space = {"heads": [1, 2, 3], "dim": [2, 4], "step": [-1, 1, 2, 3], "start": [0, 1, 8, 9]}
    found, codes = loop(ATTENTION, space)
    result = swept(ATTENTION, space)
    # Of 96 points a fourth starts behind the last element, and of the others those that go back
    # would make as many channels below 0.
    assert codes == {"CC238": 24, "CC105": 18}
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


def test_points_at_which_an_expression_fails_are_those_of_a_loop():
    """Channels that are no whole number, and a division by zero."""
    network = {
        "input": ["c", "12", "12"],
        "vars": {"c": 4, "w": 1.0, "g": 1, "act": "relu"},
        "layers": [
            {"conv": {"out": "8*w", "k": "6//(g - 1)", "act": "act"}},
            {"conv": {"out": "4 if g > 2 else c*w", "k": 1}},
        ],
    }
    space = {"c": [4, 5], "w": [0.5, 0.7, 1.0, 2.0], "g": [1, 2, 3, 4], "act": ["relu", "gelu"]}
    found, codes = loop(network, space)
    result = swept(network, space)
    # By hand: g=1 divides by zero at 16 of 64 points; 8·0.7 = 5.6 at 12 of the others; 5·0.5 = 2.5
    # channels at g=2 at 2 more.
    assert codes == {"CC112": 16, "CC105": 14}
    assert result.codes == codes
    assert result.found == found


def test_the_peak_of_memory_is_at_another_layer_for_other_points():
    network = {
        "input": ["4", "16", "16"],
        "vars": {"a": 1, "b": 1},
        "layers": [{"conv": {"out": out, "k": 1}} for out in ("a", "b", 6)],
    }
    result = swept(network, {"a": [1, 20], "b": [1, 25]}, ["peak_activation_bytes"])
    peaks = [row["peak_activation_bytes"] for row in result.found.values()]
    # By hand: 256 positions of 4 bytes; 4 + a channels live at first, then a + b, then b + 6.
    expected = [1024 * max(4 + a, a + b, b + 6) for a in (1, 20) for b in (1, 25)]
    assert peaks == expected
