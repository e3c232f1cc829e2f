"""CC306: budgets that no network has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convcalc.audit.config import Config
from convcalc.audit.model import Audited
from convcalc.audit.rules import NO_NETWORK, level_of, weights
from convcalc.audit.verdict import Verdict
from convcalc.errors import nearest

_SHOWN = 3  # names of networks


def unmatched(config: Config, found: Sequence[Audited]) -> Iterator[Verdict]:
    """Budgets of the project file that none of its networks has.

    While one of them is not valid, nobody knows which budgets are its own.
    """
    if any(one.problems for one in found):
        return
    levels = weights(config.levels)
    names = [one.name for one in found]
    held = {id(budget) for one in found for budget in one.matched}
    for budget in config.budgets:
        if id(budget) not in held:
            hint = nearest(budget.match, names) or f"; there are {_some(names)}"
            message = f'"{budget.match}" matches no network{hint}'
            level = level_of(NO_NETWORK, levels)
            yield Verdict(rule=NO_NETWORK, level=level, message=message, place=budget.place)


def _some(names: Sequence[str]) -> str:
    """The first of many names."""
    told = ", ".join(names[:_SHOWN]) or "none"
    return f"{told} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else told
