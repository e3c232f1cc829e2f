"""Whole operators by plain loops over elements: what meets what, and what comes out.

Arguments are read as they were written; sizes are found by trying places, never by formula.
"""

from dataclasses import dataclass, replace
from itertools import product
from math import exp, sqrt

import naive
import naive_norms
import naive_places
import naive_pools
import naive_resizing
import numpy as np
from naive_padding import pairs, spread, windows


@dataclass(frozen=True)
class Outcome:
    """What the loops did, for all batch items; `padding` is what they put on or cut."""

    values: np.ndarray
    params: int = 0
    macs: int = 0
    effective_macs: int = 0
    activations: int = 0
    padding: tuple | None = None


def crossed(axes):
    """One list of (a, b) for each axis, as (a per axis, b per axis) over all axes."""
    for one in product(*axes):
        yield tuple(zip(*one, strict=True))


def inside(place, sizes):
    """The place, or nothing where it is not on a tensor of these sizes."""
    on_it = all(at in range(size) for at, size in zip(place, sizes, strict=True))
    return place if on_it else None


def of_groups(groups, in_channels, out_channels):
    """Input channel, its number in its group, output channel, its number: for all that meet."""
    of_input = np.array_split(range(in_channels), groups)
    of_output = np.array_split(range(out_channels), groups)
    for inputs, outputs in zip(of_input, of_output, strict=True):
        yield from product(enumerate(inputs), enumerate(outputs))


def weighed(x, weights, out, *, links, rows):
    """Add up all products; `links` are (read, tap, written), with nothing for what is not there."""
    (weight, *biases), batch, macs, effective = weights, len(x), 0, 0
    for read, tap, written in links:
        for c, m, row in rows:
            macs += batch
            if read is not None and written is not None:
                effective += batch
                part = x[(slice(None), c, *read)] * weight[(*row, *tap)]
                out[(slice(None), m, *written)] += part
    for bias in biases:
        out += bias.reshape(1, -1, *(1,) * (out.ndim - 2))
    params = sum(one.size for one in weights)
    return Outcome(out, params, macs, effective, out.size)


def conv(x, weights, arguments):
    """Every window, every tap, every channel of its group."""
    sizes = x.shape[2:]
    found = windows(arguments, sizes)
    padding = pairs(arguments.get("padding", 0), sizes, found)
    starts = [
        naive.window_starts(size, **window, before=before, after=after)
        for size, window, (before, after) in zip(sizes, found, padding, strict=True)
    ]
    links = (
        (inside(place, sizes), tap, position)
        for position, begin in crossed([list(enumerate(one)) for one in starts])
        for tap, place in placed(begin, found)
    )
    met = of_groups(arguments.get("groups", 1), x.shape[1], len(weights[0]))
    rows = [(c, m, (m, within)) for (within, c), (_, m) in met]
    out = np.zeros((len(x), len(weights[0]), *map(len, starts)))
    return replace(weighed(x, weights, out, links=links, rows=rows), padding=padding)


def placed(begin, found):
    """Each tap of a kernel that begins there, and where it stands."""
    axes = [
        [(tap, at + window["dilation"] * tap) for tap in range(window["kernel_size"])]
        for at, window in zip(begin, found, strict=True)
    ]
    return crossed(axes)


def conv_transpose(x, weights, arguments):
    """Every input element lays its copy of the kernel on a canvas, of which a part is kept."""
    sizes = x.shape[2:]
    found = windows(arguments, sizes)
    extras = spread(arguments.get("output_padding", 0), len(sizes))
    padding = pairs(arguments.get("padding", 0), sizes, found, extras)
    kept = [
        len(naive.laid_copies(size, **window, before=before, after=after, output_padding=extra))
        for size, window, (before, after), extra in zip(sizes, found, padding, extras, strict=True)
    ]
    links = (
        (position, tap, inside(place, kept))
        for position, begin in crossed(list(map(copy_starts, sizes, found, padding)))
        for tap, place in placed(begin, found)
    )
    groups, each = arguments.get("groups", 1), weights[0].shape[1]
    met = of_groups(groups, x.shape[1], each * groups)
    rows = [(c, m, (c, within)) for (_, c), (within, m) in met]
    out = np.zeros((len(x), each * groups, *kept))
    return replace(weighed(x, weights, out, links=links, rows=rows), padding=padding)


