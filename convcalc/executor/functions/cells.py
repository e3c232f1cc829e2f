"""The cells of LSTM, GRU and RNN: from one step's features and what was before to what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np

from convcalc.errors import InputError
from convcalc.executor.functions.call import AnyArray, Call
from convcalc.executor.functions.levels import rounded
from convcalc.executor.meter import Meter

Activation: TypeAlias = Callable[[AnyArray], AnyArray]


class State(NamedTuple):
    """What a step leaves, (samples, hidden) each; only LSTM has a cell beside what it shows."""

    hidden: AnyArray
    cell: AnyArray


class Cell(NamedTuple):
    """The weights of one direction; `rows` are those of all gates, one gate after the other."""

    weight: AnyArray  # (rows, features)
    recurrence: AnyArray  # (rows, hidden)
    biases: AnyArray  # (2, rows), of weights and of recurrence
    peepholes: AnyArray  # (3, hidden), of LSTM alone
    activations: tuple[Activation, ...]
    call: Call

    def added(self, x: AnyArray, state: State, meter: Meter) -> AnyArray:
        """What all gates get: x·Wᵀ + h·Rᵀ + both biases."""
        products = self.products(x, state, meter)
        return np.asarray(products[0] + products[1] + self.biases[0] + self.biases[1])

    def products(self, x: AnyArray, state: State, meter: Meter) -> list[AnyArray]:
        """x·Wᵀ and h·Rᵀ, each (samples, rows)."""
        before = rounded(state.hidden) if CELLS[self.call.function].in_levels else state.hidden
        return [meter.matmul(x, self.weight.T), meter.matmul(before, self.recurrence.T)]

    def gate(self, which: int, x: AnyArray) -> AnyArray:
        """An activation of what a gate gets, which is clipped first if the operator says so."""
        bound = self.call.attribute("clip", 0.0)
        return self.active(which, np.clip(x, -bound, bound) if bound else x)

    def active(self, which: int, x: AnyArray) -> AnyArray:
        """An activation."""
        with np.errstate(over="ignore"):
            return self.activations[which](x)


def lstm(cell: Cell, x: AnyArray, state: State, meter: Meter) -> State:
    """Gates input, output, forget and cell. What is kept is not clipped, as in ONNX Runtime.

    Source: the operator's own text, as of the others.
    """
    i, o, f, c = np.split(cell.added(x, state, meter), 4, axis=1)
    of_i, of_o, of_f = cell.peepholes
    i = cell.gate(0, i + of_i * state.cell)
    coupled = cell.call.attribute("input_forget", 0)
    f = 1 - i if coupled else cell.gate(0, f + of_f * state.cell)
    kept = f * state.cell + i * cell.gate(1, c)
    o = cell.gate(0, o + of_o * kept)
    return State(o * cell.active(2, kept), kept)


def gru(cell: Cell, x: AnyArray, state: State, meter: Meter) -> State:
    """Gates update, reset and hidden; reset before the product with the recurrence, or after."""
    sizes = np.split(cell.weight, 3), np.split(cell.recurrence, 3), np.split(cell.biases, 3, axis=1)
    update, reset, last = [Cell(w, r, b, cell.peepholes, cell.activations, cell.call)
                           for w, r, b in zip(*sizes, strict=True)]  # fmt: skip
    z = cell.gate(0, update.added(x, state, meter))
    r = cell.gate(0, reset.added(x, state, meter))
    if cell.call.attribute("linear_before_reset", 0):
        of_x, of_h = last.products(x, state, meter)
        h = of_x + last.biases[0] + r * (of_h + last.biases[1])
    else:
        h = last.added(x, State(r * state.hidden, state.cell), meter)
    h = cell.gate(1, h)
    return State((1 - z) * h + z * state.hidden, state.cell)


def rnn(cell: Cell, x: AnyArray, state: State, meter: Meter) -> State:
    """One gate."""
    return State(cell.gate(0, cell.added(x, state, meter)), state.cell)


class Kind(NamedTuple):
    """A kind of cell: its step, and the activations that it has if nothing else is said."""

    step: Callable[[Cell, AnyArray, State, Meter], State]
    activations: tuple[str, ...]
    in_levels: bool = False  # whether what is multiplied was rounded to 8 bits


CELLS: Mapping[str, Kind] = {
    "LSTM": Kind(lstm, ("Sigmoid", "Tanh", "Tanh")),
    "DynamicQuantizeLSTM": Kind(lstm, ("Sigmoid", "Tanh", "Tanh"), in_levels=True),
    "GRU": Kind(gru, ("Sigmoid", "Tanh")),
    "RNN": Kind(rnn, ("Tanh",)),
}


class Curve(NamedTuple):
    """An activation, and its own alpha and beta; none that it does not have."""

    function: Callable[[AnyArray, float, float], AnyArray]
    alpha: float | None = None
    beta: float | None = None


_CURVES: Mapping[str, Curve] = {
    "affine": Curve(lambda x, a, b: a * x + b, 1.0, 0.0),
    "elu": Curve(lambda x, a, _: np.where(x < 0, a * np.expm1(x), x), 1.0),
    "hardsigmoid": Curve(lambda x, a, b: np.clip(a * x + b, 0, 1), 0.2, 0.5),
    "leakyrelu": Curve(lambda x, a, _: np.where(x < 0, a * x, x), 0.01),
    "relu": Curve(lambda x, *_: np.maximum(x, 0)),
    "scaledtanh": Curve(lambda x, a, b: a * np.tanh(b * x), 1.0, 1.0),
    "sigmoid": Curve(lambda x, *_: 1 / (1 + np.exp(-x))),
    "softplus": Curve(lambda x, *_: np.logaddexp(x, 0)),
    "softsign": Curve(lambda x, *_: x / (1 + np.abs(x))),
    "tanh": Curve(lambda x, *_: np.tanh(x)),
    "thresholdedrelu": Curve(lambda x, a, _: np.where(x >= a, x, 0), 1.0),
}


def activations(call: Call, directions: int) -> list[Activation]:
    """The activations of all directions; alphas and betas go to those that have one, in order."""
    names = call.attribute("activations", ()) or CELLS[call.function].activations * directions
    alphas, betas = [iter(call.attribute(f"activation_{one}", ())) for one in ("alpha", "beta")]
    return [_curve(call, str(name), alphas, betas) for name in names]


def _curve(call: Call, name: str, alphas: Iterator[float], betas: Iterator[float]) -> Activation:
    if name.lower() not in _CURVES:
        raise InputError("CC221", f"{call.function} cannot be run with the activation {name}")
    curve = _CURVES[name.lower()]
    alpha = 0.0 if curve.alpha is None else next(alphas, curve.alpha)
    beta = 0.0 if curve.beta is None else next(betas, curve.beta)
    return lambda x: curve.function(x, alpha, beta)
