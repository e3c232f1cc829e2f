"""Whole networks: beside other counters, in process as they grow, and run beside PyTorch.

    python benchmarks/networks.py --others .venv-others

The folder is a virtual environment with PyTorch and the other counters; it is made where there
is none, from `OTHERS` and this checkout.
"""

import json
import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from others import python_with
from startup import HELLO
from timing import environment, medians, process, verdict

from convcalc import load

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "specs" / "resnet50.yaml"
OTHERS = ("torch==2.14.1", "torchvision==0.29.1", "torchinfo", "fvcore", "ptflops")
RESNET = "from torchvision.models import resnet50\nnet = resnet50().eval()\n"
# Each prints its count of a ResNet-50, as its own documentation shows.
COUNTERS = {
    "torchinfo": "from torchinfo import summary\nprint(summary(net, (1, 3, 224, 224), verbose=0))",
    "fvcore": "import torch\nfrom fvcore.nn import FlopCountAnalysis\n"
    "print(FlopCountAnalysis(net, torch.zeros(1, 3, 224, 224)).total())",
    "ptflops": "from ptflops import get_model_complexity_info as count\n"
    "print(count(net, (3, 224, 224), print_per_layer_stat=False))",
}
TO_HELLO, TO_COUNTERS, FORWARD = 2.2, 12, 3.0
IN_PROCESS, GROWTH, MEMORY = 50, 12, 1536  # ms, times, MiB
BLOCKS = (1_000, 10_000, 100_000)  # each a convolution, its norm and its activation
PLAIN = """\
convcalc: 1
input: 64x56x56
layers:
  - conv: {{out: 64, k: 3, p: 1, norm: bn, act: relu}}
    repeat: {}
"""
# Runs to its end in a process of its own, which then says the most bytes that it ever held.
VERIFY = """\
import atexit, sys
from convcalc.cli.main import main
atexit.register(lambda: print(open("/proc/self/status").read()))
sys.argv = ["convcalc", "verify", "vgg16"]
main()
"""


def main():
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--others", type=Path, default=ROOT / ".venv-others")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    others = python_with(options.others, *OTHERS, "-e", ROOT)
    processes(others, options.rounds)
    in_process()
    forward(others)
    memory()


def processes(others, rounds):
    """The whole process of the same question to each."""
    convcalc_net = [str(Path(sys.executable).parent / "convcalc"), "net", str(SPEC)]
    with TemporaryDirectory() as folder:
        hello = Path(folder, "hello.py")
        hello.write_text(HELLO)
        runs = {
            "typer hello world": process([sys.executable, str(hello), "hello", "you"]),
            "convcalc net": process(convcalc_net),
        }
        for name, count in COUNTERS.items():
            script = Path(folder, f"count_{name}.py")
            script.write_text(f"{RESNET}{count}\n")
            runs[name] = process([others, str(script)])
        found = medians(runs, rounds=rounds)
    for name, seconds in found.items():
        print(f"{name:24}{1e3 * seconds:8.0f} ms")
    ours = found["convcalc net"]
    ratio = ours / found["typer hello world"]
    print(verdict("convcalc net / typer hello world", ratio, TO_HELLO, most=True))
    for name in COUNTERS:
        print(verdict(f"{name} / convcalc net", found[name] / ours, TO_COUNTERS, most=False))


def in_process():
    """Files read and counted, by the time of the processor, which other work disturbs less."""
    name = "load and cost of resnet152"
    runs = {name: lambda: load("resnet152").cost()}
    taken = medians(runs, rounds=15, clock=time.process_time)[name]
    print(verdict(f"{name}, ms", 1e3 * taken, IN_PROCESS, most=True))
    before = 0
    for blocks in BLOCKS:
        seconds = plain(blocks)
        print(f"{blocks:9,} blocks, {3 * blocks:9,} operators: {seconds:.3f} s")
        if before:
            print(verdict("  to a tenth of them", seconds / before, GROWTH, most=True))
        before = seconds


def plain(blocks):
    """The seconds that a network of so many blocks takes."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "plain.yaml")
        file.write_text(PLAIN.format(blocks))
        runs = {"plain": lambda: load(str(file)).cost()}
        return medians(runs, rounds=3, clock=time.process_time)["plain"]


def forward(others):
    """NumPy's and PyTorch's run of a ResNet-50, in one process on two threads."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "2")
    script = Path(__file__).with_name("forward.py")
    ran = subprocess.run(
        [others, script], env=environment() | threads, check=True, stdout=subprocess.PIPE
    )
    found = json.loads(ran.stdout)
    for number, name in enumerate(("median", "fastest")):
        ours, theirs = (1e3 * found[side][number] for side in ("numpy", "torch"))
        told = f"forward run of ResNet-50, {name}: {ours:.0f} ms, PyTorch {theirs:.0f} ms, ratio"
        print(verdict(told, ours / theirs, FORWARD, most=True))


def memory():
    """The most that the process which verifies VGG16 holds."""
    start = time.perf_counter()
    command = [sys.executable, "-c", VERIFY]
    ran = subprocess.run(command, env=environment(), check=True, stdout=subprocess.PIPE, text=True)
    (peak,) = re.findall(r"^VmHWM:\s+(\d+) kB", ran.stdout, re.MULTILINE)
    print(f"convcalc verify vgg16: {time.perf_counter() - start:.0f} s")
    print(verdict("  resident memory at its peak, MiB", int(peak) / 1024, MEMORY, most=True))


if __name__ == "__main__":
    main()
