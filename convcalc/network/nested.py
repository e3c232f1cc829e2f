"""A variant inside a network: its operators get their place in the paths, and what follows them."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.errors import Place
from convcalc.graph import Builder
from convcalc.ops.op import Op, Shape
from convcalc.ops.weighted import Weighted

CONV, NORM, ACT = "conv", "norm", "act"


@dataclass(frozen=True, slots=True)
class Followers:
    """What comes after a convolution: a norm, an activation, both or neither."""

    norm: Op | None = None
    act: Op | None = None

    def __bool__(self) -> bool:
        return self.norm is not None or self.act is not None


class Nested(Builder):
    """Adds to another builder, under a path."""

    def __init__(
        self,
        build: Builder,
        path: str,
        *,
        name: str,
        place: Place,
        followers: Followers,
        train_only: bool,
        shared: bool = False,
    ) -> None:
        self._build = build
        self._path = path
        self._name = name
        self._place = place
        self._followers = followers
        self._train_only = train_only
        self._shared = shared

    def shape(self, tensor: int) -> Shape:
        """The shape of a tensor by its number."""
        return self._build.shape(tensor)

    def add(
        self,
        path: str,
        spec: Op,
        *inputs: int,
        place: Place | None = None,
        train_only: bool = False,
        shared: bool = False,
    ) -> int:
        """The operator, and after a convolution what follows it.

        An operator that bears its variant's name is the whole of it, and has its path.
        """
        del place, train_only, shared  # those of the item
        whole = self._path if path == self._name else f"{self._path}.{path}"
        followed = self._followers and isinstance(spec, Weighted)
        first = f"{whole}.{CONV}" if followed else whole
        x = self._add(first, spec, *inputs)
        if followed:
            for part, op in ((NORM, self._followers.norm), (ACT, self._followers.act)):
                x = self._add(f"{whole}.{part}", op, x) if op else x
        return x

    def _add(self, path: str, spec: Op, *inputs: int) -> int:
        return self._build.add(
            path,
            spec,
            *inputs,
            place=self._place,
            train_only=self._train_only,
            shared=self._shared,
        )
