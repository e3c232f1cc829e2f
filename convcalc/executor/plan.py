"""What is to be run, and what running it showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FUNCTION = "function"  # an op of ONNX, of which the arguments are a `call`


@dataclass(frozen=True, slots=True)
class Step:
    """One primitive op as its spec was written: nothing is resolved.

    `inputs` are tensor ids: the plan's inputs first (0 .. n-1), then one per step in order.
    """

    path: str
    op: str
    arguments: Mapping[str, object]
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order they run. Shapes of inputs are (C, *spatial), without batch."""

    inputs: tuple[tuple[int, ...], ...]
    steps: tuple[Step, ...]
    outputs: tuple[int, ...]
    batch: int = 1


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one step really did.

    `output` is without batch; `params` are elements of the trained arrays used;
    `macs`, `effective_macs` and `activations` are of all batch items; `padding` is what
    was put on, or cut from, each axis, if the op pads; `checked` output elements were
    compared with the plain definition, `error` is their largest |difference| / scale;
    `living_bytes` are of all tensors that lived while it ran.
    """

    path: str
    op: str
    output: tuple[int, ...]
    params: int
    macs: int
    effective_macs: int
    activations: int
    padding: tuple[tuple[int, int], ...] | None
    checked: int
    error: float
    agrees: bool
    living_bytes: int
