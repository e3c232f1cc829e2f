"""Lines and runs as a list of layers: who has a name, and who says from where it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from convcalc.errors import InputError
from convcalc.network import words
from convcalc.network.writing.lines import Line
from convcalc.network.writing.names import quoted
from convcalc.network.writing.runs import Entry, Run

NONE = -1  # no tensor: several stand before


@dataclass(slots=True)
class Layout:
    """Writes one list of layers, of the network or of a block."""

    known: dict[int, str]  # the tensors that have a name already
    last: int = NONE  # the tensor just computed
    blocks: Mapping[object, str] = field(default_factory=dict)
    within: str = ""  # what paths begin with here
    training: bool = False  # all of it is train_only, which is said where the block is used

    def layers(self, entries: Sequence[tuple[Entry, int]], outputs: Iterable[int]) -> list[str]:
        """The text, without what it is indented by; `outputs` must have names."""
        called = self._called(entries, outputs)
        counts: Counter[str] = Counter()
        found: list[str] = []
        for entry, output in entries:
            op = self._op(entry)
            counts[op] += 1
            default = op if counts[op] == 1 else f"{op}_{counts[op]}"
            path = entry.path[len(self.within) :]
            named = path != default or output in called
            found += self._item(entry, path if named else None)
            if not self._is_aside(entry):
                self.known[output], self.last = path, output
        return found

    def name(self, tensor: int) -> str:
        """What others read a tensor by. Raises InputError where it cannot be read."""
        if tensor not in self.known:
            said = "what is for training alone is read by several layers, and has no name in YAML"
            raise InputError("CC143", f"it cannot be written as YAML: {said}")
        return quoted(self.known[tensor])

    def _is_aside(self, entry: Entry) -> bool:
        return entry.unit.train_only and not self.training

    def _called(self, entries: Sequence[tuple[Entry, int]], outputs: Iterable[int]) -> set[int]:
        """The tensors that are read by their names."""
        found, last = set(outputs), self.last
        for entry, output in entries:
            found.update(tensor for tensor in entry.inputs if tensor != last)
            last = last if self._is_aside(entry) else output
        return found

    def _op(self, entry: Entry) -> str:
        return self.blocks[entry.unit.kind] if isinstance(entry.unit, Run) else entry.unit.op

    def _item(self, entry: Entry, name: str | None) -> list[str]:
        beside = self._beside(entry, name)
        text = self._call(entry)
        if beside and ":" not in text:
            text += ":"
        return [f"- {text}", *[f"  {one}" for one in beside]]

    def _call(self, entry: Entry) -> str:
        unit = entry.unit
        if isinstance(unit, Run):
            return self.blocks[unit.kind]
        if unit.op not in words.JOINS:
            return unit.text
        return f"{unit.op}: [{', '.join(map(self._word, unit.inputs))}]"

    def _word(self, tensor: int) -> str:
        return words.PREVIOUS if tensor == self.last else self.name(tensor)

    def _beside(self, entry: Entry, name: str | None) -> list[str]:
        unit, found = entry.unit, []
        if name:
            found.append(f"name: {quoted(name)}")
        joins = isinstance(unit, Line) and unit.op in words.JOINS
        if not joins and unit.inputs != (self.last,):
            listed = ", ".join(map(self._word, unit.inputs))
            found.append(f"from: {listed}" if len(unit.inputs) == 1 else f"from: [{listed}]")
        if entry.repeat:
            found.append(f"repeat: {entry.repeat}")
        found += ["train_only: true"] if self._is_aside(entry) else []
        return found + (["shared: true"] if unit.shared else [])
