"""A sweep beside the same arithmetic by hand in NumPy, and how many networks a second it computes.

python benchmarks/sweep.py
"""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from timing import medians, process, verdict

from convcalc import load
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.run import run

ROOT = Path(__file__).parents[1]
TO_HAND, NETWORKS, TO_LOOP, JOBS, DASK = 0.5, 200_000, 500, 1.6, 1.5
TO_TORCHINFO = 10_000
LAYER = """\
convcalc: 1
sweep: shapes of one convolution
network:
  input: [cin, size, size]
  vars: {cin: 64, size: 56, cout: 64, kernel: 3, stride: 1, dil: 1, g: 1}
  layers:
    - conv: {out: cout, k: kernel, s: stride, p: half, d: dil, g: g, bias: false}
space:
  cin: 8..1024:8
  cout: 8..1024:8
  size: 16..256:16
  kernel: [1, 3, 5, 7]
  stride: [1, 2]
  dil: [1, 2]
  g: [1, 2, 4, 8]
limits: {macs: 500M}
minimize: [macs, params]
maximize: [receptive_field]
"""
# The same, as somebody who knows NumPy would write it: by broadcasting, in chunks that fit into
# a cache, with the front by the same library.
HAND = """\
import numpy as np
from moocore import is_nondominated

def along(values, axis):
    return np.array(values).reshape([-1 if axis == one else 1 for one in range(7)])

CIN, COUT, SIZE = range(8, 1025, 8), range(8, 1025, 8), range(16, 257, 16)
rest = [COUT, SIZE, [1, 3, 5, 7], [1, 2], [1, 2], [1, 2, 4, 8]]
cout, size, k, s, d, g = [along(one, axis) for axis, one in enumerate(rest, start=1)]
per, step, points, left_over = 128 * 16 * 4 * 2 * 2 * 4, 4, 0, 0
front = np.zeros((0, 3))
for begin in range(0, 128, step):
    cin = along(CIN[begin : begin + step], 0)
    span, pad = d * (k - 1) + 1, d * (k - 1) // 2
    out = (size + 2 * pad - span) // s + 1
    weights = k * k * (cin // g) * cout
    macs = out * out * weights
    fits = (cin % g == 0) & (cout % g == 0) & (span <= size + 2 * pad)
    left = fits & (macs <= 500_000_000)
    points, left_over = points + left.size, left_over + np.count_nonzero(left)
    columns = [np.broadcast_to(one, left.shape)[left] for one in (macs, weights, -span)]
    rows = np.concatenate([front, np.column_stack(columns).astype(float)])
    front = rows[is_nondominated(rows, keep_weakly=True)]
print(points, left_over, len(np.unique(front, axis=0)))
"""
MOBILENET = """\
convcalc: 1
sweep: mobilenet_v2
network: mobilenet_v2
space:
  width: {from: 0.25, to: 2.245, step: 0.005}
  resolution: {from: 96, to: 640, step: 16}
  kernel: [3, 5, 7, 9]
  expand: 1..20
limits: {macs: 300M, params: 3.4M}
minimize: [macs, peak_activation_bytes]
maximize: [params]
"""
LARGE = LAYER.replace("8..1024:8", "1..512").replace("16..256:16", "4..720:4")
LARGE = LARGE.replace("[1, 2, 4, 8]", "[1, 2, 4, 8, 16, 32, 64]")
LARGE_POINTS = 512 * 512 * 180 * 4 * 2 * 2 * 7


# A loop as one would write it with a framework's counter, without memory for any tensor. (fvcore
# 0.1.5 does not trace tensors of the meta device in torch 2.14.)
COUNTED = """\
import time
import torch
from torchinfo import summary
from torchvision.models import mobilenet_v2

def one(width):
    with torch.device("meta"):
        net = mobilenet_v2(width_mult=width).eval()
    return summary(net, (1, 3, 224, 224), device="meta", verbose=0).total_mult_adds

one(1.0)
begin = time.perf_counter()
for number in range(20):
    one(0.5 + number / 20)
print(20 / (time.perf_counter() - begin))
"""


def main():
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", action="store_true", help="by two together too: minutes")
    parser.add_argument("--others", type=Path, help="a Python with torchvision and torchinfo")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        beside_hand(Path(folder), options.rounds)
        networks(Path(folder), options.rounds, options.others)
        if options.jobs:
            together(Path(folder), options.rounds)


def written(folder, name, text):
    path = folder / f"{name}.sweep.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def beside_hand(folder, rounds):
    sweep, hand = written(folder, "layer", LAYER), folder / "hand.py"
    hand.write_text(HAND, encoding="utf-8")
    runs = {
        "by hand": process([sys.executable, str(hand)]),
        "sweep": process([sys.executable, "-m", "convcalc", "sweep", str(sweep), "-f", "json"]),
    }
    points, left, _ = runs["by hand"]().stdout.split()
    if f'"left": {left.decode()}' not in runs["sweep"]().stdout.decode():
        raise SystemExit("the two are not of one mind about how many points are left")
    times = medians(runs, rounds=rounds)
    print(f"one convolution, {int(points):,} points, whole processes, {rounds} rounds, medians")
    for name, one in times.items():
        print(f"  {name:8} {one:6.2f} s   {int(points) / one / 1e6:6.1f} M points/s")
    print(verdict("speed to that by hand", times["by hand"] / times["sweep"], TO_HAND, most=False))


def networks(folder, rounds, others):
    recipe = Recipe(str(written(folder, "mobilenet", MOBILENET)))
    run(recipe)
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        points = run(recipe).counts.points
        times.append(time.perf_counter() - begin)
    speed = points / median(times)
    begin = time.perf_counter()
    for number in range(20):
        load("mobilenet_v2", set={"width": 0.5 + number / 20}).cost()
    loop = 20 / (time.perf_counter() - begin)
    print(f"MobileNetV2, {points:,} networks of 52 layers, in process; a loop does {loop:,.0f}/s")
    print(verdict("networks a second", speed, NETWORKS, most=False))
    print(verdict("sweep to loop", speed / loop, TO_LOOP, most=False))
    if others:
        script = folder / "counted.py"
        script.write_text(COUNTED, encoding="utf-8")
        counted = float(process([str(others), str(script)])().stdout)
        print(f"a loop with torchinfo on the meta device does {counted:,.1f}/s")
        print(verdict("sweep to torchinfo", speed / counted, TO_TORCHINFO, most=False))


def together(folder, rounds):
    """Whole processes, with the start of others and of a cluster in them."""
    sweep = [sys.executable, "-m", "convcalc", "sweep", str(written(folder, "large", LARGE))]
    ways = {
        "one process": [],
        "two processes": ["--jobs", "2"],
        "Dask, two workers": ["--jobs", "2", "--engine", "dask"],
    }
    runs = {name: process([*sweep, "-f", "json", *more]) for name, more in ways.items()}
    print(f"one convolution, {LARGE_POINTS:,} points, whole processes, {rounds} rounds, medians")
    times = medians(runs, rounds=rounds)
    for name, one in times.items():
        print(f"  {name:17} {one:6.2f} s   {LARGE_POINTS / one / 1e6:6.1f} M points/s")
    one = times["one process"]
    print(verdict("two processes to one", one / times["two processes"], JOBS, most=False))
    print(verdict("Dask to one process", one / times["Dask, two workers"], DASK, most=False))


if __name__ == "__main__":
    main()
