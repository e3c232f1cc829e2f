"""Whose weights a tensor of a file is: several operators may have one."""

from __future__ import annotations

from convcalc.network.onnx.model import Tensor


class Weights:
    """The weights of the operators so far; `node` is the number of the one that asks."""

    def __init__(self) -> None:
        self._owners: dict[int, int] = {}

    def learn(self, node: int, *tensors: Tensor) -> tuple[Tensor, ...]:
        """The weights, but for matrices that an operator before has.

        Vectors count each time: exporters store those once that are equal before any training,
        such as the ones of all norms.
        """
        had = [self._owners.get(id(one)) for one in tensors]
        new = [
            one
            for one, owner in zip(tensors, had, strict=True)
            if owner is None or (owner != node and not one.is_matrix)
        ]
        self._owners |= {id(one): node for one in new}
        return tuple(new)

    def are_shared(self, node: int, *tensors: Tensor) -> bool:
        """Whether all matrices of an operator are those of one before it."""
        self.learn(node, *tensors)
        owners = {self._owners[id(one)] for one in tensors if one.is_matrix}
        return bool(owners) and node not in owners
