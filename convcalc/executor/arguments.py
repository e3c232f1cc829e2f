"""Reading arguments as they were written: a number for all axes, or one for each."""

from __future__ import annotations

from convcalc.executor.layout import Arguments, Shape


def number(arguments: Arguments, name: str, default: int | None = None) -> int:
    """The argument `name`, one whole number.

    >>> number({"groups": 4}, "groups", 1), number({}, "groups", 1)
    (4, 1)
    """
    value = arguments.get(name, default)
    if not isinstance(value, int):
        raise TypeError(f"{name}={value!r} is not a whole number")
    return value


def decimal(arguments: Arguments, name: str, default: float) -> float:
    """The argument `name`, one number.

    >>> decimal({"eps": 1e-3}, "eps", 1e-5), decimal({}, "eps", 1e-5)
    (0.001, 1e-05)
    """
    value = arguments.get(name, default)
    if not isinstance(value, (int, float)):
        raise TypeError(f"{name}={value!r} is not a number")
    return float(value)


def per_axis(arguments: Arguments, name: str, rank: int, default: int | None = None) -> Shape:
    """The argument `name`, one whole number for each spatial axis.

    >>> per_axis({"stride": 2}, "stride", 3), per_axis({"stride": (2, 1)}, "stride", 2)
    ((2, 2, 2), (2, 1))
    """
    value = arguments.get(name)
    if not isinstance(value, (tuple, list)):
        return (number(arguments, name, default),) * rank
    if len(value) != rank:
        raise ValueError(f"{name}={value!r} has {len(value)} entries for {rank} spatial axes")
    return tuple(value)
