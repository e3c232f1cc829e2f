"""A graph's predictions, each held against what the executor did."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from convcalc.analysis.field_end import leading_to, with_field
from convcalc.analysis.memory import peak_activation_bytes
from convcalc.graph import Graph
from convcalc.verify.check import Check
from convcalc.verify.field import clipped_field, whole_field
from convcalc.verify.model import PLAIN, Model
from convcalc.verify.operators import run_operators

MEMORY = 512 * 2**20  # bytes


def verify(
    graph: Graph,
    *,
    name: str,
    batch: int = 1,
    memory: int = MEMORY,
    progress: Callable[[str], None] | None = None,
) -> tuple[Check, ...]:
    """Run a layer in NumPy, and hold each prediction against what the run did.

    The receptive field is that of the whole graph, under `name`.

    Raises InputError when the run does not fit into `memory`. [B]

    >>> from convcalc.variants import Conv
    >>> checks = verify(Conv(out_channels=4, kernel_size=3).graph((3, 7, 5)), name="conv")
    >>> [(check.quantity, check.measured) for check in checks if not check.ok]
    []
    """
    ran = run_operators(graph, batch=batch, memory=memory, progress=progress)
    return (*ran.checks, *clipped_field(graph, name, memory=memory))


def verify_network(
    graph: Graph,
    *,
    name: str,
    batch: int = 1,
    memory: int = MEMORY,
    progress: Callable[[str], None] | None = None,
    model: Model = PLAIN,
) -> tuple[Check, ...]:
    """Run a network in NumPy, and hold each prediction against what the run did.

    Under `name` is what is of the whole: the peak of memory, by the arrays that lived, and
    the receptive field. `model` has the functions and weights of a file, if it is one.

    Raises InputError when the run does not fit into `memory`. [B]

    >>> from convcalc.graph import Builder
    >>> from convcalc.ops import Conv, Flatten
    >>> build = Builder((3, 32, 32))
    >>> x = build.add("conv", Conv(out_channels=8, kernel_size=3, stride=2, padding=1), 0)
    >>> graph = build.graph(build.add("flat", Flatten(), x))
    >>> for check in verify_network(graph, name="net")[-5:-3]:
    ...     print(check.quantity, check.predicted, check.measured)
    peak_activation_bytes 20480 20480
    receptive_field (3, 3) (3, 3)
    """
    ran = run_operators(graph, batch=batch, memory=memory, progress=progress, model=model)
    predicted = peak_activation_bytes(graph, batch=batch, dtype="fp32")
    return (
        *ran.checks,
        Check(name, "peak_activation_bytes", predicted, ran.peak_activation_bytes),
        *_field(graph, name, memory, model),
    )


def _field(graph: Graph, name: str, memory: int, model: Model) -> Iterator[Check]:
    """The receptive field; functions of a model fit their own sizes only, and hide poison."""
    asked = with_field(graph)
    empty = 0 in asked.shape(asked.outputs[0])  # and sees nothing
    if not empty and not any(node.path in model.calls for node in leading_to(asked)):
        yield from whole_field(asked, name, memory=memory)
