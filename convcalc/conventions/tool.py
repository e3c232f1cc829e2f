"""A tool as data: what it counts of each operator beside our MACs, its unit, and its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convcalc.analysis.cost import OpCost
from convcalc.conventions.convention import Part
from convcalc.conventions.folding import Folding
from convcalc.conventions.measures import Measure, Met

FLOP, MAC = "FLOP", "MAC"


class Rule(NamedTuple):
    """What is added for an operator: `times` the measure, in the tool's unit."""

    part: str
    measure: Measure
    times: int = 1
    why: str = ""  # a sentence where it is a surprise
    wrong: bool = False  # not another view, but an error of the tool
    proof: str = ""  # the command whose run shows it


Rules = Mapping[str, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """The convention of a tool: factor · our MACs, and what its rules add for each operator.

    Operators are met as a user of PyTorch writes them: modules where torch.nn has one, operators
    such as + where it has none. Samples are met one by one.
    """

    name: str
    version: str  # the one that was run
    text: str  # what it is, and what it sees
    calls_it: str  # its own word for its unit
    unit: str = MAC  # what that is
    factor: int = 1  # of its unit, for a MAC
    rules: Rules
    unknown: Mapping[str, Callable[[Met], bool]] = field(default_factory=dict)  # it cannot be asked

    @property
    def misnamed(self) -> bool:
        """Whether it calls MACs FLOPs."""
        return self.unit == MAC and "flop" in self.calls_it.lower()

    def added(self, met: Met) -> Iterator[tuple[Rule, int]]:
        """What each rule adds for an operator; nothing of a head that only training runs."""
        if not met.node.train_only:
            for rule in self.rules.get(met.op.name, ()):
                yield rule, rule.times * rule.measure.of(met)

    def fails(self, met: Met) -> bool:
        """Whether it gives no number for the operator."""
        asked = self.unknown.get(met.op.name)
        return asked is not None and not met.node.train_only and asked(met)

    def count(self, ops: Sequence[OpCost], batch: int, folding: Folding) -> Count:
        """What it says of these operators."""
        found = Parts()
        each, unknown = [], set()
        for position, op in enumerate(ops):
            met = Met(op.node, op.macs // batch, *folding.of(position))
            added = [found.take(rule, batch * amount) for rule, amount in self.added(met)]
            each.append(self.factor * op.macs + sum(added))
            unknown |= {met.op.name} if self.fails(met) else set()
        ours = sum(op.macs for op in ops)
        parts = (*self._factor(ours), *found.real())
        return Count(self, ours, parts, tuple(each), tuple(sorted(unknown)))

    def _factor(self, ours: int) -> Iterator[Part]:
        if self.factor != 1 and ours:
            yield Part(f"× {self.factor}", (self.factor - 1) * ours)


class Parts:
    """Parts as they are gathered over the operators, by name."""

    def __init__(self) -> None:
        self._parts: dict[str, Part] = {}

    def take(self, rule: Rule, amount: int) -> int:
        """The amount, which is now in the part of that name."""
        before = self._parts.get(rule.part, Part(rule.part, 0))
        if amount:
            why, proof = before.why or rule.why, before.proof or rule.proof
            wrong = before.wrong or rule.wrong
            self._parts[rule.part] = Part(rule.part, before.amount + amount, why, wrong, proof)
        return amount

    def real(self) -> Iterator[Part]:
        """Those that are not nothing."""
        return (part for part in self._parts.values() if part.amount)


class Count(NamedTuple):
    """A tool's number: ours and the parts together, to the last digit."""

    tool: Tool
    ours: int  # [MAC]
    parts: tuple[Part, ...]
    each: tuple[int, ...]  # its number for each operator
    unknown: tuple[str, ...]  # operators of which it has none

    @property
    def number(self) -> int | None:
        """What the tool says, in its own unit; None where it cannot be asked."""
        return None if self.unknown else sum(self.each)


def each(operators: Iterable[str], *rules: Rule) -> dict[str, tuple[Rule, ...]]:
    """The same rules for several operators."""
    return dict.fromkeys(operators, rules)
