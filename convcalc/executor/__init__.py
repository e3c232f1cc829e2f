"""The NumPy executor: runs layers for real and measures what formulas predict.

It knows numpy and the error tree, and nothing of the formulas that it is held against.
"""

from convcalc.executor.channel_reach import channels_reached
from convcalc.executor.functions import computed
from convcalc.executor.functions.call import Call, Given, Held, Laid, Read
from convcalc.executor.functions.element_types import WHOLE, cast
from convcalc.executor.functions.small_floats import numbers_in_bits
from convcalc.executor.measure import measure
from convcalc.executor.plan import FUNCTION, Measurement, Plan, Step
from convcalc.executor.reach import reached
from convcalc.executor.run import run
from convcalc.executor.weights import random_array

__all__ = [
    "FUNCTION",
    "WHOLE",
    "Call",
    "Given",
    "Held",
    "Laid",
    "Measurement",
    "Plan",
    "Read",
    "Step",
    "cast",
    "channels_reached",
    "computed",
    "measure",
    "numbers_in_bits",
    "random_array",
    "reached",
    "run",
]
