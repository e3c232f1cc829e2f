"""Other sizes by plain loops over places: resizing, adaptive pools, pixels, padding."""

from fractions import Fraction
from itertools import product
from math import floor, prod

import naive
import numpy as np
from naive_padding import pairs, spread

PLACES = {False: naive.blended_place, True: naive.aligned_place}


def nearest_terms(position, sizes, _aligned):
    """The one element that is copied."""
    return [(min(naive.copied_reads(position, **sizes)), Fraction(1))]


def bilinear_terms(position, sizes, aligned):
    """The neighbours of the place, each by how near it is; beyond the border stands the border."""
    place, last = PLACES[aligned](position, **sizes), sizes["in_size"] - 1
    low = floor(place)
    return [
        (min(max(low, 0), last), 1 - (place - low)),
        (min(max(low + 1, 0), last), place - low),
    ]


TERMS = {"nearest": nearest_terms, "bilinear": bilinear_terms}


def resized_sizes(arguments, sizes):
    """The sizes that are asked for, or as many times the old ones; 2 times if nothing is said."""
    if arguments.get("size"):
        return spread(arguments["size"], len(sizes))
    scales = spread(arguments.get("scale") or 2, len(sizes))
    return [len(range(size)) * scale for size, scale in zip(sizes, scales, strict=True)]


def resize(x, arguments):
    """Each output element is a weighted sum of elements along every axis."""
    batch, channels, *sizes = x.shape
    out = np.zeros((batch, channels, *resized_sizes(arguments, sizes)))
    terms, aligned = TERMS[arguments["mode"]], arguments.get("align_corners", False)
    each = [both(*pair) for pair in zip(sizes, out.shape[2:], strict=True)]
    for position in product(*map(range, out.shape[2:])):
        axes = zip(position, each, strict=True)
        for term in product(*(terms(*axis, aligned) for axis in axes)):
            place = tuple(at for at, _ in term)
            part = x[(slice(None), slice(None), *place)] * float(prod(share for _, share in term))
            out[(slice(None), slice(None), *position)] += part
    return out


def both(in_size, out_size):
    return {"in_size": in_size, "out_size": out_size}


def adaptive(x, arguments, reduce):
    """`reduce` of the elements of which a part lies in each share."""
    batch, channels, *sizes = x.shape
    out = np.zeros((batch, channels, *spread(arguments["output_size"], len(sizes))))
    for index in np.ndindex(*out.shape):
        axes = zip(index[2:], map(both, sizes, out.shape[2:]), strict=True)
        places = product(*(naive.share_reads(at, **sizes) for at, sizes in axes))
        out[index] = reduce([float(x[(*index[:2], *place)]) for place in places])
    return out


def mean(values):
    return sum(values) / len(values)


def links(channels, sizes, factor):
    """Each element of a larger tensor, and its place in the deeper one (PyTorch PixelShuffle)."""
    for channel, place in product(range(channels), product(*[range(n * factor) for n in sizes])):
        phases = np.ravel_multi_index([at % factor for at in place], (factor,) * len(sizes))
        deep = channel * factor ** len(sizes) + int(phases)
        yield (channel, *place), (deep, *[at // factor for at in place])


def shuffled(x, factor):
    batch, channels, *sizes = x.shape
    channels = len(range(0, channels, factor ** len(sizes)))
    out = np.zeros((batch, channels, *[n * factor for n in sizes]))
    for wide, deep in links(channels, sizes, factor):
        out[(slice(None), *wide)] = x[(slice(None), *deep)]
    return out


def unshuffled(x, factor):
    batch, channels, *sizes = x.shape
    small = [len(range(0, n, factor)) for n in sizes]
    out = np.zeros((batch, channels * factor ** len(sizes), *small))
    for wide, deep in links(channels, small, factor):
        out[(slice(None), *deep)] = x[(slice(None), *wide)]
    return out


def shown(size, before, after, mode):
    """Which element stands at each place of a padded axis; None is a zero."""
    row = list(range(size))
    if mode == "reflect":
        return [*row[1 : before + 1][::-1], *row, *row[::-1][1 : after + 1]]
    ends = (0, size - 1) if mode == "replicate" else (None, None)
    return [ends[0]] * before + row + [ends[1]] * after


def padded(x, arguments):
    """Values, and the padding as pairs."""
    sizes, mode = x.shape[2:], arguments["mode"]
    found = pairs(arguments["padding"], sizes, ())
    rows = [shown(size, *pair, mode) for size, pair in zip(sizes, found, strict=True)]
    out = np.zeros((*x.shape[:2], *map(len, rows)))
    for position in product(*map(range, out.shape[2:])):
        place = [row[at] for row, at in zip(rows, position, strict=True)]
        if None not in place:
            out[(slice(None), slice(None), *position)] = x[(slice(None), slice(None), *place)]
    return out, found


def reshaped(x, shape):
    """The elements of each sample in order, laid out anew."""
    rest = len([one for sample in x[:1] for one in np.ndenumerate(sample)])
    for size in shape:
        rest //= 1 if size == -1 else size
    target = [rest if size == -1 else size for size in shape]
    out = np.zeros((len(x), *target))
    for sample, written in zip(x, out, strict=True):
        for (_, element), place in zip(np.ndenumerate(sample), np.ndindex(*target), strict=True):
            written[place] = element
    return out
