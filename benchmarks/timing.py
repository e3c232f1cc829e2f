"""How the benchmarks measure: in turns, so that a busy machine slows all alike; medians."""

import os
import subprocess
import time
from statistics import median

# What a machine may set and a user's has not: it would time no cache of compiled files, or
# a BLAS that is told which processor it runs on.
_UNSET = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}


def environment():
    """The environment for a child process, as a user's would be."""
    return {name: value for name, value in os.environ.items() if name not in _UNSET}


def process(command, *, given=b""):
    """A run of a command to its end; its output goes through a pipe."""
    return lambda: subprocess.run(
        command, input=given, stdout=subprocess.PIPE, env=environment(), check=True
    )


def medians(runs, *, rounds, clock=time.perf_counter, of=median):
    """The median time of each of the named runs, or what `of` makes of its times. [s]"""
    for run in runs.values():
        run()  # the first one fills caches
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = clock()
            run()
            times[name].append(clock() - start)
    return {name: of(each) for name, each in times.items()}


def verdict(name, value, limit, *, most):
    """A line that says whether a figure keeps its bound."""
    kept = value <= limit if most else value >= limit
    bound = f"at {'most' if most else 'least'} {limit:,}"
    return f"{name}: {value:,.2f}, {bound}: {'kept' if kept else 'MISSED'}"
