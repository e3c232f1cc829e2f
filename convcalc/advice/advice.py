"""What a rule of advice is, and how its findings are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from convcalc.analysis.cost import OpCost

Rule: TypeAlias = Callable[[OpCost], str | None]


def remarks(layers: Sequence[Sequence[OpCost]], rules: Mapping[str, Rule]) -> Iterator[str]:
    """A line for each rule that finds something, however often: the first finding, and a count.

    >>> from convcalc.advice import ADVICE
    >>> from convcalc.variants import Conv
    >>> cost = Conv(out_channels=8, kernel_size=1, padding=1).cost((8, 2, 2))
    >>> print(*remarks([cost.ops], ADVICE))
    note[CC510]: 12 of 16 outputs of the 1x1 kernel see padding only, and hold the bias; use padding=0
    """  # noqa: E501 — the message is one line
    for code, rule in rules.items():
        told = [text for text in (_told(rule, ops) for ops in layers) if text]
        if told:
            count = f"{len(told)} of {len(layers)} layers: " if len(layers) > 1 else ""
            yield f"note[{code}]: {count}{told[0]}"


def _told(rule: Rule, ops: Sequence[OpCost]) -> str:
    """What is found in a layer: where it has several operators, in which of them."""
    found = [(op.node.path, sentence) for op in ops if (sentence := rule(op))]
    if not found or len(ops) == 1:
        return "".join(sentence for _, sentence in found)
    (path, sentence), *others = found
    also = f" (also {', '.join(other for other, _ in others)})" if others else ""
    return f"{path}: {sentence}{also}"