def copy_starts(size, window, cut):
    """Each input position, and where its copy of the kernel begins on what is kept."""
    return [(at, at * window["stride"] - cut[0]) for at in range(size)]


def outcome(found):
    """Values and padding of a pool."""
    values, padding = found
    return Outcome(values, padding=padding)


def shuffle(x, arguments):
    """Channels dealt out like cards: the first of each group, then the second of each, …"""
    hands = np.array_split(range(x.shape[1]), arguments["groups"])
    dealt = [int(hand[turn]) for turn in range(len(hands[0])) for hand in hands]
    return Outcome(np.stack([x[:, c] for c in dealt], axis=1))


def concat(*tensors):
    """Channel after channel."""
    return Outcome(np.stack([x[:, c] for x in tensors for c in range(x.shape[1])], axis=1))


def add(*tensors):
    return Outcome(np.vectorize(lambda *each: sum(each))(*tensors))


def linear(x, weights):
    """Every output feature meets every input feature."""
    (weight, *biases), (batch, features) = weights, x.shape
    out, macs = np.zeros((batch, len(weight))), 0
    for n, m, c in product(range(batch), range(len(weight)), range(features)):
        out[n, m] += float(x[n, c]) * float(weight[m, c])
        macs += 1
    for bias in biases:
        out += bias
    return Outcome(out, sum(one.size for one in weights), macs, macs, out.size)


def matmul(a, b):
    """Every position of the one is a channel of the other."""
    out, macs = np.zeros((*a.shape[:2], *b.shape[2:])), 0
    inner = list(enumerate(product(*map(range, a.shape[2:]))))
    for n, m, *place in product(*map(range, out.shape)):
        for k, at in inner:
            out[(n, m, *place)] += float(a[(n, m, *at)]) * float(b[(n, k, *place)])
            macs += 1
    return Outcome(out, 0, macs, macs, out.size)


def attention(query, key, value, heads):
    """Each query asks every key how much of its value to take."""
    batch, channels, *queries = query.shape
    out, macs, scored = np.zeros((batch, value.shape[1], *queries)), 0, 0
    shares = zip(*(np.array_split(range(x.shape[1]), heads) for x in (query, value)), strict=True)
    for n, (asking, giving), at in product(
        range(batch), list(shares), list(product(*map(range, queries)))
    ):
        scores = {}
        for place in product(*map(range, key.shape[2:])):
            terms = [float(query[(n, c, *at)]) * float(key[(n, c, *place)]) for c in asking]
            scores[place] = exp(sum(terms) / sqrt(channels / heads))
            macs, scored = macs + len(terms), scored + 1
        for v, (place, score) in product(giving, scores.items()):
            share = score / sum(scores.values())
            out[(n, v, *at)] += share * float(value[(n, v, *place)])
            macs += 1
    return Outcome(out, 0, macs, macs, scored + out.size)


def learned(values, weights):
    """What comes out where weights multiply nothing that counts."""
    return Outcome(values, sum(one.size for one in weights))


def activated(name):
    function = naive_norms.activation(name)
    return lambda inputs, _weights, arguments: Outcome(function(*inputs, arguments))


