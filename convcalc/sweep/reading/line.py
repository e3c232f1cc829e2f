"""A sweep of one line: a network, and the rest by flags, each read as the same key of a file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from convcalc.errors import InputError
from convcalc.network.arguments import Reader
from convcalc.network.budgets import Limit
from convcalc.network.files import DISK, Files
from convcalc.network.problems import Problems
from convcalc.network.scope import Scope
from convcalc.network.source import Entry, Mapping, Mark, Node, Scalar, Source, read_text
from convcalc.sweep.model import Objective, Sweep
from convcalc.sweep.reading.document import Changes
from convcalc.sweep.reading.networks import named_network
from convcalc.sweep.reading.spaces import read_space
from convcalc.sweep.reading.terms import own_columns, read_bounds, read_terms, with_metrics
from convcalc.sweep.terms import Term


@dataclass(frozen=True, slots=True)
class Line:
    """The flags as they were given."""

    space: Sequence[str] = ()
    where: Sequence[str] = ()
    limit: Sequence[str] = ()
    min: Sequence[str] = ()
    max: Sequence[str] = ()
    columns: str | None = None

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return any([self.space, self.where, self.limit, self.min, self.max, self.columns])


def sweep_of(word: str, line: Line, changes: Changes, files: Files = DISK) -> Sweep:
    """A sweep of a network, by flags.

    Raises InputError with everything that is wrong.
    """
    network = named_network(word, Path(), files)
    document, preset = network.document, network.preset
    problems = Problems()
    names = Scope(problems, dict.fromkeys(document.variables))
    flags = _Flags(problems, names)
    sweep = Sweep(
        name=preset.name if preset else document.name,
        file=document.file,
        plan=changes.plan(network),
        space=read_space(flags.mapping("--space", line.space), None, flags.last),
        where=flags.terms("--where", line.where),
        limits=flags.limits(line.limit),
        objectives=(
            *[Objective(one) for one in flags.terms("--min", line.min, metrics=True)],
            *[Objective(one, largest=True) for one in flags.terms("--max", line.max, metrics=True)],
        ),
        columns=flags.terms(
            "--columns", line.columns.split(",") if line.columns else (), metrics=True
        ),
        batch=changes.batch,
        dtype=changes.dtype,
        out=changes.out,
        digest=changes.digest([repr(line), *network.texts()]),
    )
    problems.require_none()
    return sweep if sweep.columns else replace(sweep, columns=own_columns(sweep))


class _Flags:
    """Reads what stands behind flags; places are those in their values."""

    def __init__(self, problems: Problems, names: Scope) -> None:
        self._problems = problems
        self._names = names
        self.last = self._reader(_source("--space", []))

    def _reader(self, source: Source) -> Reader:
        return Reader(source, self._problems, self._names, {})

    def terms(self, flag: str, texts: Sequence[str], *, metrics: bool = False) -> tuple[Term, ...]:
        """The expressions of a flag."""
        found: list[Term] = []
        for text in texts:
            source = _source(flag, [text])
            node = Scalar(Mark(1, 1, len(text)), text, text)
            reader = self._reader(source)
            found += read_terms(node, with_metrics(reader) if metrics else reader, flag)
        return tuple(found)

    def limits(self, texts: Sequence[str]) -> tuple[Limit, ...]:
        """Each `METRIC=VALUE`: at most so much."""
        return read_bounds(self.mapping("--limit", texts), self.last)

    def mapping(self, flag: str, texts: Sequence[str]) -> Node:
        """`NAME=VALUE`, as often as it is given, as one mapping."""
        entries, lines = [], []
        for number, text in enumerate(texts, start=1):
            name, equals, value = text.partition("=")
            if not equals or not name.strip():
                raise InputError("CC100", f"{flag} {text}: write {flag} NAME=VALUE")
            lines.append(text)
            key = Scalar(Mark(number, 1, len(name)), name.strip(), name.strip())
            at = Mark(number, len(name) + 2, max(len(value), 1))
            entries.append(Entry(key, Scalar(at, value.strip(), value.strip())))
        self.last = self._reader(_source(flag, lines))
        return Mapping(Mark(1, 1), tuple(entries))


def _source(flag: str, lines: Sequence[str]) -> Source:
    """What was given to a flag, each time a line; it is no YAML, and its nodes are made here."""
    return replace(read_text("flags", flag), text="\n".join(lines), lines=tuple(lines))
