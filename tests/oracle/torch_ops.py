"""An operator of ours on a random input, held against what PyTorch made of it."""

from random import Random

import numpy as np
import pytest

from convcalc.executor import Plan, Step, run
from convcalc.graph import Builder
from convcalc.ops import OPS

torch = pytest.importorskip("torch")

SEEDS = range(60)


def agrees(op, arguments, x, expected):
    """Our shape and our values are those of PyTorch."""
    build = Builder(tuple(x.shape[1:]))
    node_output = build.shape(build.add("it", OPS[op](**arguments), 0))
    step = Step("it", op, arguments, (0,))
    found = run(Plan((tuple(x.shape[1:]),), (step,), (1,), len(x)), [x.numpy()])[0]
    assert node_output == found.shape[1:] == tuple(expected.shape[1:])
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-5, atol=1e-6)


def drawn(seed, least=1):
    """A generator, the number of axes, and an input."""
    draw = Random(f"op {seed}")  # noqa: S311 — no secret
    rank = draw.randint(1, 3)
    shape = [draw.randint(1, 2), draw.randint(1, 4)] + [draw.randint(least, 9) for _ in range(rank)]
    torch.manual_seed(seed)
    return draw, rank, torch.rand(shape) - 0.5
