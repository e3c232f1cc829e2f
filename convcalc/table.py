"""A table of names whose objects are imported when they are first asked for.

`convcalc conv` needs one variant of nine; importing the others would double its start-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Table(Mapping[str, T], Generic[T]):
    """Names in order, each with `module:Object` inside a package.

    >>> Table("fractions", {"exact": ":Fraction"})["exact"](1, 2)
    Fraction(1, 2)
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        self._package = package
        self._places = dict(places)

    def __getitem__(self, name: str) -> T:
        module, _, attribute = self._places[name].partition(":")
        loaded = import_module(f"{self._package}.{module}" if module else self._package)
        entry: T = getattr(loaded, attribute)
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def attribute(self, name: str) -> Any:  # noqa: ANN401 — a module's __getattr__
        """The object of that Python name, for a package's `__getattr__`."""
        for entry, place in self._places.items():
            if place.endswith(f":{name}"):
                return self[entry]
        raise AttributeError(f"module {self._package!r} has no attribute {name!r}")
