"""An audit beside the bare evaluations it stands on, and a small one beside a Typer hello world.

python benchmarks/audit.py
"""

import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from shutil import copytree, which
from statistics import median
from tempfile import TemporaryDirectory

from startup import HELLO
from timing import environment, medians, process, verdict

from convcalc import load

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "specs" / "resnet50.yaml"
NETWORKS, SECONDS, TO_EVALUATIONS, TO_HELLO = 200, 8.0, 1.2, 2.5
CONFIG = """\
convcalc: 1
networks: [nets/*.yaml]
budgets:
  - match: "*"
    params: 35M
    macs: {max: 4.1G, warn: 4.09G}
    since_base: {macs: {max_increase: 2%, ignore_below: 1M}}
    layers: [{match: "layer*.conv_2.conv", macs: 200M}]
"""
SMALL = "convcalc: 1\ninput: 3x32x32\nlayers: [conv: {out: 8, k: 3}]\n"
GIT = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")


def main():
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with TemporaryDirectory() as folder:
        many(Path(folder, "many"), rounds)
    with TemporaryDirectory() as folder:
        small(Path(folder), 8 * rounds)


def many(folder, rounds):
    """Every network differs from its base, so that nothing can be told without computing it."""
    nets = repository(folder)
    evaluations, audits = [], []
    for _ in range(rounds):
        evaluations.append(2 * seconds(lambda: [load(str(net)).cost() for net in nets]))
        audits.append(seconds(lambda: audit(folder)))
    whole, bare = median(audits), median(evaluations)
    print(f"{NETWORKS} networks of ResNet-50's size with a base, {rounds} rounds, medians")
    print(f"  evaluations of head and base, in process   {bare:6.2f} s")
    print(f"  convcalc audit --base main, whole process  {whole:6.2f} s")
    print(verdict("seconds", whole, SECONDS, most=True))
    print(verdict("audit to evaluations", whole / bare, TO_EVALUATIONS, most=True))


def repository(folder):
    """A repository with a branch on which each network is another than on main."""
    nets = [folder / "nets" / f"resnet_{number}.yaml" for number in range(NETWORKS)]
    copytree(SPEC.parent / "blocks", nets[0].parent / "blocks")
    (folder / "convcalc.yaml").write_text(CONFIG)
    text = SPEC.read_text().partition("expected:")[0]  # one network a file, without its figures
    for net in nets:
        net.write_text(text)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "base")
    git(folder, "checkout", "-q", "-b", "change")
    for number, net in enumerate(nets):
        net.write_text(text.replace("classes: 1000", f"classes: {1001 + number}"))
    commit(folder, "change")
    return nets


def commit(folder, message):
    git(folder, "add", "-A")
    git(folder, *GIT, "commit", "-q", "-m", message)


def git(folder, *words):
    subprocess.run([which("git"), *words], cwd=folder, check=True)


def audit(folder):
    command = [str(Path(sys.executable).parent / "convcalc"), "audit", "--base", "main"]
    subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def small(folder, rounds):
    hello, net = folder / "hello.py", folder / "small.yaml"
    hello.write_text(HELLO)
    net.write_text(f"{SMALL}budget: {{macs: 1M}}\n")
    scripts = Path(sys.executable).parent
    found = medians(
        {
            "typer hello world": process([sys.executable, str(hello), "hello", "you"]),
            "convcalc audit small.yaml": process([str(scripts / "convcalc"), "audit", str(net)]),
        },
        rounds=rounds,
    )
    ratio = found["convcalc audit small.yaml"] / found["typer hello world"]
    print(verdict("audit of a small network to hello world", ratio, TO_HELLO, most=True))


if __name__ == "__main__":
    main()
