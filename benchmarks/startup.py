"""The whole process of a layer one-liner beside that of a Typer hello world.

python benchmarks/startup.py
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import medians, process, verdict

LIMIT = 1.4
ONE_LINER = ("conv", "3x224x224", "64", "-k", "7", "-s", "2", "-p", "3", "--no-bias")
HELLO = '''\
import typer

app = typer.Typer()


@app.command()
def hello(name: str, times: int = 1, loud: bool = False):
    """Greet somebody."""
    print(f"Hello {name}")


@app.command()
def goodbye(name: str, formal: bool = False):
    """Part from somebody."""
    print(f"Goodbye {name}")


app()
'''


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    scripts = Path(sys.executable).parent
    with TemporaryDirectory() as folder:
        hello = Path(folder, "hello.py")
        hello.write_text(HELLO)
        found = medians(
            {
                "python": process([sys.executable, "-c", "pass"]),
                "typer hello world": process([sys.executable, str(hello), "hello", "you"]),
                "convcalc conv": process([str(scripts / "convcalc"), *ONE_LINER]),
                "convcalc conv -f json": process(
                    [str(scripts / "convcalc"), *ONE_LINER, "-f", "json"]
                ),
            },
            rounds=rounds,
        )
    for name, seconds in found.items():
        print(f"{name:24}{1e3 * seconds:7.1f} ms")
    for name in ("convcalc conv", "convcalc conv -f json"):
        ratio = found[name] / found["typer hello world"]
        print(verdict(f"{name} / typer hello world", ratio, LIMIT, most=True))


if __name__ == "__main__":
    main()
