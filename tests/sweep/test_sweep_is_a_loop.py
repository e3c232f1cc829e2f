"""Every number of a sweep is that of the same network by itself, to the last digit."""

import random
import re

import pytest
import yaml
from loops import loop, swept

from convcalc.network.zoo import zoo_path

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


def network_of(name):
    return yaml.safe_load(zoo_path(name).read_text(encoding="utf-8"))


# Structural vars among them: depths, expansions, widths that decide about skips.
ZOO = {
    "mobilenet_v2": {"width": [0.35, 1.0, 1.4], "resolution": [96, 128], "expand": [1, 6]},
    "efficientnet_b0": {"width": [1.0, 1.2], "depth": [1.0, 1.4], "resolution": [64, 96]},
}


@pytest.mark.parametrize("name", ZOO)
def test_networks_of_the_zoo(name):
    from convcalc.network import load

    assert load(name)


WORDS = {
    "act": ["relu", "silu", "none"],
    "norm": ["bn", "none"],
    "pad": ["half", "same", "valid"],
    "k": [1, 2, 3, 5],
    "s": [1, 2, 3],
    "d": [1, 2],
    "g": [1, 2, 3, 4],
    "n": [0, 1, 3],
    "c": [4, 8, 12],
    "w": [0.5, 0.75, 1.0],
    "h": [7, 12, 16],
}


def random_network(seed):
    """Layers whose arguments, copies, branches and conditions hang on vars."""
    rng = random.Random(seed)

    def conv():
        return {
            "conv": {
                "out": rng.choice(["c", "8", "ceil(16*w)", "c*g", "c*s"]),
                "k": rng.choice(["k", "3", "1", ["k", "3"]]),
                "s": rng.choice(["1", "s", "1"]),
                "p": rng.choice(["half", "pad", "0", "1"]),
                "d": rng.choice(["1", "d"]),
                "g": rng.choice(["1", "1", "g"]),
                "act": rng.choice(["act", "none", "relu"]),
                "norm": rng.choice(["norm", "none", "bn"]),
            }
        }

    def layer(depth=0):
        kind = rng.choice(["conv"] * 4 + ["pool", "join", "if", "repeat", "up", "dw", "cat", "se"])
        if kind == "pool":
            return {rng.choice(["maxpool", "avgpool"]): {"k": "k", "s": rng.choice(["2", "s"])}}
        if kind == "up":
            return rng.choice(
                [
                    {"resize": {"scale": rng.choice(["2", "s"])}},
                    {"conv_transpose": {"out": "c", "k": "k", "s": "s", "bias": "s > 1"}},
                ]
            )
        if kind == "dw":
            return {"depthwise": {"k": "k", "p": "half", "s": "s"}}
        if kind == "if":
            return {**conv(), "if": rng.choice(["k > 2", "c*w < 6", "s == 1 or k == 3", "h > 9"])}
        if kind == "repeat":
            return {**conv(), "repeat": rng.choice(["n", "2", "s"])}
        if kind in ("join", "cat") and depth < 2:
            main = [layer(depth + 1) for _ in range(rng.randint(1, 2))]
            other = rng.choice([[], [conv()], {"if": "s == 1", "layers": []}])
            return {"add" if kind == "join" else "concat": {"main": main, "other": other}}
        if kind == "se" and depth < 2:
            return {"mul": {"x": [], "gate": ["gap", {"conv": {"out": "c", "k": 1}}]}}
        return conv()

    layers = [{"conv": {"out": "c", "k": 1}}, *[layer() for _ in range(rng.randint(2, 6))]]
    if rng.random() < 0.5:
        layers += ["gap", "flatten", {"linear": rng.choice(["10", "c"])}]
    input_shape = rng.choice([["3", "h", "h"], ["c", "h", "h + 4"], ["4", "h"], ["2", "5", "h", 6]])
    used = sorted(WORDS.keys() & set(words([layers, input_shape])))
    network = {
        "input": input_shape,
        "vars": {name: WORDS[name][0] for name in used},
        "layers": layers,
    }
    return network, {name: WORDS[name] for name in rng.sample(used, min(4, len(used)))}


def words(thing):
    """Every word of the values, keys aside."""
    if isinstance(thing, dict):
        return [word for value in thing.values() for word in words(value)]
    if isinstance(thing, list):
        return [word for value in thing for word in words(value)]
    return re.findall(r"[a-z]+", str(thing))


@pytest.mark.parametrize("seed", range(60))
def test_random_networks(seed):
    network, space = random_network(seed)
    found, codes = loop(network, space)
    result = swept(network, space, size=[16, 1000][seed % 2])
    assert result.found == found
    assert sum(result.codes.values()) == sum(codes.values())
