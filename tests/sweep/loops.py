"""A sweep and a loop: the loop opens each point as a network of its own, by `load` and `cost`."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import yaml

from convcalc.analysis.metrics import METRICS
from convcalc.errors import InputError
from convcalc.network import Settings, read_network
from convcalc.network.source import read_text
from convcalc.sweep.chunks import Chunks
from convcalc.sweep.reading import Changes, read_sweep


def sweep_of(network, space, **keys):
    """A sweep whose network is written in place."""
    whole = {"convcalc": 1, "sweep": "test", "network": network, "space": space, **keys}
    return read_sweep(read_text(yaml.safe_dump(whole, sort_keys=False), "a.sweep.yaml"), Changes())


def points(space):
    """Every point, the last var moving fastest."""
    return [dict(zip(space, values, strict=True)) for values in product(*space.values())]


def smallest(value):
    """What a sweep says where a metric has one number for each axis; fractions as floats."""
    one = min(value) if isinstance(value, tuple) else value
    return float(one) if isinstance(one, Fraction) else one


def loop(network, space):
    """The metrics of each point that can be, and the codes of those that cannot."""
    text = yaml.safe_dump({"convcalc": 1, **network}, sort_keys=False)
    return loop_of(lambda point: read_network(read_text(text, "a.yaml"), Settings(point)), space)


def loop_of(opened, space):
    """The same of networks however they are opened."""
    found, codes = {}, Counter()
    for number, point in enumerate(points(space)):
        try:
            cost = opened(point).cost()
        except InputError as error:
            codes[error.problem.code] += 1
        else:
            found[number] = {name: smallest(getattr(cost, name)) for name in METRICS}
    return found, codes


@dataclass
class Swept:
    found: dict
    codes: Counter
    fronts: list


def swept(network, space, metrics=tuple(METRICS), size=2**18, **keys):
    """The same by a sweep, in chunks of at most so many points."""
    asked = sweep_of(network, space, columns=list(metrics), **keys)
    chunks, result = Chunks(asked, size), Swept({}, Counter(), [])
    for number in range(len(chunks)):
        chunk = chunks.chunk(number, table=True)
        result.codes += chunk.counts.impossible
        result.fronts.append(chunk.front)
        if chunk.table:
            columns = [column.tolist() for column in chunk.table.columns]
            for point, *row in zip(chunk.table.points.tolist(), *columns, strict=True):
                result.found[point] = dict(zip(metrics, row, strict=True))
    return result
