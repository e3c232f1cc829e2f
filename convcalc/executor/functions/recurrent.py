"""LSTM, GRU and RNN: steps in time, in one direction or in both.

Outputs are what all steps show, (steps, directions, samples, hidden), and what is left after the
last: the hidden state, and the cell of LSTM. With `layout` 1 samples are the first axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import NamedTuple

import numpy as np

from convcalc.executor.definition import Element
from convcalc.executor.functions.call import AnyArray, Arrays, Call
from convcalc.executor.functions.cells import CELLS, Cell, State, activations
from convcalc.executor.functions.function import Function
from convcalc.executor.functions.levels import rounded
from convcalc.executor.layout import Shape
from convcalc.executor.meter import Meter


class Told(NamedTuple):
    """The operands in the order in which they are given, zeros for those that are not there."""

    x: AnyArray  # (steps, samples, features)
    weight: AnyArray  # (directions, gates·hidden, features)
    recurrence: AnyArray  # (directions, gates·hidden, hidden)
    biases: AnyArray  # (directions, 2·gates·hidden)
    lengths: AnyArray  # (samples,)
    hidden: AnyArray  # (directions, samples, hidden), before the first step
    cell: AnyArray  # likewise
    peepholes: AnyArray  # (directions, 3·hidden)


class Answer(NamedTuple):
    """The outputs of one direction."""

    shown: AnyArray  # (steps, samples, hidden)
    hidden: AnyArray  # (samples, hidden)
    cell: AnyArray


def _batch_first(call: Call) -> bool:
    return bool(call.attribute("layout", 0))


def _sizes(call: Call) -> dict[str, int]:
    """How many steps, samples, directions and hidden features, by their letters."""
    first, second, _ = call.dims()
    directions, _, hidden = call.dims(2)
    steps, samples = (second, first) if _batch_first(call) else (first, second)
    return {"s": steps, "n": samples, "d": directions, "h": hidden}


def _letters(call: Call) -> str:
    """The axes of an output."""
    if call.output:
        return "ndh" if _batch_first(call) else "dnh"
    return "nsdh" if _batch_first(call) else "sdnh"


def _dims(call: Call) -> Shape:
    sizes = _sizes(call)
    return tuple([sizes[letter] for letter in _letters(call)])


def _told(call: Call, arrays: Arrays) -> Told:
    """A state that is stored for more samples than there are is that of the first."""
    steps, samples, directions, hidden = _sizes(call).values()
    rows, state = call.dims(1)[1], (directions, samples, hidden)
    missing = [
        *[()] * 3,
        (directions, 2 * rows),
        (samples,),
        state,
        state,
        (directions, 3 * hidden),
    ]
    given = [*arrays, *[None] * (len(missing) - len(arrays))]
    turned = {0, 5, 6} if _batch_first(call) else set()
    found = [np.zeros(dims) if one is None else one.swapaxes(0, 1) if at in turned else one
             for at, (one, dims) in enumerate(zip(given, missing, strict=True))]  # fmt: skip
    kind = found[0].dtype
    told = Told(*[one.astype(kind, copy=False) for one in found])
    return told._replace(
        x=rounded(told.x) if CELLS[call.function].in_levels else told.x,
        lengths=np.full(samples, steps) if given[4] is None else told.lengths.reshape(-1)[:samples],
        hidden=told.hidden[:, :samples],
        cell=told.cell[:, :samples],
    )


def _compute(call: Call, arrays: Arrays, meter: Meter) -> AnyArray:
    """One of the outputs. What is left after the last step is work of the first output."""
    counted = Meter() if call.output else meter
    told = _told(call, arrays)
    directions = range(len(told.weight))
    parts = [_answer(call, told, direction, counted)[call.output] for direction in directions]
    letters = _letters(call)
    return np.stack(parts, axis=letters.index("d")) if letters != "nsdh" else (
        np.stack(parts, axis=1).transpose(2, 0, 1, 3))  # fmt: skip


def _answer(call: Call, told: Told, direction: int, meter: Meter) -> Answer:
    """All steps of a direction. Beyond its length a sample shows nothing, and keeps its state."""
    cell, step = _cell(call, told, direction), CELLS[call.function].step
    state = State(told.hidden[direction], told.cell[direction])
    shown = np.zeros((len(told.x), *state.hidden.shape), told.x.dtype)
    backward = direction == 1 or call.attribute("direction", "forward") == "reverse"
    for at in range(len(told.x))[:: -1 if backward else 1]:
        new, lasts = step(cell, told.x[at], state, meter), (at < told.lengths)[:, None]
        shown[at] = np.where(lasts, new.hidden, 0)
        state = State(*[np.where(lasts, *pair) for pair in zip(new, state, strict=True)])
    return Answer(shown, *state)


def _cell(call: Call, told: Told, direction: int) -> Cell:
    """The weights of a direction, and its activations."""
    curves = activations(call, len(told.weight))
    each = len(curves) // len(told.weight)
    return Cell(
        weight=told.weight[direction],
        recurrence=told.recurrence[direction],
        biases=told.biases[direction].reshape(2, -1),
        peepholes=told.peepholes[direction].reshape(3, -1),
        activations=tuple(curves[direction * each : (direction + 1) * each]),
        call=call,
    )


def _element(call: Call, arrays: Arrays, index: Shape) -> Element:
    """By all steps of its direction, with more digits. Each adds up a gate from what was before."""
    told = _told(call, [None if one is None else one.astype(np.float64) for one in arrays])
    at = dict(zip(_letters(call), index, strict=True))
    answer = _answer(call, told, at["d"], Meter())
    place = (at["n"], at["h"]) if call.output else (at["s"], at["n"], at["h"])
    of_x, of_h = [np.abs(one[at["d"]]).sum(axis=1).max() for one in (told.weight, told.recurrence)]
    kept = max(np.abs(answer.shown).max(), np.abs(answer.cell).max(), 1)
    scale = of_x * np.abs(told.x).max() + (of_h + np.abs(told.peepholes).max() + 1) * kept
    return float(answer[call.output][place]), float(scale)


def _work(call: Call) -> int:
    return _sizes(call)["s"] * (prod(call.dims(1)[1:]) + prod(call.dims(2)[1:]))


RECURRENT: Mapping[str, Function] = dict.fromkeys(
    CELLS, Function(_dims, _compute, _element, _work, contracts=True)
)
