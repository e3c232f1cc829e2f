"""Random networks in YAML whose arguments, copies, branches and conditions hang on vars."""

import random
import re

VALUES = {
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
INPUTS = [["3", "h", "h"], ["c", "h", "h + 4"], ["4", "h"], ["2", "5", "h", 6]]
CONDITIONS = ["k > 2", "c*w < 6", "s == 1 or k == 3", "h > 9"]


def conv(rng, _depth=0):
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


def pool(rng, _depth):
    return {rng.choice(["maxpool", "avgpool"]): {"k": "k", "s": rng.choice(["2", "s"])}}


def larger(rng, _depth):
    transposed = {"out": "c", "k": "k", "s": "s", "bias": "s > 1"}
    resized = {"scale": rng.choice(["2", "s"])}
    return rng.choice([{"resize": resized}, {"conv_transpose": transposed}])


def depthwise(_rng, _depth):
    return {"depthwise": {"k": "k", "p": "half", "s": "s"}}


def sometimes(rng, _depth):
    return {**conv(rng), "if": rng.choice(CONDITIONS)}


def repeated(rng, _depth):
    return {**conv(rng), "repeat": rng.choice(["n", "2", "s"])}


def branches(rng, depth):
    main = [layer(rng, depth + 1) for _ in range(rng.randint(1, 2))]
    other = rng.choice([[], [conv(rng)], {"if": "s == 1", "layers": []}])
    return {rng.choice(["add", "concat"]): {"main": main, "other": other}}


def gate(_rng, _depth):
    return {"mul": {"x": [], "gate": ["gap", {"conv": {"out": "c", "k": 1}}]}}


def others(rng, _depth):
    """One of each other operator and variant that takes numbers."""
    return rng.choice(
        [
            {"pixel_shuffle": {"factor": "s"}},
            {"pixel_unshuffle": {"factor": "s"}},
            {"shuffle": {"groups": "g"}},
            {"adaptive_avgpool": {"output_size": rng.choice(["k", "s", ["k", 3]])}},
            {"gn": {"groups": "g", "eps": "w/1000"}},
            {"prelu": {"num_parameters": rng.choice(["c", "1", "g"])}},
            {"lrn": {"size": "k", "alpha": "w"}},
            {"pad": {"padding": rng.choice(["k//2", ["s", "d"], [[1, "k"], ["s", "d"]]])}},
            {"resize": {"size": "h*2", "mode": "bilinear", "align_corners": "s > 1"}},
            {"bottleneck": {"out": "c", "s": "s", "style": "resnext", "g": "g"}},
            {"depthwise_separable": {"out": "c", "k": "k", "s": "s", "p": "pad"}},
            {"spatially_separable": {"out": "c", "k": "k", "p": "half"}},
            {"shuffled_grouped": {"out": "c", "k": "k", "g": "g", "p": "half"}},
            {"in_norm": {"affine": "k > 2"}},
            {"maxpool": {"k": "k", "s": "s", "p": "half", "ceil_mode": "h > 9"}},
            {"conv_transpose": {"out": "c", "k": "k", "s": "s", "p": "same", "g": "g"}},
            {"conv_transpose": {"out": "c", "k": "k", "s": "s", "output_padding": "s-1", "d": "d"}},
            {"resize_conv": {"out": "c", "k": "k", "scale": "s"}},
            {"conv": {"out": "c", "k": "k", "p": [1, "d"], "norm": {"gn": {"groups": "g"}}}},
        ]
    )


KINDS = [*[conv] * 4, *[others] * 5, pool, larger, depthwise, sometimes, repeated]


def layer(rng, depth=0):
    nested = [branches, branches, gate] if depth < 2 else []
    return rng.choice([*KINDS, *nested])(rng, depth)


def random_network(seed):
    """A network, and values for up to four of its vars."""
    rng = random.Random(seed)  # noqa: S311 — the same network each time
    layers = [{"conv": {"out": "c", "k": 1}}, *[layer(rng) for _ in range(rng.randint(2, 6))]]
    if rng.random() < 0.5:
        layers += ["gap", "flatten", {"linear": rng.choice(["10", "c"])}]
    shape = rng.choice(INPUTS)
    used = sorted(VALUES.keys() & set(words([layers, shape])))
    variables = {name: VALUES[name][0] for name in used}
    network = {"input": shape, "vars": variables, "layers": layers}
    return network, {name: VALUES[name] for name in rng.sample(used, min(4, len(used)))}


def words(thing):
    """Every word of the values, keys aside."""
    if isinstance(thing, dict):
        return [word for value in thing.values() for word in words(value)]
    if isinstance(thing, list):
        return [word for value in thing for word in words(value)]
    return re.findall(r"[a-z]+", str(thing))
