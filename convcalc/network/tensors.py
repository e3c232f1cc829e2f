"""The tensors that have names inside one block, by their numbers in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from convcalc.errors import Place, nearest
from convcalc.network import words
from convcalc.network.model import Item, JoinCall, SplitCall, Word
from convcalc.network.values import Fault

LOST = -1  # an error stands where it is computed, and is told there
SEVERAL = -2  # after a split, and before the first layer of a network with several inputs


class Tensors:
    """Names of a block, and those of the network's inputs."""

    def __init__(self, layers: tuple[Item, ...], inputs: Mapping[str, int]) -> None:
        self._layers = layers
        self._inputs = inputs
        self._known: dict[str, int] = {}

    def inside(self, layers: tuple[Item, ...]) -> Tensors:
        """The names inside a block: its own are still to come."""
        return Tensors(layers, self._inputs)

    def name(self, name: str, tensor: int) -> None:
        """From here on the name means this tensor."""
        self._known[name] = tensor

    def find(self, word: Word, previous: int) -> int:
        """The tensor that a word means; `prev` is the one just computed.

        Raises Fault for a name that means none here.
        """
        if word.text == words.PREVIOUS:
            return self.single(previous, word.place)
        if word.text in self._known:
            return self._known[word.text]
        if word.text in self._inputs:
            return self._inputs[word.text]
        raise Fault("CC115", self._missing(word), word.place)

    def single(self, previous: int, place: Place) -> int:
        """The tensor just computed. Raises Fault where there are several."""
        if previous == SEVERAL:
            known = ", ".join([*self._single_ones(), *self._inputs])
            sentence = f"several tensors stand before this, none is the one; say from: {known}"
            raise Fault("CC123", sentence, place)
        return previous

    def _single_ones(self) -> list[str]:
        return [name for name, tensor in self._known.items() if tensor != SEVERAL]

    def _missing(self, word: Word) -> str:
        name, made = word.text, declared(self._layers).get(word.text)
        if made and made.line < word.place.line:
            return f"{name} is not computed, since its layer is not taken; give this the same if"
        if made:
            return f"{name} is computed later; a network has no cycles: move this below it"
        known = [*self._single_ones(), *self._inputs, words.PREVIOUS]
        return f'unknown layer "{name}"{nearest(name, known) or _named(known)}'


def _named(known: Iterable[str]) -> str:
    return f"; named here are {', '.join(known)}"


def declared(layers: tuple[Item, ...]) -> dict[str, Place]:
    """Every name that the layers of a block give, those of its branches too, and where."""
    found: dict[str, Place] = {}
    left = list(layers)
    while left:
        item = left.pop()
        names = [name for name in (item.name, *[row.name for row in item.rows]) if name]
        if isinstance(item.call, SplitCall):
            names += [word.text for word in item.call.into]
        if isinstance(item.call, JoinCall):
            left += [one for branch in item.call.branches for one in branch.layers]
        found |= dict.fromkeys(names, item.place)
    return found
