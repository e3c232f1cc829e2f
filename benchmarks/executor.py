"""NumPy convolutions beside PyTorch's, and what the largest one keeps in memory.

    pip install -e '.[oracle]' && python benchmarks/executor.py

Both get the same float32 arrays, have the same threads and allocate their own output. One
side is `convcalc.executor.run`, the whole of it, the other `torch.nn.functional.conv2d`.
They take turns in blocks of calls: a slower moment of the machine meets both, and neither
works while the other's threads still spin. Each number of threads has a process of its own,
since OpenBLAS is told once.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import torch
from timing import environment, verdict

from convcalc.executor import Plan, Step, measure, run
from convcalc.executor.run import MEMORY

THREADS = (1, 2)
CALLS, DROPPED = 12, 3  # of each block; the first ones wake threads
MIB = 2**20
DENSE, DEPTHWISE = 2.5, 7  # times PyTorch's

# name: input, arguments, ratio to keep
LAYERS = {
    "64->64 3x3 at 56": ((64, 56, 56), (64, 3, 1, 1, 1), DENSE),
    "256->256 3x3 at 14": ((256, 14, 14), (256, 3, 1, 1, 1), DENSE),
    "3->64 7x7 s2 at 224": ((3, 224, 224), (64, 7, 2, 3, 1), DENSE),
    "depthwise 128 3x3 at 56": ((128, 56, 56), (128, 3, 1, 1, 128), DEPTHWISE),
    "depthwise 512 3x3 at 14": ((512, 14, 14), (512, 3, 1, 1, 512), DEPTHWISE),
}
NAMES = ("out_channels", "kernel_size", "stride", "padding", "groups")


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--child", choices=["ratios", "memory"], help="for its own use")
    options = parser.parse_args()
    if options.child:
        print(json.dumps(ratios(options.rounds) if options.child == "ratios" else memory()))
        return
    print(f"other work on this machine: {os.getloadavg()[0]:.1f} of {os.cpu_count()} processors")
    for threads in THREADS:
        print(f"{threads} thread{'s' * (threads > 1)}: medians, and the ratio of the fastest calls")
        for name, found in child("ratios", threads, options.rounds).items():
            times = "{0:8.3f} ms, PyTorch {1:7.3f} ms, fastest {3:4.2f}".format(*found)
            print(verdict(f"  {name:24}{times}, ratio", found[2], LAYERS[name][-1], most=True))
    grown, seconds = child("memory", THREADS[-1], options.rounds)
    print(f"512->512 3x3 at 224, measured in {seconds:.1f} s on {THREADS[-1]} threads")
    print(verdict("  resident memory beyond the start, MiB", grown / MIB, MEMORY / MIB, most=True))


def child(part, threads, rounds):
    """What a process with so many threads answers."""
    env = environment() | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(threads))
    command = [sys.executable, __file__, "--child", part, "--rounds", str(rounds)]
    ran = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE)
    return json.loads(ran.stdout)


def ratios(rounds):
    """Of each layer both medians [ms], their ratio, and the ratio of the fastest calls."""
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    return {name: compared(*layer, rounds) for name, (*layer, _) in LAYERS.items()}


def compared(shape, arguments, rounds):
    out_channels, kernel_size, *_, groups = arguments
    generator = np.random.default_rng(0)
    x = generator.standard_normal((1, *shape), np.float32)
    weight = generator.standard_normal(
        (out_channels, shape[0] // groups, kernel_size, kernel_size), np.float32
    )
    sides = partial(ours, x, weight, arguments), partial(theirs, x, weight, arguments)
    np.testing.assert_allclose(sides[0](), sides[1](), atol=1e-3)
    numpy_times, torch_times = in_turns(sides, rounds)
    medians = 1e3 * median(numpy_times), 1e3 * median(torch_times)
    return *medians, medians[0] / medians[1], min(numpy_times) / min(torch_times)


def ours(x, weight, arguments):
    step = Step("conv", "conv", dict(zip(NAMES, arguments, strict=True)), (0,))
    return run(Plan((x.shape[1:],), (step,), (1,)), [x], {"conv": (weight,)})[0]


@torch.inference_mode()
def theirs(x, weight, arguments):
    named = dict(zip(NAMES[2:], arguments[2:], strict=True))
    return torch.nn.functional.conv2d(torch.from_numpy(x), torch.from_numpy(weight), **named)


def in_turns(sides, rounds):
    """The seconds of each call of each side."""
    times = [[] for _ in sides]
    for _ in range(rounds):
        for side, taken in zip(sides, times, strict=True):
            time.sleep(0.02)  # until the other's threads have gone to sleep
            taken.extend([seconds(side) for _ in range(CALLS)][DROPPED:])
    return times


def seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def memory():
    """The bytes that measuring the layer adds to the process, and its seconds."""
    measure(same(8, 8))  # what NumPy and its BLAS load once
    before = resident()
    taken = seconds(partial(measure, same(512, 224)))
    return resident() - before, taken


def same(channels, size):
    arguments = {"out_channels": channels, "kernel_size": 3, "padding": 1}
    return Plan(((channels, size, size),), (Step("conv", "conv", arguments, (0,)),), (1,))


def resident():
    """The most bytes that this process ever held.

    Where the system does not say it, the most that it or what it was forked from ever held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = re.findall(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        return int(peak) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
