"""An audit: every network held against all that is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import TypeAlias

from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.candidates import Candidate
from convcalc.audit.config import Config
from convcalc.audit.judging.expectations import judged_figures
from convcalc.audit.judging.growth import judged_growth
from convcalc.audit.judging.layers import judged_layers, used_by_layers
from convcalc.audit.judging.limits import judged, used_of
from convcalc.audit.judging.remarks import judged_advice
from convcalc.audit.judging.subject import Subject
from convcalc.audit.judging.whole import judged_whole
from convcalc.audit.lowering import Used
from convcalc.audit.rules import NO_BASE, NO_NETWORK, level_of, weights
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import InputError, Problem, nearest
from convcalc.network import Network, Settings, read_network
from convcalc.network.budgets import Assumed, Budget

_ASSUMED = Assumed(1, "fp32")


class NoBaseError(Exception):
    """There is nothing to compare a network with, and why."""


# The network of a candidate as it was; raises NoBaseError.
Base: TypeAlias = Callable[[Candidate, Settings], Network]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for beside the files."""

    batch: int | None = None
    dtype: str | None = None
    advice: bool = False  # every rule of it, not only those that are configured
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """A network with its verdicts; or, where it is not valid, its problems."""

    candidate: Candidate
    subject: Subject | None = None
    verdicts: tuple[Verdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    matched: tuple[Budget, ...] = ()
    used: tuple[Used, ...] = ()  # of every limit, the tightest or not

    @property
    def name(self) -> str:
        """What the network is called; where it cannot be read, by its file."""
        return self.subject.network.name if self.subject else self.candidate.file


def audited(candidate: Candidate, config: Config, asked: Asked) -> Audited:
    """What is said of one network."""
    try:
        return _Audit(candidate, config, asked).result()
    except InputError as error:
        return Audited(candidate, problems=error.problems)


def unmatched(config: Config, found: Sequence[Audited]) -> Iterator[Verdict]:
    """Budgets of the project file that none of its networks has."""
    levels = weights(config.levels)
    names = [one.name for one in found]
    held = {id(budget) for one in found for budget in one.matched}
    for budget in config.budgets:
        if id(budget) not in held:
            hint = nearest(budget.match, names) or f"; there are {', '.join(names) or 'none'}"
            message = f'"{budget.match}" matches no network{hint}'
            level = level_of(NO_NETWORK, levels)
            yield Verdict(rule=NO_NETWORK, level=level, message=message, place=budget.place)


@dataclass(slots=True)
class _Audit:
    """One network on its way."""

    candidate: Candidate
    config: Config
    asked: Asked
    levels: Mapping[str, Level] = field(default_factory=dict)
    assumed: Assumed = _ASSUMED
    used: list[Used] = field(default_factory=list)

    def result(self) -> Audited:
        if self.candidate.source is None:
            return Audited(self.candidate, problems=self.candidate.problems)
        network = self._network(Settings({}, preset=self.candidate.preset))
        own = network.budget
        self.levels = weights(self.config.levels) | weights(own.levels if own else ())
        self.assumed = self._assumed(own.assumed if own else None)
        subject, missing = self._compared(self._subject(network), {})
        budgets = [one for one in self.config.budgets if self._matches(one, network)]
        verdicts = [
            *judged_figures(subject),
            *self._presets(subject),
            *self._budgets(subject, [*budgets, own] if own else budgets),
            *missing,
            *judged_whole(subject),
            *judged_advice(subject, every=self.asked.advice),
        ]
        return Audited(
            candidate=self.candidate,
            subject=subject,
            verdicts=tuple(verdicts),
            matched=tuple(budgets),
            used=tuple(self.used),
        )

    def _network(self, settings: Settings) -> Network:
        assert self.candidate.source  # noqa: S101 — else there is no result to come to
        return read_network(self.candidate.source, settings)

    def _subject(self, network: Network, settings: tuple[str, ...] = ()) -> Subject:
        cost = self._cost(network)
        return Subject(network, cost, settings, self.levels)

    def _cost(self, network: Network) -> NetworkCost:
        batch, dtype = self.assumed.batch or 1, self.assumed.dtype or "fp32"
        return network.cost(batch=batch, dtype=dtype)

    def _assumed(self, own: Assumed | None) -> Assumed:
        """Flags and environment go before the network's file, and that before the project's."""
        said = (self.asked, own, self.config.assumed, _ASSUMED)
        return Assumed(
            next(one.batch for one in said if one and one.batch),
            next(one.dtype for one in said if one and one.dtype),
        )

    def _matches(self, budget: Budget, network: Network) -> bool:
        """By the network's name, or by the path of its file from the project file."""
        file, folder = Path(self.candidate.file).absolute(), self.config.folder.absolute()
        path = file.relative_to(folder) if file.is_relative_to(folder) else PurePath(file)
        return any(fnmatchcase(one, budget.match) for one in (network.name, path.as_posix()))

    def _presets(self, subject: Subject) -> Iterator[Verdict]:
        """The figures of the file's presets, each computed under its own settings."""
        if self.candidate.preset is not None:
            return
        for name in subject.network.presets:
            network = self._network(Settings({}, preset=name))
            yield from judged_figures(self._subject(network))

    def _budgets(self, subject: Subject, budgets: Sequence[Budget]) -> Iterator[Verdict]:
        for settings, several in _by_settings(budgets).items():
            if not settings:
                yield from self._held(subject, several)
                continue
            variables = {one.name: one.value for one in several[0].settings}
            told = tuple([f"{name}={value}" for name, value in variables.items()])
            network = self._with(several[0], variables)
            changed, missing = self._compared(self._subject(network, told), variables)
            yield from self._held(changed, several)
            yield from missing

    def _held(self, subject: Subject, budgets: Sequence[Budget]) -> Iterator[Verdict]:
        """What the limits of several budgets say of a network under the same settings."""
        limits = [limit for budget in budgets for limit in budget.limits]
        layers = [layers for budget in budgets for layers in budget.layers]
        self.used += used_of(subject, limits)
        yield from judged(subject, limits)
        for one in layers:
            self.used += used_by_layers(subject, one)
            yield from judged_layers(subject, one)
        growths = [growth for budget in budgets for growth in budget.growths]
        yield from judged_growth(subject, growths)

    def _with(self, budget: Budget, variables: Mapping[str, object]) -> Network:
        """The network with other values for its vars; what is wrong with them is the budget's."""
        try:
            return self._network(Settings(variables, preset=self.candidate.preset))
        except InputError as error:
            place = budget.settings[0].place
            raise InputError.of(one.at(place) for one in error.problems) from None

    def _compared(
        self, subject: Subject, variables: Mapping[str, object]
    ) -> tuple[Subject, tuple[Verdict, ...]]:
        """The subject with its cost at the base, or a note that this cannot be said."""
        if self.asked.base is None or self.candidate.is_zoo:
            return subject, ()
        try:
            settings = Settings(variables, preset=self.candidate.preset)
            before = self.asked.base(self.candidate, settings)
        except NoBaseError as error:
            return subject, (subject.verdict(NO_BASE, str(error), passed=False, place=None),)
        return replace(subject, base=self._cost(before)), ()


def _by_settings(budgets: Sequence[Budget]) -> dict[tuple[tuple[str, str], ...], list[Budget]]:
    """Budgets of the same settings together: of their limits the tightest holds."""
    found: dict[tuple[tuple[str, str], ...], list[Budget]] = {}
    for budget in budgets:
        key = tuple(sorted((one.name, str(one.value)) for one in budget.settings))
        found.setdefault(key, []).append(budget)
    return found
