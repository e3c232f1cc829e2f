"""A table of names whose objects are imported when they are first asked for.

`convcalc conv` needs one variant of nine; importing the others would double its start-up.
"""

from __future__ import annotations

import sys
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
        self._loaded: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._loaded:
            self._loaded[name] = self._load(self._places[name])
        return self._loaded[name]

    def _load(self, place: str) -> T:
        module, _, attribute = place.partition(":")
        loaded = import_module(f"{self._package}.{module}" if module else self._package)
        entry: T = getattr(loaded, attribute)
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def of_module(self, module: str) -> tuple[str, ...]:
        """The names whose objects one module of the package holds; nothing is imported.

        >>> Table("math", {"root": "roots:sqrt", "pi": "numbers:pi"}).of_module("numbers")
        ('pi',)
        """
        return tuple([name for name, at in self._places.items() if at.startswith(f"{module}:")])

    def attribute(self, name: str) -> Any:  # noqa: ANN401 — a module's __getattr__
        """The object of that Python name, for a package's `__getattr__`; from then on its own."""
        for entry, place in self._places.items():
            if place.endswith(f":{name}"):
                setattr(sys.modules[self._package], name, self[entry])
                return self[entry]
        raise AttributeError(f"module {self._package!r} has no attribute {name!r}")
