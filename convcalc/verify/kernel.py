"""Both forms of a kernel run on an image: the whole, and sums of separable terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convcalc.executor import Plan, Step, measure, run
from convcalc.kernel.separation import Separation
from convcalc.verify.check import Check

_AROUND = 29  # output positions along each axis
_ROUNDING = 1e-5  # relative to the largest output: single precision over a few hundred terms

Weights = dict[str, tuple[NDArray[np.float32], ...]]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the runs showed."""

    image: tuple[int, int]
    differences: tuple[float, ...]  # the largest, of 1, 2, … terms, relative to the largest output
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether all that was predicted came out."""
        return all(check.ok for check in self.checks)


def prove(found: Separation, terms: int, *, seed: int = 0) -> Proof:
    """Run the kernel, and its first 1 … `terms` terms, on an image of random brightness."""
    rows, columns = found.kernel.shape
    image = (rows + _AROUND - 1, columns + _AROUND - 1)
    x = np.random.default_rng(seed).random((1, 1, *image), dtype=np.float32)
    plan, weights = _plan(found, terms, image), _weights(found, terms)
    whole, *sums = run(plan, [x], weights)
    largest = float(np.abs(whole).max()) or 1.0
    differences = tuple(float(np.abs(whole - one).max()) / largest for one in sums)
    # No output can differ by more than what is left of the kernel times its window's norm.
    windows = np.sqrt(run(_one("window", (rows, columns), image), [x * x], _ones(rows, columns))[0])
    slack = float(windows.max()) / largest
    checks = (*_products(found, plan, terms), *_values(found, differences, slack))
    return Proof(image, differences, checks)


def _values(found: Separation, differences: tuple[float, ...], slack: float) -> Iterator[Check]:
    for terms, difference in enumerate(differences, start=1):
        within = difference <= found.error(terms) * slack + _ROUNDING
        yield Check(f"{terms} terms" if terms > 1 else "1 term", "values", True, within)


def _products(found: Separation, plan: Plan, terms: int) -> Iterator[Check]:
    """Multiplications at each position, counted in the run."""
    macs = {one.path: one.macs / one.activations for one in measure(plan) if one.macs}
    each = [int(macs[f"column{i}"] + macs[f"row{i}"]) for i in range(terms)]
    yield Check("whole", "products", found.products, int(macs["whole"]))
    if terms:
        yield Check("terms", "products", found.products_of(terms), sum(each))


def _plan(found: Separation, terms: int, image: tuple[int, int]) -> Plan:
    """Tensor 0 is the image, 1 the whole kernel's output; then column, row and sum of each term."""
    rows, columns = found.kernel.shape
    steps, sums = [_conv("whole", (rows, columns), 0)], [1]
    for term in range(terms):
        steps.append(_conv(f"column{term}", (rows, 1), 0))
        steps.append(_conv(f"row{term}", (1, columns), len(steps)))
        if term:
            steps.append(Step(f"sum{term}", "add", {}, (sums[-1], len(steps))))
        sums.append(len(steps))
    return Plan(((1, *image),), tuple(steps), tuple(sums))


def _conv(path: str, kernel_size: tuple[int, int], tensor: int) -> Step:
    return Step(path, "conv", {"out_channels": 1, "kernel_size": kernel_size}, (tensor,))


def _one(path: str, kernel_size: tuple[int, int], image: tuple[int, int]) -> Plan:
    return Plan(((1, *image),), (_conv(path, kernel_size, 0),), (1,))


def _ones(rows: int, columns: int) -> Weights:
    return {"window": (np.ones((1, 1, rows, columns), np.float32),)}


def _weights(found: Separation, terms: int) -> Weights:
    rows, columns = found.kernel.shape
    weights: Weights = {"whole": (_array(found.kernel.rows, (rows, columns)),)}
    for term, factors in enumerate(found.factors[:terms]):
        weights[f"column{term}"] = (_array(factors.column, (rows, 1)),)
        weights[f"row{term}"] = (_array(factors.row, (1, columns)),)
    return weights


def _array(values: object, shape: tuple[int, int]) -> NDArray[np.float32]:
    return np.array(values, np.float64).astype(np.float32).reshape(1, 1, *shape)
