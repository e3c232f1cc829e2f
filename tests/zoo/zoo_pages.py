"""The tables of the zoo, made from its files: what docs/zoo.md and the README show."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from convcalc.network import load
from convcalc.network.zoo import Entry, zoo
from convcalc.notation import show_tuple

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
BEGIN = "<!-- zoo: written by tests/zoo/test_zoo_pages.py -->\n"
END = "<!-- zoo ends -->\n"


@dataclass(frozen=True)
class Row:
    """One name of the zoo with its figures."""

    entry: Entry
    name: str
    input: str
    params: str
    macs: str
    source: str


@cache
def row(name):
    entry = zoo()[name]
    network = load(str(entry.file), preset=entry.preset)
    cost = network.cost()
    inputs = ", ".join(map(show_tuple, network.graph.inputs))
    return Row(entry, name, inputs, f"{cost.params:,}", f"{cost.macs:,}", network.source)


def families():
    """The rows by file, in order."""
    found = {}
    for name, entry in zoo().items():
        found.setdefault(entry.file, []).append(row(name))
    return found


def opening(file):
    """What a file says of itself before anything else, as one paragraph."""
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return " ".join(lines)


def readme():
    """One row for each file."""
    lines = ["| network | input | params | MACs | source | presets of the file |"]
    lines += ["|---|---|---:|---:|---|---|"]
    for file, (first, *presets) in families().items():
        link = f"[`{first.name}`](specs/{file.name})"
        others = ", ".join(f"`{one.name}`" for one in presets)
        lines += [f"| {link} | {_figures(first)} | {others} |"]
    return "\n".join(lines) + "\n"


def page():
    """A section for each file, a row for each name."""
    return "\n".join(_section(file, rows) for file, rows in families().items())


def _section(file, rows):
    lines = [f"### {rows[0].name}", "", opening(file), f"[{file.name}](../specs/{file.name})", ""]
    lines += ["| name | input | params | MACs | source |", "|---|---|---:|---:|---|"]
    for one in rows:
        lines += [f"| `{one.name}` | {_figures(one)} |"]
    return "\n".join(lines) + "\n"


def _figures(one):
    return f"{one.input} | {one.params} | {one.macs} | {one.source}"


def parts(text):
    """What stands before the table, the table, and what stands behind."""
    before, begin, rest = text.partition(BEGIN)
    table, end, after = rest.partition(END)
    assert begin, "the page has lost the mark where the table begins"
    assert end, "the page has lost the mark where the table ends"
    return before + begin, table, end + after
