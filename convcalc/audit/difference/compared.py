"""Two sides, network by network."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from convcalc.audit.difference.change import LayerChange, NetworkChange
from convcalc.audit.difference.matching import matched
from convcalc.audit.difference.side import Figures, Side
from convcalc.errors import InputError

_ADVICE = "give --batch and --dtype as the saved report has them, or save it again"


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two sides."""

    old: Side
    new: Side
    networks: tuple[NetworkChange, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return all(network.same for network in self.networks)

    @property
    def partial(self) -> bool:
        """Whether a network is not counted in full, before or after."""
        return any(network.partial for network in self.networks)


def compared(old: Side, new: Side, *, depth: int | None = None) -> Difference:
    """What changed from one side to the other, layers gathered by parts of their paths if asked.

    Raises InputError where the sides count for another batch or dtype: all would be changed.
    """
    if (old.batch, old.dtype) != (new.batch, new.dtype):
        told = [f"{one.label} is of batch {one.batch}, {one.dtype}" for one in (old, new)]
        raise InputError("CC124", f"{' and '.join(told)}; {_ADVICE}")
    networks = [_network(*pair, depth) for pair in _paired(old.networks, new.networks)]
    return Difference(old, new, tuple(networks))


_KEYS: tuple[Callable[[Figures], Hashable], ...] = (
    lambda one: (one.now or one.file, one.name),
    lambda one: one.now or one.file,
    lambda one: one.name,
)
_Pair = tuple[Figures | None, Figures | None]


def _paired(old: Sequence[Figures], new: Sequence[Figures]) -> list[_Pair]:
    """By file and name, by file, by name; two single ones whatever their names."""
    partners: dict[int, Figures] = {}
    left = list(old)
    for key in _KEYS:
        for place, one in enumerate(new):
            found = [other for other in left if key(other) == key(one)]
            if place not in partners and found:
                partners[place] = found[0]
                left = [other for other in left if other is not found[0]]
    if len(old) == len(new) == 1 and left:
        return [(old[0], new[0])]
    pairs: list[_Pair] = [(partners.get(place), one) for place, one in enumerate(new)]
    return pairs + [(other, None) for other in left]


def _network(old: Figures | None, new: Figures | None, depth: int | None) -> NetworkChange:
    if old is None or new is None or old.problems or new.problems:
        return NetworkChange(old, new)
    matches = [LayerChange(*match) for match in matched(old.gathered(depth), new.gathered(depth))]
    return NetworkChange(old, new, tuple([one for one in matches if not one.same]))
