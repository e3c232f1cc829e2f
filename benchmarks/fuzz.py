"""Coverage-guided fuzzing of the network language: any bytes end in a network or in InputError.

    pip install atheris
    python benchmarks/fuzz.py CORPUS -runs=1000000

CORPUS is a folder that keeps what was found; it is filled with the zoo if it is empty. All other
flags are libFuzzer's. Any other exception is a crash: its input is written to crash-*.
"""

import random
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["convcalc.network", "convcalc.graph", "convcalc.ops"]):
    from convcalc.errors import InputError
    from convcalc.network import Settings, opening, read_network, words
    from convcalc.network.expand import Expansion
    from convcalc.network.source import read_text
    from convcalc.network.zoo import folder

LAYERS = 200  # of one input: what a thousand more of the same do is not a question here
FLAGS = ["-max_len=4096", "-timeout=20", "-rss_limit_mb=1500", "-print_final_stats=1"]
BYTES, COPIED = 0.3, 0.7
WORD = re.compile(r"[\w.]+|[-+*/%<>=!]+|[^\w\s]")
KNOWN = (
    *words.operators(), *words.GRAPH_WORDS, *words.value_words(), *words.EXTRA, "norm", "act",
    "prev", "input", "layers", "blocks", "vars", "presets", "outputs", "required", "cin", "set",
    "import", "defaults", "expected", "into", "sizes", "x-own", "out", "k", "s", "p", "d", "groups",
    "0", "1", "2", "3", "0.5", "-1", "1e30", "[1, 2]", "[[0, 1], [1, 0]]", "[]", "{}", "null",
    "max(1, cin)", "round8(i)", "cin // 2", "i == 0", "not cin", "~", "same", "*", "&a", "true",
)  # fmt: skip


def one(data: bytes) -> None:
    """A network with its cost, or an error whose places are in the text."""
    try:
        read_network(read_text(data, "fuzz.yaml"), Settings({})).cost()
    except InputError as error:
        if not str(error).startswith(("error[CC", "fuzz.yaml:")):
            raise AssertionError(f"this names no place: {error}") from error


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """By turns bytes as libFuzzer changes them, and texts that are nearly networks."""
    dice = random.Random(seed)  # noqa: S311 — libFuzzer's seed makes a run repeatable
    if dice.random() < BYTES:
        return atheris.Mutate(data, most)  # type: ignore[no-any-return]  # it has no types
    text = data.decode(errors="replace")
    for _ in range(dice.randint(1, 3)):
        text = dice.choice((_word_changed, _line_moved))(text, dice)
    return text.encode(errors="replace")[:most]


def _word_changed(text: str, dice: random.Random) -> str:
    """A word, number or sign of the text is another one of it, or of the language."""
    found = list(WORD.finditer(text))
    if not found:
        return text
    one = dice.choice(found)
    new = dice.choice((dice.choice(found)[0], dice.choice(KNOWN)))
    return text[: one.start()] + new + text[one.end() :]


def _line_moved(text: str, dice: random.Random) -> str:
    """A line is missing, or stands somewhere else too."""
    lines = text.split("\n")
    here, there = dice.randrange(len(lines)), dice.randrange(len(lines))
    put = [lines[here]] if dice.random() < COPIED else []
    if not put:
        del lines[here]
    return "\n".join(lines[:there] + put + lines[there:])


def seeds() -> Iterator[bytes]:
    """The networks and libraries of the zoo, and single layers of each operator."""
    for file in sorted(folder().glob("**/*.yaml")):
        yield file.read_bytes()
    for name in words.operators():
        yield f"convcalc: 1\ninput: 4x8x8\nlayers:\n  - {name}: 2\n".encode()


def main() -> None:
    """Fill the corpus, and go."""
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for number, seed in enumerate(seeds()):
            (corpus / f"seed-{number:03}").write_bytes(seed)
    opening.Expansion = partial(Expansion, left=LAYERS)
    atheris.Setup([sys.argv[0], *FLAGS, *sys.argv[1:]], one, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
