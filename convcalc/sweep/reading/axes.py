"""Reading the values of an axis: a list, a range, a geometric row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isfinite

from convcalc.errors import nearest
from convcalc.network.arguments import Reader, entries
from convcalc.network.expression import ExpressionError
from convcalc.network.given import given_value
from convcalc.network.source import Mapping, Node, Scalar
from convcalc.network.source import Sequence as SequenceNode
from convcalc.notation import choices, number
from convcalc.sweep.space import Values, values_of

_MOST, _MOST_TIMES = 1_000_000, 1_000  # values of one axis, and of one that multiplies
ENDS = ("from", "to", "step", "times")
_FORM = "write a list, a range such as 16..256:16, or {from: 16, to: 256, step: 16}"


def read_values(name: str, node: Node, reader: Reader) -> Values | None:
    """The values that a var takes; None, and a problem, where they cannot be read."""
    try:
        found = list(_values(name, node, reader))
    except ValueError as error:
        reader.problem("CC105", f"{name}: {error}", node)
        return None
    except ExpressionError as error:
        reader.problem(error.code, f"{name}: {error.message}", node)
        return None
    if not found:
        reader.problem("CC105", f"{name} takes no value; {_FORM}", node)
        return None
    twice = next((one for at, one in enumerate(found) if one in found[:at]), None)
    if len(found) <= _LOOKED and twice is not None:
        reader.problem("CC105", f"{name}: {twice} is given twice; delete one", node)
        return None
    return values_of(found)


_LOOKED = 10_000  # values among which doubles are looked for


def _values(name: str, node: Node, reader: Reader) -> Iterator[object]:
    if isinstance(node, SequenceNode):
        yield from [_value(one) for one in node.items]
    elif isinstance(node, Mapping):
        yield from _row(name, node, reader)
    elif isinstance(node.value, str):
        yield from listed(node.text)
    elif node.value is not None:
        yield _value(node)


def listed(text: str) -> list[object]:
    """Values as on the command line.

    Raises ValueError and ExpressionError for what cannot be read.

    >>> listed("1,3"), listed("0.5..1:0.25"), listed("relu,silu")
    ([1, 3], [0.5, 0.75, 1], ['relu', 'silu'])
    """
    return [given_value(one) for one in choices(text)]


def _value(node: Node) -> object:
    if isinstance(node, SequenceNode):
        return tuple([_value(one) for one in node.items])
    if isinstance(node, Mapping) or node.value is None:
        raise ValueError(f"a value is a number or a word; {_FORM}")
    if isinstance(node.value, float) and not isfinite(node.value):
        raise ValueError(f"{node.text} is no number to calculate with")
    return given_value(node.value)


def _row(name: str, node: Mapping, reader: Reader) -> Iterator[object]:
    """`{from, to, step}`, both ends in it, or `{from, to, times}`."""
    given = {one.key.text: one for one in entries(node, reader, name)}
    for key, entry in given.items():
        if key not in ENDS:
            hint = nearest(key, ENDS) or f"; a range has {', '.join(ENDS)}"
            reader.problem("CC102", f'unknown key "{key}" for {name}{hint}', entry.key)
    ends = {key: _number(given[key].value) for key in ENDS if key in given}
    if not {"from", "to"} <= ends.keys():
        raise ValueError(f"a range has from and to; {_FORM}")
    if {"step", "times"} <= ends.keys():
        raise ValueError("step and times are both given; a range adds or multiplies")
    first, last = ends["from"], ends["to"]
    if "times" in ends:
        return _plain(_geometric(first, last, ends["times"]))
    return _plain(_arithmetic(first, last, ends.get("step", Fraction(1))))


def _number(node: Node) -> Fraction:
    if not isinstance(node, Scalar):
        raise ValueError(f"a number is meant; {_FORM}")  # noqa: TRY004 — of the file
    return number(node.text)


def _arithmetic(first: Fraction, last: Fraction, step: Fraction) -> list[Fraction]:
    if step <= 0 or last < first:
        raise ValueError("the range is empty; write it upwards, with a step above 0")
    steps = (last - first) // step
    reached = first + steps * step
    if reached != last:
        ends = f"{_shown(reached)} or {_shown(reached + step)}"
        raise ValueError(f"the range misses its end {_shown(last)}; end it at {ends}")
    if steps >= _MOST:
        raise ValueError(f"the range has {steps + 1:,} values; at most {_MOST:,} are tried")
    return [first + step * at for at in range(int(steps) + 1)]


def _geometric(first: Fraction, last: Fraction, times: Fraction) -> list[Fraction]:
    if times <= 1 or first <= 0 or last < first:
        raise ValueError("the range is empty; write it upwards from above 0, with times above 1")
    found = [first]
    while found[-1] < last and len(found) < _MOST_TIMES:
        found.append(found[-1] * times)
    if found[-1] < last:
        raise ValueError(f"the range has more than {_MOST_TIMES:,} values; use larger times")
    if found[-1] != last:
        ends = " or ".join(map(_shown, found[-2:]))
        raise ValueError(f"the range misses its end {_shown(last)}; end it at {ends}")
    return found


def _shown(value: Fraction) -> str:
    try:
        return f"{float(value):g}"
    except OverflowError:
        return "a number beyond 1.8e308"


def _plain(numbers: Sequence[Fraction]) -> Iterator[int | float]:
    """Ints where all are whole, else the nearest floats, as if each was written out."""
    if all(one.denominator == 1 for one in numbers):
        return iter([one.numerator for one in numbers])
    return iter([float(one) for one in numbers])
