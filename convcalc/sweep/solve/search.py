"""The search: bisection where every metric grows or falls throughout, all values where not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from convcalc.errors import InputError
from convcalc.sweep.calculation import Array
from convcalc.sweep.solve.candidates import Candidates
from convcalc.sweep.solve.question import Question
from convcalc.sweep.solve.solution import Method, Solution
from convcalc.sweep.solve.target import Target
from convcalc.sweep.solve.trials import Point, Trials, Tried

PROBES = 4_097  # values at which a metric is looked at, before it is said to grow throughout
_MOST = 1_000_000  # values that are all tried


def solved(question: Question) -> Solution:
    """The value that meets all targets and comes nearest to the first.

    Raises InputError where no value can be, or too many would have to be tried.
    """
    trials = Trials(question)
    candidates, probes = _probed(trials)
    if len(probes) == len(candidates):
        return _answer(trials, candidates, probes, Method.SWEEP)
    ends = _ends(trials, candidates, probes)
    if ends is not None:
        near = trials.at(candidates, ends)
        found = _allowed(near, question).any() or len(question.targets) == 1
        if len(near) == len(ends) and found:
            return _answer(trials, candidates, near, Method.BISECTION)
    _check_count(candidates)
    every = trials.at(candidates, np.arange(len(candidates)))
    return _answer(trials, candidates, every, Method.SWEEP)


def _probed(trials: Trials) -> tuple[Candidates, Tried]:
    """Values all over the interval; the whole numbers of it where no others can be."""
    candidates = trials.question.candidates
    probes = trials.at(candidates, _spread(len(candidates)))
    whole = None if candidates.stepped else candidates.whole()
    if whole and all(isinstance(one, int) for one in candidates.values(probes.indices.tolist())):
        trials.count = 0
        tried = trials.at(whole, _spread(len(whole)))
        if len(tried):
            return whole, tried
    if not len(probes):
        raise _impossible(trials, candidates)
    return candidates, probes


def _impossible(trials: Trials, candidates: Candidates) -> InputError:
    """No value can be: why the first and the last cannot."""
    problems = [trials.one(candidates.value(at)).problem for at in (0, len(candidates) - 1)]
    return InputError.of(dict.fromkeys(one for one in problems if one))


def _spread(count: int) -> Array:
    if count <= PROBES:
        return np.arange(count)
    return np.array([at * (count - 1) // (PROBES - 1) for at in range(PROBES)], np.int64)


def _check_count(candidates: Candidates) -> None:
    if len(candidates) > _MOST:
        raise InputError(
            "CC105",
            f"--vary {candidates.name}={candidates.text}: the metrics do not grow or fall"
            f" throughout, and of {len(candidates):,} values at most {_MOST:,} are tried;"
            " write a shorter interval or a larger step",
        )


def _ends(trials: Trials, candidates: Candidates, probes: Tried) -> Array | None:
    """Where a target begins or ceases to be met, from both sides, and the ends of the interval.

    None where a metric does not grow or fall throughout, or a value cannot be.
    """
    if len(probes) < len(_spread(len(candidates))):
        return None
    if not all(_steady(column) for column in probes.metrics.values()):
        return None
    found = {0, len(candidates) - 1}
    for target in trials.question.targets:
        pair = _flip(trials, candidates, probes, target)
        if pair is None:
            return None
        found.update(pair)
    return np.array(sorted(found), np.int64)


def _steady(column: Array) -> bool:
    return bool((column[1:] >= column[:-1]).all() or (column[1:] <= column[:-1]).all())


def _flip(
    trials: Trials, candidates: Candidates, probes: Tried, target: Target
) -> tuple[int, ...] | None:
    """Two neighbours of which one is below the limit, by bisection; none, () where none is."""
    side = _side(target, probes.metrics[target.metric])
    at = np.flatnonzero(side[1:] != side[:-1])
    if not len(at):
        return ()
    low, high = probes.indices[at[0]].item(), probes.indices[at[0] + 1].item()
    first = side[at[0]]
    while high - low > 1:
        middle = (low + high) // 2
        tried = trials.at(candidates, np.array([middle]))
        if not len(tried):
            return None
        if _side(target, tried.metrics[target.metric])[0] == first:
            low = middle
        else:
            high = middle
    return low, high


def _side(target: Target, values: Array) -> Array:
    return target.meets(values) if target.sign != "=" else target.below(values)


def _allowed(tried: Tried, question: Question) -> Array:
    met = np.ones(len(tried), np.bool_)
    for target in question.targets:
        met &= target.meets(tried.metrics[target.metric])
    return met


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of the values that were tried, and to which side the next one no longer meets."""

    index: int
    by: int  # 1 upwards, -1 downwards


def _answer(trials: Trials, candidates: Candidates, tried: Tried, method: Method) -> Solution:
    question = trials.question
    if not len(tried):
        raise _impossible(trials, candidates)
    possible = len(tried)
    leading = next((one for one in question.targets if one.sign == "="), question.targets[0])
    column = tried.metrics[leading.metric]
    rising = bool(column[-1] >= column[0])
    met = np.flatnonzero(_allowed(tried, question))
    if len(met):
        choice = _chosen(leading, tried.indices[met], column[met], rising)
    else:
        choice = _Choice(_best(tried, question), 0)
    point = trials.one(candidates.value(choice.index))
    _confirm(point, tried, choice.index)
    return Solution(
        question=question,
        candidates=candidates,
        method=method,
        tried=trials.count,
        possible=possible,
        point=point,
        met=len(met) > 0,
        beyond=_beyond(trials, candidates, choice),
        shortest=_shortest(trials, candidates, choice, point) if len(met) else None,
        rising=rising,
    )


def _chosen(target: Target, indices: Array, values: Array, rising: bool) -> _Choice:
    """The last value towards the limit; with `=` the nearest, and of those the last."""
    least = target.sign == ">="
    if target.sign == "=":
        misses = [target.distance(value) for value in values.tolist()]
        near = [at for at, miss in enumerate(misses) if miss == min(misses)]
        below = [at for at in near if target.below(values[at : at + 1])[0]]
        least = not below
        indices = indices[below or near]
    upwards = rising != least
    return _Choice(indices[-1 if upwards else 0].item(), 1 if upwards else -1)


def _best(tried: Tried, question: Question) -> int:
    """The value that misses the targets least, as a share of each."""
    rows = zip(*[tried.metrics[one.metric].tolist() for one in question.targets], strict=True)
    misses = [max(map(Target.share, question.targets, row)) for row in rows]
    return int(tried.indices[misses.index(min(misses))])


def _beyond(trials: Trials, candidates: Candidates, choice: _Choice) -> Point | None:
    index = choice.index + choice.by
    if not choice.by or not 0 <= index < len(candidates):
        return None
    return trials.one(candidates.value(index))


def _shortest(
    trials: Trials, candidates: Candidates, choice: _Choice, point: Point
) -> int | float | None:
    """A value of fewer digits that costs the same."""
    if candidates.stepped:
        return None
    return next(_same(trials, candidates.shorter(choice.index, choice.by < 0), point), None)


def _same(trials: Trials, values: list[int | float], point: Point) -> Iterator[int | float]:
    for value in dict.fromkeys(values):
        if value != point.value and trials.one(value).metrics == point.metrics:
            yield value


def _confirm(point: Point, tried: Tried, index: int) -> None:
    """A network by itself and a column of networks have the same numbers."""
    at = int(np.searchsorted(tried.indices, index))
    known = {name: column[at].item() for name, column in tried.metrics.items()}
    if known != point.metrics:
        raise AssertionError(f"{point.value}: {known} in a column, {point.metrics} by itself")
