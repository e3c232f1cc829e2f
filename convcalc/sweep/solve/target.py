"""What a metric is to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from convcalc.analysis.metrics import METRICS
from convcalc.errors import InputError, nearest
from convcalc.network.budgets.amounts import metric_number
from convcalc.sweep.calculation import LARGEST, Array

_PARTS = re.compile(r"\s*(\w+)\s*(<=|>=|==|=)\s*(\S.*?)\s*")
_FORM = "write METRIC<=VALUE, METRIC>=VALUE or METRIC=VALUE, such as macs<=300M"


@dataclass(frozen=True, slots=True)
class Target:
    """A metric and its limit: at most, at least, or as near as can be."""

    metric: str
    sign: str  # <= >= =
    limit: Fraction
    text: str

    def meets(self, values: Array) -> Array:
        """Where the target is met, exactly; `=` asks for the nearest, so all may be."""
        if self.sign == "=":
            return np.ones(values.shape, np.bool_)
        return self.below(values) if self.sign == "<=" else self._above(values)

    def below(self, values: Array) -> Array:
        """Which numbers are the limit or below it."""
        found: Array = values <= self._bound(values, floor(self.limit))
        return found

    def _above(self, values: Array) -> Array:
        found: Array = values >= self._bound(values, ceil(self.limit))
        return found

    def _bound(self, values: Array, whole: int) -> int | float:
        if values.dtype.kind == "f":
            return float(self.limit)
        return max(min(whole, LARGEST), -LARGEST)

    def distance(self, value: float) -> Fraction:
        """How far a number is from the limit; of a target that it meets, 0, unless it is `=`."""
        if self.sign != "=" and self.meets(np.array([value]))[0]:
            return Fraction(0)
        return abs(Fraction(value) - self.limit)

    def share(self, value: float) -> Fraction:
        """The same as a share of the limit, so that metrics can be compared."""
        return self.distance(value) / (abs(self.limit) or 1)


def read_target(text: str) -> Target:
    """`macs<=300M`, `weights_bytes<=10MiB`, `receptive_field>=224`, `params=1M`.

    Raises InputError where it cannot be read.

    >>> found = read_target("macs <= 300M")
    >>> found.metric, found.sign, int(found.limit)
    ('macs', '<=', 300000000)
    """
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise InputError("CC100", f"--target {text}: {_FORM}")
    metric, sign, value = parts.groups()
    if metric not in METRICS:
        hint = nearest(metric, METRICS) or f"; use {', '.join(METRICS)}"
        raise InputError("CC107", f'--target {text}: metric "{metric}" is not known{hint}')
    try:
        limit = metric_number(metric, value)
    except ValueError as error:
        raise InputError("CC105", f"--target {text}: {error}") from None
    return Target(metric, "=" if sign == "==" else sign, limit, "".join(text.split()))
