"""One validated layer in process: `convcalc.Conv(...).cost(shape)`.

    python benchmarks/cost.py

The yardstick is a pydantic model of the same seven fields, built in the same run. Processor
time is measured, in turns, so that a busy machine matters less.
"""

from argparse import ArgumentParser
from random import Random
from time import process_time

from pydantic import BaseModel
from timing import medians, verdict

import convcalc

LIMIT = 60  # µs
LAYERS = 2_000


def layer(random):
    size = random.randint(7, 512)
    arguments = {
        "out_channels": random.randint(1, 2048),
        "kernel_size": random.choice((1, 3, 5, 7)),
        "stride": random.choice((1, 2)),
        "padding": random.choice((0, 1, "half")),
    }
    return (random.randint(1, 2048), size, size), arguments


# Drawn from so many that hardly one comes twice: nothing can be remembered.
RANDOM = Random(2016)  # noqa: S311 — layers are no secret
SQUARE = [layer(RANDOM) for _ in range(LAYERS)]
UNEVEN = [
    ((channels, size, size + 1), {**arguments, "kernel_size": (k, k + 2), "dilation": (2, 1)})
    for (channels, size, _), arguments in SQUARE
    for k in [arguments["kernel_size"]]
]


class Model(BaseModel):
    """What a layer's arguments would be without any meaning."""

    out_channels: int
    kernel_size: int | tuple[int, ...]
    stride: int | tuple[int, ...] = 1
    padding: int | str | tuple[int, ...] = 0
    dilation: int | tuple[int, ...] = 1
    groups: int = 1
    bias: bool = True


def costs(layers):
    def run():
        for shape, arguments in layers:
            convcalc.Conv(**arguments).cost(shape)

    return run


def models():
    for _, arguments in SQUARE:
        Model(**arguments)


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    runs = {
        "a pydantic model of seven fields": models,
        "a conv": costs(SQUARE),
        "a conv with its own numbers on each axis": costs(UNEVEN),
    }
    found = medians(runs, rounds=parser.parse_args().rounds, clock=process_time)
    each = {name: 1e6 * seconds / LAYERS for name, seconds in found.items()}
    yardstick = next(iter(each.values()))
    for name, micros in each.items():
        print(f"{name:42}{micros:7.1f} µs   ×{micros / yardstick:.1f}")
    print(verdict("a conv, µs", each["a conv"], LIMIT, most=True))


if __name__ == "__main__":
    main()
