"""What changed: a number, a layer, a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from convcalc.audit.difference.side import UNCOUNTED, Figures, Layer, Number, Value, frozen
from convcalc.errors import Problem


class Mark(StrEnum):
    """What happened to a layer or a network."""

    CHANGED = "~"
    NEW = "+"
    GONE = "-"


@dataclass(frozen=True, slots=True)
class Change:
    """A metric before and after; none where it was not, or is no more.

    >>> change = Change("macs", 200, 230)
    >>> change.difference, change.percent
    (30, Fraction(15, 1))
    >>> Change("receptive_field", (5, 5), (7, 5)).difference, Change("macs", 0, 5).percent
    ((2, 0), None)
    """

    metric: str
    old: Value | None
    new: Value | None

    @property
    def pairs(self) -> list[tuple[Number, Number]]:
        """Old and new, an axis each; none where the axes are not the same ones.

        What was not, or is no more, is zero: a new layer adds all that it costs.
        """
        old, new = _axes(self.old), _axes(self.new)
        if self.old is None or self.new is None:
            old, new = old or (0,) * len(new), new or (0,) * len(old)
        return list(zip(old, new, strict=True)) if len(old) == len(new) else []

    @property
    def difference(self) -> Value | None:
        """New minus old, in the metric's unit; along each axis where there are several."""
        found = tuple([new - old for old, new in self.pairs])
        return self._like(found)

    @property
    def percent(self) -> Fraction | tuple[Fraction, ...] | None:
        """The difference in percent of the old; none of what was zero."""
        if self.old is None or not self.pairs or any(old == 0 for old, _ in self.pairs):
            return None
        shares = tuple([_percent(Fraction(old), Fraction(new)) for old, new in self.pairs])
        return shares if self._tuple else shares[0]

    @property
    def rise(self) -> Fraction:
        """By how much it rose over all axes; 0 where they cannot be compared."""
        return sum((Fraction(new) - Fraction(old) for old, new in self.pairs), Fraction(0))

    @property
    def _tuple(self) -> bool:
        return isinstance(self.old if self.new is None else self.new, tuple)

    def _like(self, found: tuple[Number, ...]) -> Value | None:
        if not found:
            return None
        return found if self._tuple else found[0]


def _percent(old: Fraction, new: Fraction) -> Fraction:
    return 100 * (new - old) / abs(old)


def _axes(value: Value | None) -> tuple[Number, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def changes(old: Mapping[str, Value], new: Mapping[str, Value]) -> tuple[Change, ...]:
    """The metrics that are not the same; of what is new or gone, all but the zeros."""
    both = [Change(name, value, new.get(name)) for name, value in old.items()]
    both += [Change(name, None, value) for name, value in new.items() if name not in old]
    return tuple([one for one in both if (one.old or 0) != (one.new or 0)])


@dataclass(frozen=True, slots=True)
class Fact:
    """Something of a layer that is no metric: its operator, an argument, a shape."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class LayerChange:
    """A layer before and after."""

    old: Layer | None
    new: Layer | None

    @property
    def mark(self) -> Mark:
        """Whether it is changed, new or gone."""
        return _mark(self.old, self.new)

    @property
    def layer(self) -> Layer:
        """The layer as it is, or was."""
        found = self.new or self.old
        assert found  # noqa: S101 — a match has one of the two
        return found

    @property
    def was(self) -> str:
        """Its former path, where it was renamed."""
        renamed = self.old and self.new and self.old.path != self.new.path
        return self.old.path if renamed and self.old else ""

    @property
    def same(self) -> bool:
        """Whether there is nothing to tell."""
        return bool(self.old and self.new) and not self.was and self.only_renamed

    @property
    def only_renamed(self) -> bool:
        """Whether it is what it was, but for its path."""
        return bool(self.old and self.new and self.old.content == self.new.content)

    @property
    def metrics(self) -> tuple[Change, ...]:
        """The numbers that changed."""
        old, new = self.old, self.new
        return changes(old.metrics if old else {}, new.metrics if new else {})

    def change(self, metric: str) -> Change:
        """One metric, whether it changed or not."""
        old = self.old.metrics.get(metric) if self.old else None
        return Change(metric, old, self.new.metrics.get(metric) if self.new else None)

    def facts(self) -> Iterator[Fact]:
        """What changed beside the numbers, where the layer was and is."""
        if not self.old or not self.new:
            return
        old, new = self.old, self.new
        yield from _differing("op", old.op, new.op)
        for name in dict.fromkeys([*old.arguments, *new.arguments]):
            yield from _differing(name, old.arguments.get(name), new.arguments.get(name))
        yield from _differing("input", old.input, new.input)
        yield from _differing("output", old.output, new.output)


def _differing(name: str, old: object, new: object) -> Iterator[Fact]:
    if frozen(old) != frozen(new):
        yield Fact(name, old, new)


def _mark(old: object | None, new: object | None) -> Mark:
    if old is None:
        return Mark.NEW
    return Mark.GONE if new is None else Mark.CHANGED


@dataclass(frozen=True, slots=True)
class NetworkChange:
    """A network before and after, and what changed in it."""

    old: Figures | None
    new: Figures | None
    layers: tuple[LayerChange, ...] = ()  # only those that there is something to tell of

    @property
    def mark(self) -> Mark:
        """Whether it is changed, new or gone."""
        return _mark(self.old, self.new)

    @property
    def figures(self) -> Figures:
        """The network as it is, or was."""
        found = self.new or self.old
        assert found  # noqa: S101 — a pair has one of the two
        return found

    @property
    def name(self) -> str:
        """Its name, the former one before it where it was another.

        >>> NetworkChange(Figures("a", "a.yaml"), Figures("b", "b.yaml")).name
        'a -> b'
        """
        if self.old and self.new and self.old.name != self.new.name:
            return f"{self.old.name} -> {self.new.name}"
        return self.figures.name

    @property
    def totals(self) -> tuple[Change, ...]:
        """The metrics of the whole that changed, and how much of it is not counted."""
        old, new = self.old, self.new
        return changes(old.numbers if old else {}, new.numbers if new else {})

    @property
    def uncounted(self) -> Change:
        """How many operators are not in the numbers."""
        old, new = [one.numbers[UNCOUNTED] if one else None for one in (self.old, self.new)]
        return Change(UNCOUNTED, old, new)

    @property
    def partial(self) -> bool:
        """Whether the numbers do not hold all of it, before or after."""
        return bool(self.uncounted.old or self.uncounted.new)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it, before or after; each once."""
        found = [problem for one in (self.old, self.new) if one for problem in one.problems]
        return tuple(dict.fromkeys(found))

    @property
    def valid(self) -> bool:
        """Whether both can be computed."""
        return not self.problems

    @property
    def same(self) -> bool:
        """Whether there is nothing to tell."""
        return self.valid and self.mark is Mark.CHANGED and not self.totals and not self.layers
