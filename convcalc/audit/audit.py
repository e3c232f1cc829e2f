"""An audit: every network held against all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from convcalc.analysis.network_cost import NetworkCost
from convcalc.audit.candidates import Candidate
from convcalc.audit.config import Config
from convcalc.audit.config.find import shown
from convcalc.audit.globs import means
from convcalc.audit.judging.expectations import judged_figures
from convcalc.audit.judging.growth import judged_growth
from convcalc.audit.judging.layers import judged_layers, used_by_layers
from convcalc.audit.judging.limits import judged, used_of
from convcalc.audit.judging.remarks import judged_advice
from convcalc.audit.judging.subject import Subject
from convcalc.audit.judging.whole import judged_whole
from convcalc.audit.lowering import Used
from convcalc.audit.model import Asked, Audited, NoBaseError
from convcalc.audit.rules import NO_BASE, check_levels, weights
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import InputError, Problem
from convcalc.network import Network, Settings, read_network
from convcalc.network.budgets import Assumed, Budget, RuleLevel
from convcalc.network.problems import Problems

_ASSUMED = Assumed(1, "fp32")


def audited(candidate: Candidate, config: Config, asked: Asked) -> Audited:
    """What is said of one network."""
    try:
        return _Audit(candidate, config, asked).result()
    except InputError as error:
        return Audited(candidate, problems=error.problems)


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
        self.levels = weights(self.config.levels) | _own_weights(own.levels if own else ())
        self.assumed = _assumed(self.asked, own.assumed if own else None, self.config.assumed)
        subject, missing = self._compared(self._subject(network), {})
        budgets = self._matching(network.name)
        verdicts = [
            *self._figures(subject),
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

    def _matching(self, name: str) -> list[Budget]:
        """By the network's name, or by the path of its file from the project file."""
        path = PurePath(shown(Path(self.candidate.file), self.config.folder)).as_posix()
        return [one for one in self.config.budgets if means(one.match, name, path)]

    def _figures(self, subject: Subject) -> Iterator[Verdict]:
        """What the file expects of itself as it stands: batch and dtype of others do not count."""
        own = subject.network.budget
        assumed = _assumed(own.assumed if own else None)
        if assumed != self.assumed:
            cost = subject.network.cost(batch=assumed.batch or 1, dtype=assumed.dtype or "fp32")
            subject = replace(subject, cost=cost, base=None)
        return judged_figures(subject)

    def _presets(self, subject: Subject) -> Iterator[Verdict]:
        """The figures of the file's presets, each computed under its own settings."""
        if self.candidate.preset is not None:
            return
        for name in subject.network.presets:
            network = self._network(Settings({}, preset=name))
            yield from self._figures(self._subject(network))

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
            note = f"under set: in {place}"
            raise InputError.of(_noted(one, note).at(place) for one in error.problems) from None

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
        return replace(subject, base=self._cost(before), revision=self.asked.revision), ()


def _assumed(*said: Asked | Assumed | None) -> Assumed:
    """Flags and environment go before the network's file, and that before the project's."""
    all_of_them = (*said, _ASSUMED)
    return Assumed(
        next(one.batch for one in all_of_them if one and one.batch),
        next(one.dtype for one in all_of_them if one and one.dtype),
    )


def _own_weights(levels: Sequence[RuleLevel]) -> dict[str, Level]:
    """Those of a network's file. Raises InputError for rules that there are not."""
    problems = Problems()
    check_levels(levels, problems)
    problems.require_none()
    return weights(levels)


def _noted(problem: Problem, note: str) -> Problem:
    return problem if problem.note or not problem.place else replace(problem, note=note)


def _by_settings(budgets: Sequence[Budget]) -> dict[tuple[tuple[str, str], ...], list[Budget]]:
    """Budgets of the same settings together: of their limits the tightest holds."""
    found: dict[tuple[tuple[str, str], ...], list[Budget]] = {}
    for budget in budgets:
        key = tuple(sorted((one.name, str(one.value)) for one in budget.settings))
        found.setdefault(key, []).append(budget)
    return found
