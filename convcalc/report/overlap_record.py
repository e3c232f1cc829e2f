"""The overlap of a transposed convolution under the keys of JSON."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from convcalc.analysis.overlap import AxisOverlap
from convcalc.notation.rounding import json_number
from convcalc.report.command_line import typed
from convcalc.variants.overlap import Overlap
from convcalc.variants.remedies import Remedy

_LARGEST_MAP = 64  # outputs along an axis
_FLAT = 2  # axes


def overlap_record(overlap: Overlap) -> dict[str, Any]:
    """Whether it checkers, the copies inside along each axis, the map if it is small, remedies."""
    small = len(overlap.axes) <= _FLAT and max(a.out_size for a in overlap.axes) <= _LARGEST_MAP
    return {
        "even": overlap.even,
        "axes": [_axis(axis) for axis in overlap.axes],
        **({"map": _map(overlap)} if small else {}),
        "remedies": [_remedy(remedy) for remedy in overlap.remedies],
    }


def _axis(axis: AxisOverlap) -> dict[str, Any]:
    return {
        "kernel_size": axis.window.kernel_size,
        "stride": axis.window.stride,
        "dilation": axis.window.dilation,
        "counts_min": axis.fewest,
        "counts_max": axis.most,
        "even": axis.even,
    }


def _map(overlap: Overlap) -> list[list[int]]:
    """Rows of copies; an output with one axis is one row."""
    *outer, last = [[axis.copies(i) for i in range(axis.out_size)] for axis in overlap.axes]
    return [[factor * copies for copies in last] for factor in map(prod, product(*outer))]


def _remedy(remedy: Remedy) -> dict[str, Any]:
    return {
        "remedy": remedy.name,
        "remark": remedy.remark,
        "command": typed(remedy.layer),
        "output": remedy.cost.output,
        "params": remedy.cost.params,
        "macs": remedy.cost.macs,
        "ratio": json_number(remedy.ratio),
        "replaces": remedy.replaces,
    }
