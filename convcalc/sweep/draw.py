"""Points drawn at random: which one is the i-th hangs on the seed and on i, and on nothing else."""

from __future__ import annotations

import numpy as np

from convcalc.sweep.box import Box, Edge
from convcalc.sweep.calculation import Array
from convcalc.sweep.model import Random
from convcalc.sweep.space import Space

_GOLDEN = 0x9E3779B97F4A7C15


def drawn(space: Space, sample: Random, numbers: Array) -> Box:
    """The draws of these numbers; a point may be drawn more than once."""
    draws = numbers.astype(np.uint64)
    digits = {}
    for number, axis in enumerate(space.axes):
        key = mixed(np.array([sample.seed, number], np.uint64))
        shuffled = mixed(draws ^ key[0]) ^ key[1]
        digits[number] = (mixed(shuffled) % np.uint64(len(axis))).astype(np.int64)
    return Box(0, (Edge(digits, numbers),))


def mixed(values: Array) -> Array:
    """Numbers of 64 bits, each sent to another: the output function of SplitMix64.

    Source: Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014;
    the first output of the seed 1234567 is that of the reference code.

    >>> int(mixed(np.array([1234567], np.uint64))[0])
    6457827717110365317
    """
    with np.errstate(over="ignore"):  # modulo 2**64 is what is meant
        z = values + np.uint64(_GOLDEN)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
