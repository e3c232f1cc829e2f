"""Layers a second through `convcalc batch`, start-up aside.

    python benchmarks/batch.py

A process reads N lines, another 2N; the difference of their times is that of N lines. Hardly a
layer is drawn twice. What counts is the time until all is answered, by as many processes as there
are processors and, in turns with it, by one.
"""

import json
import sys
from argparse import ArgumentParser
from os import cpu_count, getloadavg
from pathlib import Path
from random import Random

from timing import medians, process, verdict

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
    command = [str(Path(sys.executable).with_name("convcalc")), "batch", "--jobs"]
    given = {times: text(times * asked.lines) for times in (1, 2)}
    runs = {
        (jobs, times): process([*command, jobs], given=lines)
        for times, lines in given.items()
        for jobs in ("1", "auto")
    }
    found = medians(runs, rounds=asked.rounds)
    for (jobs, times), seconds in found.items():
        print(f"--jobs {jobs:<4} {times * asked.lines:>7,} lines {seconds:7.2f} s")
    alone, shared = (asked.lines / (found[jobs, 2] - found[jobs, 1]) for jobs in ("1", "auto"))
    print(f"one process: {alone:,.0f} layers/s; several: {shared / alone:.2f} times as many")
    print(verdict("layers/s", shared, LIMIT, most=False))
    print(f"load average {getloadavg()[0]:.1f} on {cpu_count()} processors")


if __name__ == "__main__":
    main()
