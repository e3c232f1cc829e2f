"""Who computes the chunks of a sweep: this process, several, or a cluster of machines."""

from convcalc.sweep.engines.how import How
from convcalc.sweep.engines.lost import LostError
from convcalc.sweep.engines.table import ENGINES

__all__ = ["ENGINES", "How", "LostError"]
