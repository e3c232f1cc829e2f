"""The question: which network, which var, which targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from convcalc.dtypes import bits_of
from convcalc.errors import InputError, nearest
from convcalc.sweep.reading import Changes
from convcalc.sweep.reading.networks import Swept, named_network
from convcalc.sweep.solve.candidates import Candidates, read_candidates
from convcalc.sweep.solve.target import Target, read_target


@dataclass(frozen=True, slots=True)
class Question:
    """All that is asked."""

    network: Swept
    changes: Changes
    candidates: Candidates
    targets: tuple[Target, ...]

    @property
    def name(self) -> str:
        """The network's."""
        return (self.network.preset or self.network.document).name

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that the targets are about, each once."""
        return tuple(dict.fromkeys(one.metric for one in self.targets))


def asked(word: str, vary: str, targets: Sequence[str], changes: Changes) -> Question:
    """The question that flags write.

    Raises InputError where it cannot be asked.
    """
    bits_of(changes.dtype)
    candidates, wanted = read_candidates(vary), tuple(map(read_target, targets))
    if not wanted:
        raise InputError("CC103", "--target is missing; write --target METRIC<=VALUE")
    if sum(one.sign == "=" for one in wanted) > 1:
        raise InputError("CC105", "two targets with =; one value is the nearest to one of them")
    network = named_network(word, Path())
    known = list(network.document.variables)
    name = candidates.name
    if name not in known:
        hint = nearest(name, known) or f"; its vars are {', '.join(known) or 'none'}"
        raise InputError("CC102", f'--vary: the network has no var "{name}"{hint}')
    if name in changes.settings:
        raise InputError("CC104", f"{name} is varied and set; do one of both")
    return Question(network, changes, candidates, wanted)