# Each is given the input arrays, the weight and perhaps a bias, and the arguments as written.
LOOPS = {
    "conv": lambda inputs, weights, arguments: conv(*inputs, weights, arguments),
    "conv_transpose": lambda inputs, weights, arguments: conv_transpose(
        *inputs, weights, arguments
    ),
    "avgpool": lambda inputs, _weights, arguments: outcome(
        naive_pools.averaged(*inputs, arguments)
    ),
    "maxpool": lambda inputs, _weights, arguments: outcome(naive_pools.largest(*inputs, arguments)),
    "gap": lambda inputs, _weights, _arguments: Outcome(naive_pools.mean(*inputs)),
    "flatten": lambda inputs, _weights, _arguments: Outcome(
        np.array([[x for _, x in np.ndenumerate(sample)] for sample in inputs[0]])
    ),
    "slice": lambda inputs, _weights, arguments: Outcome(
        np.stack([inputs[0][:, arguments["start"] + c] for c in range(arguments["channels"])], 1)
    ),
    "identity": lambda inputs, _weights, _arguments: Outcome(inputs[0]),
    "dropout": lambda inputs, _weights, _arguments: Outcome(inputs[0]),
    "adaptive_avgpool": lambda inputs, _weights, arguments: Outcome(
        naive_resizing.adaptive(*inputs, arguments, naive_resizing.mean)
    ),
    "adaptive_maxpool": lambda inputs, _weights, arguments: Outcome(
        naive_resizing.adaptive(*inputs, arguments, max)
    ),
    "pad": lambda inputs, _weights, arguments: outcome(naive_resizing.padded(*inputs, arguments)),
    "pixel_shuffle": lambda inputs, _weights, arguments: Outcome(
        naive_resizing.shuffled(*inputs, **arguments)
    ),
    "pixel_unshuffle": lambda inputs, _weights, arguments: Outcome(
        naive_resizing.unshuffled(*inputs, **arguments)
    ),
    "reshape": lambda inputs, _weights, arguments: Outcome(
        naive_resizing.reshaped(*inputs, **arguments)
    ),
    "permute": lambda inputs, _weights, arguments: Outcome(
        naive_places.permuted(*inputs, **arguments)
    ),
    "take": lambda inputs, _weights, arguments: Outcome(naive_places.taken(*inputs, **arguments)),
    "embedding": lambda inputs, weights, arguments: Outcome(
        naive_places.looked_up(*inputs, *weights), weights[0].size if arguments["learned"] else 0
    ),
    "resize": lambda inputs, _weights, arguments: Outcome(
        naive_resizing.resize(*inputs, arguments)
    ),
    "shuffle": lambda inputs, _weights, arguments: shuffle(*inputs, arguments),
    "concat": lambda inputs, _weights, _arguments: concat(*inputs),
    "add": lambda inputs, _weights, _arguments: add(*inputs),
    "linear": lambda inputs, weights, _arguments: linear(*inputs, weights),
    "matmul": lambda inputs, _weights, _arguments: matmul(*inputs),
    "attention": lambda inputs, _weights, arguments: attention(*inputs, arguments["heads"]),
    "bn": lambda inputs, weights, arguments: Outcome(
        naive_norms.batch_norm(*inputs, weights, **arguments),
        sum(one.size for one in weights[:2]),  # the others are statistics
    ),
    "ln": lambda inputs, weights, arguments: learned(
        naive_norms.layer_norm(*inputs, weights, **arguments), weights
    ),
    "gn": lambda inputs, weights, arguments: learned(
        naive_norms.group_norm(*inputs, weights, **arguments), weights
    ),
    "in_norm": lambda inputs, weights, arguments: learned(
        naive_norms.group_norm(*inputs, weights, arguments["eps"], inputs[0].shape[1]), weights
    ),
    "lrn": lambda inputs, _weights, arguments: Outcome(
        naive_norms.response_norm(*inputs, **arguments)
    ),
    "scale": lambda inputs, weights, _arguments: learned(
        naive_norms.each(*inputs, lambda x, place: x * float(weights[0][place[1]])), weights
    ),
    "prelu": lambda inputs, weights, _arguments: learned(
        naive_norms.slopes(*inputs, weights), weights
    ),
    "mul": lambda inputs, _weights, _arguments: Outcome(naive_norms.multiplied(*inputs)),
    "softmax": lambda inputs, _weights, _arguments: Outcome(naive_norms.softmax(*inputs)),
    "log_softmax": lambda inputs, _weights, _arguments: Outcome(
        np.log(naive_norms.softmax(*inputs))
    ),
    **{name: activated(name) for name in naive_norms.FUNCTIONS},
}
