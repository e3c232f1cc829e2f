"""Lines that are the same again: written once, as a block, or as copies one after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from convcalc.network.writing.lines import Line
from convcalc.network.writing.names import is_name

_ENTRY = -1  # the tensor that enters a block, among the numbers of its lines


@dataclass(frozen=True, slots=True)
class Run:
    """Lines under one path that read one tensor, and of which the last one alone is read."""

    path: str
    lines: tuple[Line, ...]
    inputs: tuple[int, ...]

    @property
    def output(self) -> int:
        """What it writes."""
        return self.lines[-1].output

    @property
    def train_only(self) -> bool:
        """Whether all of it is."""
        return self.lines[0].train_only

    @property
    def shared(self) -> bool:
        """That is said of its lines."""
        return False

    @property
    def kind(self) -> object:
        """What it has in common with its like: paths and inputs as seen from inside."""
        numbers = {line.output: number for number, line in enumerate(self.lines)}
        return tuple(
            [
                (
                    line.path[len(self.path) :],
                    line.text,
                    tuple([numbers.get(tensor, _ENTRY) for tensor in line.inputs]),
                    line.train_only,
                    line.shared,
                )
                for line in self.lines
            ]
        )


Unit: TypeAlias = Line | Run


def runs_of(lines: Sequence[Line], outputs: Iterable[int]) -> list[Unit]:
    """The lines, those gathered that stand several times: the longest runs first."""
    gathering = _Gathering(_readers(lines, outputs), _headings(lines))
    depths = range(1, _depth(lines))
    found = [gathering.run(part, depth) for depth in depths for part in _parts(lines, depth)]
    kinds = Counter(one.kind for one in found if one)
    units: list[Unit] = list(lines)
    for depth in depths:
        runs = [(part, gathering.run(part, depth)) for part in _parts(units, depth)]
        units = [unit for part, run in runs for unit in _taken(part, run, kinds)]
    # What stands twice may stand in a longer run as well, and alone beside it.
    used = Counter(unit.kind for unit in units if isinstance(unit, Run))
    return [one for unit in units for one in _taken(_lines(unit), _run(unit), used)]


def _taken(part: Iterable[Unit], run: Run | None, kinds: Counter[object]) -> Iterable[Unit]:
    """The run, if there is another; what is for training alone is a block even if it is one."""
    return [run] if run and (kinds[run.kind] > 1 or run.train_only) else part


def _run(unit: Unit) -> Run | None:
    return unit if isinstance(unit, Run) else None


def _lines(unit: Unit) -> Sequence[Line]:
    return unit.lines if isinstance(unit, Run) else (unit,)


def _depth(lines: Sequence[Line]) -> int:
    return max([line.path.count(".") + 1 for line in lines], default=0)


def _readers(lines: Sequence[Line], outputs: Iterable[int]) -> dict[int, list[int]]:
    """The outputs of the lines that read each tensor; -1 is the network's own output."""
    found = defaultdict[int, list[int]](list)
    for line in lines:
        for tensor in line.inputs:
            found[tensor].append(line.output)
    for tensor in outputs:
        found[tensor].append(-1)
    return found


def _parts(units: Sequence[Unit], depth: int) -> Iterator[list[Unit]]:
    """Neighbours that begin with the same parts of a path; a run stands alone."""
    part: list[Unit] = []
    for unit in units:
        if part and (isinstance(unit, Run) or _head(unit, depth) != _head(part[0], depth)):
            yield part
            part = []
        part.append(unit)
    if part:
        yield part


def _head(unit: Unit, depth: int) -> object:
    if isinstance(unit, Run) or unit.path.count(".") < depth:
        return unit.output
    return _heading(unit, depth), unit.train_only


def _headings(lines: Sequence[Line]) -> set[str]:
    """What a run may be called: no line is, and all that begins with it stands together."""
    depths = range(1, _depth(lines))
    parts = Counter(_heading(part[0], depth) for depth in depths for part in _parts(lines, depth))
    return {path for path, times in parts.items() if times == 1} - {line.path for line in lines}


def _heading(unit: Unit, depth: int) -> str:
    return ".".join(unit.path.split(".")[:depth])


@dataclass(frozen=True, slots=True)
class _Gathering:
    """Makes runs of neighbours."""

    read: Mapping[int, Sequence[int]]  # the lines that read each tensor, by their outputs
    headings: Collection[str]

    def run(self, part: Sequence[Unit], depth: int) -> Run | None:
        """The run that lines are, if they are one."""
        lines = tuple([one for one in part if isinstance(one, Line)])
        path = _heading(part[0], depth)
        if len(lines) <= 1 or path not in self.headings:
            return None
        own = {line.output for line in lines}
        outside = {tensor for line in lines for tensor in line.inputs} - own
        within = all(own.issuperset(self.read.get(line.output, ())) for line in lines[:-1])
        named = all(is_name(line.path[len(path) + 1 :]) for line in lines)
        whole = len(outside) == 1 and within and named
        return Run(path, lines, tuple(outside)) if whole else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line or a run as an item of a list: once, or so many copies one after the other."""

    path: str
    unit: Unit
    repeat: int = 0  # 0 is none: one copy has a number too

    @property
    def inputs(self) -> tuple[int, ...]:
        """What the first copy reads."""
        return self.unit.inputs


def entries_of(
    units: Sequence[Unit], outputs: Iterable[int], before: int, *, training: bool = False
) -> list[tuple[Entry, int]]:
    """The items of a list, each with the tensor that it writes; `before` stands before the first.

    Copies read the one before each, so the first of them must read what stands there too.
    """
    lines = [line for unit in units for line in _lines(unit)]
    read, paths = _readers(lines, outputs), {unit.path for unit in units}
    found, at = [], 0
    while at < len(units):
        unit, aside = units[at], units[at].train_only and not training
        home, _, number = unit.path.rpartition(".")
        first = number == "0" and is_name(home) and home not in paths
        follows = unit.inputs == (before,) and not aside
        copies = _copies(units[at:], read) if first and follows else 1
        path = home if copies > 1 else unit.path
        entry = Entry(path, unit, copies if copies > 1 else 0)
        at += copies
        output = units[at - 1].output
        before = before if aside else output
        found.append((entry, output))
    return found


def _copies(units: Sequence[Unit], read: dict[int, list[int]]) -> int:
    """How many follow each other that differ in nothing but their number."""
    first, count = units[0], 1
    home, like = first.path.rpartition(".")[0], _alike(first)
    for before, unit in pairwise(units):
        chained = unit.inputs == (before.output,) and len(read.get(before.output, ())) == (
            _entered(unit, before.output)
        )
        if not chained or unit.path != f"{home}.{count}" or _alike(unit) != like:
            break
        count += 1
    return count


def _entered(unit: Unit, tensor: int) -> int:
    """How often it reads a tensor."""
    return sum(line.inputs.count(tensor) for line in _lines(unit))


def _alike(unit: Unit) -> object:
    if isinstance(unit, Run):
        return unit.kind, unit.train_only
    return unit.text, unit.train_only, unit.shared
