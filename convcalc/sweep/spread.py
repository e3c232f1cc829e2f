"""The expressions of a network over columns: once for each combination of what they mention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np

from convcalc.errors import Place
from convcalc.network.values import Fault, Formula, Names
from convcalc.sweep.calculation import LARGEST, Array, DifferError, TooLargeError
from convcalc.sweep.numbers import Numbers, column
from convcalc.sweep.pool import Pool

T = TypeVar("T")
Flat = Mapping[str, Any]  # arrays of one length, and what is the same for all points
Run = Callable[[Flat], object]


@dataclass(frozen=True, slots=True)
class Spread(Formula):
    """An expression that takes columns for numbers."""

    def evaluate(self, names: Names) -> object:
        """A column, or one value for all points; raises Fault with the place of what is wrong."""
        used = [name.text for name in self.expression.names]
        given = {name: names[name] for name in used if name in names}
        pools = [value.pool for value in given.values() if isinstance(value, Numbers)]
        if not pools:
            return Formula.evaluate(self, names)
        key = self.expression.text, *[(type(one), _key(one)) for one in given.values()]
        known = pools[0].evaluated
        if key not in known:
            known[key] = given, spread(lambda some: Formula.evaluate(self, some), given, pools[0])
        return known[key][1]


def _key(value: object) -> object:
    return id(value) if isinstance(value, Numbers) else value


def spread(run: Run, given: Names, pool: Pool) -> object:
    """What an expression is, with columns among its names.

    Raises DifferError where it has a value for some points only, or texts that differ.
    """
    columns = {name: one.array for name, one in given.items() if isinstance(one, Numbers)}
    shape = np.broadcast_shapes(*[array.shape for array in columns.values()])
    flat = {name: np.broadcast_to(array, shape).reshape(-1) for name, array in columns.items()}
    try:
        found = run({**given, **flat})
    except Fault:
        found = _each(run, given, flat, shape)
    if not isinstance(found, np.ndarray):
        return found
    return column(found.reshape(shape), pool)


def _each(run: Run, given: Names, flat: Mapping[str, Array], shape: tuple[int, ...]) -> object:
    """The same where it has no value for some points, or is no number."""
    found = list(_pieces(run, given, flat))
    broken = [isinstance(value, Fault) for value in found]
    if all(broken):
        raise found[0]  # type: ignore[misc]  # a Fault
    if any(broken):
        raise DifferError(np.array(broken).reshape(shape))
    if not all(isinstance(value, int | float) for value in found):
        codes = {value: number for number, value in enumerate(dict.fromkeys(found))}
        if len(codes) == 1:
            return found[0]
        raise DifferError(np.array([codes[value] for value in found]).reshape(shape))
    if any(abs(value) > LARGEST for value in found):  # type: ignore[arg-type]  # numbers
        raise TooLargeError(shape)
    return np.array(found)


def _pieces(run: Run, given: Names, flat: Mapping[str, Array]) -> list[object]:
    """The value of every point, or the Fault that it has; most have none, and go together."""
    count = len(next(iter(flat.values())))
    if count == 1:
        try:
            return [run({**given, **{name: array.item() for name, array in flat.items()}})]
        except Fault as fault:
            return [fault]
    try:
        found = run({**given, **flat})
    except Fault:
        half = count // 2
        first = {name: array[:half] for name, array in flat.items()}
        second = {name: array[half:] for name, array in flat.items()}
        return _pieces(run, given, first) + _pieces(run, given, second)
    return found.tolist() if isinstance(found, np.ndarray) else [found] * count


def spreading(thing: T) -> T:
    """The same part of a document, whose expressions take columns."""
    made: Any = thing
    if isinstance(thing, Formula):
        made = Spread(thing.place, thing.expression, thing.indent)
    elif isinstance(thing, tuple):
        made = tuple([spreading(one) for one in thing])
    elif isinstance(thing, dict):
        made = {key: spreading(value) for key, value in thing.items()}
    elif is_dataclass(thing) and not isinstance(thing, type | Place):
        parts = {one.name: spreading(getattr(thing, one.name)) for one in fields(thing)}
        made = replace(thing, **parts)
    return made  # type: ignore[no-any-return]
