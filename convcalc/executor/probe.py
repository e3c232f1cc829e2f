"""The cheapest plan that reaches as far as the given one: one channel where channels are alike.

A probe changes all channels of an input position together. From then on the channels of
each tensor depend on the same positions, as long as every op keeps it so (`Layout.alike`):
one channel can stand for all. A concat joins tensors that may depend on different positions:
one channel stands for each part, and only a convolution without groups, which reads them
all, may follow. Where that does not hold, the plan is probed with the channels it has.
"""

from __future__ import annotations

from dataclasses import replace

from convcalc.executor.layout import Layout
from convcalc.executor.plan import Plan, Step
from convcalc.executor.run import lay_out

_WIDTHS = {"out_channels", "out_features"}  # how many channels come out
_SHARES = {"groups", "heads"}  # into how many shares they are divided


def probe(plan: Plan) -> Plan:
    """A plan of batch 1 whose outputs at a position depend on the same input positions.

    >>> step = Step("conv", "conv", {"out_channels": 8, "kernel_size": 3, "groups": 4}, (0,))
    >>> thin = probe(Plan(((4, 9),), (step,), (1,), batch=32))
    >>> thin.inputs, thin.steps[0].arguments, thin.batch
    (((1, 9),), {'out_channels': 1, 'kernel_size': 3, 'groups': 1, 'bias': False}, 1)
    """
    single = replace(plan, batch=1)
    parts = [1] * len(plan.inputs)  # of each tensor: the channels that stand for all
    steps = []
    for step, layout in zip(plan.steps, lay_out(plan), strict=True):
        read = [parts[t] for t in step.inputs]
        if not _thin(step, layout, read):
            return single
        steps.append(replace(step, arguments=_one_channel(step)))
        written = sum(read) if step.op == "concat" else read[0]
        parts.append(1 if _WIDTHS & step.arguments.keys() else written)
    inputs = tuple((1, *space) for _, *space in plan.inputs)
    return replace(single, inputs=inputs, steps=tuple(steps))


def _thin(step: Step, layout: Layout, parts: list[int]) -> bool:
    """Whether one channel for each part of the inputs reaches as far as all of them."""
    if step.op == "concat":
        return True
    grouped = any(step.arguments.get(name, 1) != 1 for name in _SHARES)
    return layout.alike and len(set(parts)) == 1 and not (grouped and parts[0] > 1)


def _one_channel(step: Step) -> dict[str, object]:
    """The arguments with every one that speaks of channels set to 1."""
    named = (_WIDTHS | _SHARES | {"num_parameters"}) & step.arguments.keys()
    ones = dict.fromkeys(named, 1)
    unbiased = {"bias": False} if _WIDTHS & step.arguments.keys() else {}
    return {**step.arguments, **ones, **unbiased}
