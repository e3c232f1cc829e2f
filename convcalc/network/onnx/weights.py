"""Whose weights a tensor of a file is: several operators may have one."""

from __future__ import annotations

from collections.abc import Hashable

from convcalc.network.onnx.model import Node, Tensor


class Weights:
    """The weights of the operators so far, and of the one that is being added."""

    def __init__(self) -> None:
        self._owners: dict[Hashable, int] = {}
        self._operator = 0
        self._node: Hashable = ()

    def enter(self, node: Node) -> None:
        """The operator that has the weights which come now; in a loop a node is several."""
        self._operator += 1
        self._node = (node.name, node.outputs)

    def learn(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        """The weights, but for those that an operator before has."""
        new = [one for one in tensors if self._key(one) not in self._owners]
        self._owners |= {self._key(one): self._operator for one in new}
        return tuple(new)

    def are_shared(self, *tensors: Tensor) -> bool:
        """Whether an operator has the weights of one before it: its matrices, if it has any."""
        self.learn(*tensors)
        telling = [one for one in tensors if one.is_matrix] or tensors
        owners = {self._owners[self._key(one)] for one in telling}
        return bool(owners) and self._operator not in owners

    def _key(self, tensor: Tensor) -> Hashable:
        """What a tensor is counted by: itself, or itself and the node that reads it.

        Exporters store vectors once that are equal before any training, such as the ones of all
        norms. These are several, and so are those of which the file does not tell.
        """
        own = tensor.is_matrix or tensor.is_varied
        return id(tensor) if own else (id(tensor), self._node)
