"""Tensors that meet fit one another."""

from __future__ import annotations

from collections.abc import Sequence

from convcalc.notation import show_tuple
from convcalc.ops.rules.rule import Rule


def branches_agree(
    op: str, first: Sequence[int], second: Sequence[int], names: tuple[str, ...] = ()
) -> Rule:
    """The tensors that are joined have the same sizes (concat: but for the channels).

    Why: add and mul work element by element, concat stacks channels over the same positions.
    To mul, one number a channel (C×1×1) is one for each of all positions.
    Example: a residual branch with stride 2 beside a skip without one.
    Fix: give both branches the same stride and padding.
    """
    same = tuple(first)[op == "concat" :] == tuple(second)[op == "concat" :] or (
        op == "mul" and (_weighs(first, second) or _weighs(second, first))
    )

    def says() -> str:
        hint = "" if len(first) != len(second) else _branch_hint(op, first, second)
        return f"branches differ: {_shapes((first, second), names)}{hint}"

    return Rule("CC210", same, says)


def takes(op: str, wanted: int, given: int) -> Rule:
    """An operator gets as many tensors as it reads.

    Why: matmul reads a matrix and a tensor; attention reads query, key and value.
    Example: attention with one branch in a network; self-attention names its input three times.
    Fix: name as many tensors as the message says, in the order of convcalc explain.
    """
    return Rule(
        "CC231",
        given == wanted,
        lambda: f"{op} takes {wanted} inputs, but {given} {'is' if given == 1 else 'are'} given",
    )


def inner_agrees(a: Sequence[int], b: Sequence[int], inner: int) -> Rule:
    """A matrix product meets as many positions of the first tensor as channels of the second.

    Why: the first is read as a matrix of channels × positions; rows of it meet channels.
    Example: matmul of 64x7x7 and 64x7x7 in a network: 49 positions and 64 channels.
    Fix: reshape the first tensor, or change the order of the two.
    """
    return Rule(
        "CC232",
        inner == b[0],
        lambda: (
            f"matmul: the {inner} positions of {show_tuple(a)} must meet as many channels, but"
            f" {show_tuple(b)} has {b[0]}; reshape the first, or swap them"
        ),
    )


def keys_fit(query: Sequence[int], key: Sequence[int], value: Sequence[int]) -> Rule:
    """Keys have the channels of queries and the positions of values.

    Why: a score is the product of a query and a key, and weighs the value at the key's place.
    Example: attention whose key is strided and whose value is not, in a network.
    Fix: project query and key to the same channels, and stride key and value alike.
    """
    channels = query[0] == key[0]
    what = "have other positions" if channels else "have other channels"
    first, second = ("key", key), ("value", value)
    if not channels:
        first, second = ("query", query), first
    return Rule(
        "CC233",
        channels & (tuple(key[1:]) == tuple(value[1:])),
        lambda: (
            f"{first[0]} {show_tuple(first[1])} and {second[0]} {show_tuple(second[1])} {what};"
            f" {'stride both alike' if channels else 'project both to the same'}"
        ),
    )


def _weighs(factors: Sequence[int], x: Sequence[int]) -> bool:
    """Whether the first has one number for each channel of the second."""
    return list(factors) == [x[0], *(1,) * (len(x) - 1)]


def _shapes(shapes: Sequence[Sequence[int]], names: tuple[str, ...]) -> str:
    """The shapes of branches, with their names where a file gives them any."""
    if not names:
        return " and ".join(map(show_tuple, shapes))
    return ", ".join(f"{name} {show_tuple(one)}" for name, one in zip(names, shapes, strict=True))


def _branch_hint(op: str, first: Sequence[int], second: Sequence[int]) -> str:
    if op == "mul" and first[0] == second[0]:
        return "; mul takes the same positions, or one for all"
    apart = max((abs(a - b) for a, b in zip(first[1:], second[1:], strict=True)), default=0)
    if not apart or op == "mul":
        return "; give both the same channels"
    # An even kernel or a zero too few changes a size by one; a stride by more.
    return "; a stride is missing?" if apart > 1 else "; give both the same kernel and padding"
