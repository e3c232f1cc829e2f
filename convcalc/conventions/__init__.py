"""What others count: each convention a small table, held against our definitions."""

from collections.abc import Callable

from convcalc.conventions.convention import Counted
from convcalc.errors import InputError, nearest
from convcalc.table import Table
from convcalc.variants.layer_cost import LayerCost

CONVENTIONS: Table[Callable[[LayerCost], Counted]] = Table(
    __name__, {"textbook": "textbook:textbook"}
)


def counted(name: str, cost: LayerCost) -> Counted:
    """A layer's cost by the convention of that name."""
    if name not in CONVENTIONS:
        known = ", ".join(CONVENTIONS)
        raise InputError(
            "CC107", f'convention "{name}" is not known{nearest(name, CONVENTIONS)} ({known})'
        )
    return CONVENTIONS[name](cost)
