"""From arguments in numbers to operators: each combination is made and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from convcalc.errors import InputError
from convcalc.network import words
from convcalc.network.nested import Followers
from convcalc.network.values import Fault, Literal, Names, NetworkWide, Value, whole
from convcalc.ops import OPS
from convcalc.ops.op import Op
from convcalc.ops.spec import Spec

Arguments = Mapping[str, Value]
Numbers = tuple[tuple[str, object], ...]
FOLLOWING = ("norm", "act")
_PAIR = 2
_WHOLE = "; floor(…) or round8(…) makes it whole"


@dataclass(frozen=True, slots=True)
class Made:
    """An operator or a variant, and what follows its convolutions."""

    spec: Spec
    followers: Followers


class Makers:
    """Remembers what has been made, since networks repeat the same layers many times."""

    def __init__(self) -> None:
        self._made: dict[tuple[type[Spec], Numbers], Made] = {}
        self._constant: dict[int, Numbers | None] = {}

    def make(self, spec: type[Spec], arguments: Arguments, names: Names, extra: Numbers) -> Made:
        """The operator with these arguments.

        Raises Fault for an expression, and for a value that the operator does not take.
        """
        numbers = self._numbers(arguments, names)
        if extra:  # in place of what the operator does not know
            numbers = tuple([pair for pair in numbers if pair[0] != words.LIKE]) + extra
        made = self._made.get((spec, numbers))
        if made is None:
            made = self._made[spec, numbers] = _made(spec, dict(numbers), arguments)
        return made

    def _numbers(self, arguments: Arguments, names: Names) -> Numbers:
        if id(arguments) not in self._constant:
            fixed = all(map(_is_constant, arguments.values()))
            self._constant[id(arguments)] = evaluated(arguments, names) if fixed else None
        constant = self._constant[id(arguments)]
        return evaluated(arguments, names) if constant is None else constant


def _is_constant(value: Value) -> bool:
    # A default means the network's names, which do not change.
    return isinstance(value, Literal | NetworkWide)


def evaluated(arguments: Arguments, names: Names) -> Numbers:
    """Each argument in numbers."""
    return tuple([(key, whole(value.evaluate(names))) for key, value in arguments.items()])


def _made(spec: type[Spec], numbers: dict[str, object], arguments: Arguments) -> Made:
    norm, act = (_follower(key, numbers.pop(key, words.NONE), arguments) for key in FOLLOWING)
    if "bias" in spec.model_fields and numbers.get("bias", words.AUTO) == words.AUTO:
        numbers["bias"] = _unless_normed(spec, norm)
    return Made(_spec(spec, numbers, arguments), Followers(norm, act))


def _unless_normed(spec: type[Spec], norm: Op | None) -> object:
    """`bias: auto` is off exactly where a norm follows."""
    return False if norm else spec.model_fields["bias"].default


def _spec(spec: type[Spec], numbers: dict[str, object], arguments: Arguments) -> Spec:
    if not spec.model_fields:
        return spec.trusted()
    try:
        return spec(**numbers)
    except InputError as error:
        raise _fault(error, numbers, arguments) from None


def _fault(error: InputError, numbers: dict[str, object], arguments: Arguments) -> Exception:
    problem = error.problem
    if problem.key not in arguments:
        return error
    broken = isinstance(numbers.get(problem.key), float)
    message = problem.message + (_WHOLE if broken and "whole number" in problem.message else "")
    return Fault(problem.code, message, arguments[problem.key].place)


def _follower(key: str, value: object, arguments: Arguments) -> Op | None:
    """The norm or activation that a word or an operator with arguments means."""
    name, given = value if _is_applied(value) else (value, ())
    if name == words.NONE:
        return None
    if not isinstance(name, str) or name not in words.FOLLOWERS[key]:
        raise Fault("CC117", words.no_follower(key, name), arguments[key].place)
    op = OPS[name]
    fields = {words.long_key(op, one): number for one, number in given}
    try:
        made = _spec(op, fields, dict.fromkeys(fields, arguments[key]))
    except InputError as error:
        message = f"{key}: {name}: {error.problem.message}"
        raise Fault(error.problem.code, message, arguments[key].place) from None
    return made if isinstance(made, Op) else None


def _is_applied(value: object) -> TypeGuard[tuple[str, Numbers]]:
    """Whether it is an operator with its arguments; a var may be any tuple."""
    return isinstance(value, tuple) and len(value) == _PAIR and isinstance(value[0], str)
