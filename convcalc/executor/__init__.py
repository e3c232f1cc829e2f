"""The NumPy executor: runs layers for real and measures what formulas predict.

It knows numpy and the error tree, and nothing of the formulas that it is held against.
"""

from convcalc.executor.measure import measure
from convcalc.executor.plan import Measurement, Plan, Step
from convcalc.executor.reach import reached
from convcalc.executor.run import run

__all__ = ["Measurement", "Plan", "Step", "measure", "reached", "run"]
