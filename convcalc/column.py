"""What the language and the operators know of a sweep: a number may be one for each point."""

from __future__ import annotations

from abc import ABC, abstractmethod


class Column(ABC):
    """A number for each of many points, which calculates as an int or a float does.

    A comparison gives another column. Whoever asks whether that holds, by `if` or `and`, gets an
    answer where it is the same for all points; else the points are parted, and each part is
    asked again. So what is written for one number is right for a column, and quick where it only
    calculates.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def is_whole(self) -> bool:
        """Whether the numbers are ints."""

    @abstractmethod
    def whole(self) -> object:
        """The same; floats that are whole but for rounding are ints."""

    @abstractmethod
    def settled(self) -> object:
        """The only number: points whose numbers differ are parted."""
