"""The NumPy executor: runs layers for real and measures what formulas predict.

It knows numpy and the error tree, and nothing of the formulas that it is held against.
"""

from convcalc.executor.channel_reach import channels_reached
from convcalc.executor.measure import measure
from convcalc.executor.plan import Measurement, Plan, Step
from convcalc.executor.reach import reached
from convcalc.executor.run import run

__all__ = ["Measurement", "Plan", "Step", "channels_reached", "measure", "reached", "run"]
