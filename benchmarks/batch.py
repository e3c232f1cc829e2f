"""Layers a second through `convcalc batch`, start-up aside.

    python benchmarks/batch.py

A process reads N lines, another 2N; the difference of their times is that of N lines. Hardly a
layer is drawn twice. What counts is the time until all is answered; the processor's time stands
beside it, on which other work on the machine has less influence.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from time import perf_counter

from timing import children, medians, process, verdict

LIMIT = 15_000  # layers/s


def conv(random):
    size = random.randint(16, 256)
    return {
        "variant": "conv",
        "input": [random.randint(1, 512), size, size],
        "out_channels": random.randint(1, 512),
        "kernel_size": random.choice((1, 3, 5, 7)),
        "stride": random.choice((1, 2)),
        "padding": random.choice((0, 1, "half")),
        "bias": False,
    }


def text(count):
    random = Random(2016)  # noqa: S311 — layers are no secret
    return "".join(json.dumps(conv(random)) + "\n" for _ in range(count)).encode()


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    command = [str(Path(sys.executable).with_name("convcalc")), "batch"]
    runs = {times: process(command, given=text(times * asked.lines)) for times in (0, 1, 2)}
    for name, clock in {
        "of processor time": children,
        "until all is answered": perf_counter,
    }.items():
        found = medians(runs, rounds=asked.rounds, clock=clock)
        for times, seconds in found.items():
            print(f"{times * asked.lines:>7,} lines {seconds:7.2f} s {name}")
        rate = asked.lines / (found[2] - found[1])
        print(verdict("layers/s", rate, LIMIT, most=False))


if __name__ == "__main__":
    main()
