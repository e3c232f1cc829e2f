"""From files to networks: what is asked of them, and what is said of those that are not valid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from convcalc.cli import talk
from convcalc.cli.codes import CANNOT_RUN, FINDING, OK
from convcalc.cli.options import memory_bytes
from convcalc.cli.progress import progress
from convcalc.errors import InputError, nearest
from convcalc.network import Network, load
from convcalc.network.stdin import STDIN
from convcalc.network.uncounted import gathered
from convcalc.notation import integer
from convcalc.report.groups import Selection
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_sheet import METRICS, NetworkTable
from convcalc.verify.check import Check


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of every file."""

    files: Sequence[str]
    set: Sequence[str] = ()
    input: str | None = None
    batch: str = "1"
    dtype: str = "fp32"

    @property
    def samples(self) -> int:
        """The batch in numbers. Raises InputError where it is none."""
        try:
            count = integer(self.batch)
        except ValueError as error:
            raise InputError("CC105", f"batch: {error}") from None
        if count < 1:
            raise InputError("CC105", f"batch: {count} is too small; use 1 or more")
        return count

    @property
    def settings(self) -> dict[str, str]:
        """The vars that are to be changed, by name."""
        found = {}
        for pair in self.set:
            name, equals, value = pair.partition("=")
            if not equals or not name.strip():
                raise InputError("CC100", f"--set {pair}: write --set NAME=VALUE")
            found[name.strip()] = value.strip()
        return found


def answers(wanted: Wanted) -> list[NetworkAnswer]:
    """What each file comes to. What is wrong with a file is said, and the others go on."""
    batch, settings = wanted.samples, wanted.settings
    found = []
    for file in wanted.files:
        try:
            network = load(file, set=settings, input=wanted.input)
            cost = network.cost(batch=batch, dtype=wanted.dtype)
            answer = NetworkAnswer(network.name, network.file, network, cost)
            found.append(answer)
            say_uncounted(answer)
        except InputError as error:
            talk.error(str(error))
            found.append(NetworkAnswer(file, file, problems=error.problems))
    return found


def verified(found: Sequence[NetworkAnswer], wanted: Wanted, memory: str) -> list[NetworkAnswer]:
    """The same answers, run. One that cannot be run is said and refused, and the others go on."""
    bound = memory_bytes(memory)
    ran = []
    for answer in found:
        if answer.network is None:
            ran.append(answer)
            continue
        try:
            checks = _run(answer, answer.network, wanted.samples, bound)
            ran.append(replace(answer, verified=checks))
        except InputError as error:
            told = error.inside(answer.name)
            talk.error(str(told))
            ran.append(NetworkAnswer(answer.name, answer.file, problems=told.problems))
    return ran


def _run(answer: NetworkAnswer, network: Network, batch: int, memory: int) -> tuple[Check, ...]:
    from convcalc.verify.model import PLAIN, model_of  # noqa: PLC0415 — they load NumPy
    from convcalc.verify.run import verify_network  # noqa: PLC0415 — likewise

    folder = None if network.file == STDIN else Path(network.file).parent
    model = model_of(network.execution, folder) if network.execution else PLAIN
    for said in model.missing:
        talk.note(f"note: {network.name}: {said}")
    with progress(len(network.graph.nodes), answer.name) as advance:
        return verify_network(
            network.graph,
            name=answer.name,
            batch=batch,
            memory=memory,
            progress=advance,
            model=model,
        )


def by_convention(found: Sequence[NetworkAnswer], name: str) -> list[NetworkAnswer]:
    """The same answers with the numbers of that convention. Raises InputError for another name."""
    from convcalc.conventions import counted_network, known  # noqa: PLC0415 — only if asked

    known(name)
    counts = []
    for answer in found:
        if answer.network is None or answer.cost is None:
            counts.append(answer)
            continue
        counted, cost = counted_network(name, answer.cost, answer.network.graph)
        counts.append(replace(answer, counted=counted, cost=cost))
    return counts


def explained(found: Sequence[NetworkAnswer]) -> list[NetworkAnswer]:
    """The same answers with each formula, the numbers put in."""
    from convcalc.report.explained import explained as explain  # noqa: PLC0415 — only if asked

    return [
        replace(answer, explained=explain(answer.cost)) if answer.cost else answer
        for answer in found
    ]


def say_uncounted(answer: NetworkAnswer) -> None:
    """What a number does not hold is said beside it."""
    for one in gathered(answer.uncounted):
        talk.note(f"partial: {answer.name}: {one}")


def exit_code(found: Sequence[NetworkAnswer], *, strict: bool = False) -> int:
    """2 where a network is not valid, 1 where a run does not confirm a number, which is said.

    `strict` makes a network of which not all is counted a finding too.
    """
    for answer in found:
        for check in answer.verified or ():
            if not check.ok:
                talk.error(
                    f"not confirmed: {answer.name}: {check.path} {check.quantity}:"
                    f" predicted {check.predicted}, measured {check.measured}"
                )
    if any(answer.problems for answer in found):
        return CANNOT_RUN
    if strict and any(answer.uncounted for answer in found):
        return FINDING
    return OK if all(answer.confirmed for answer in found) else FINDING


def say_advice(found: Sequence[NetworkAnswer]) -> None:
    """What is hardly meant, in the order of each file."""
    from convcalc.advice import advise_graph  # noqa: PLC0415 — only if asked

    for answer in found:
        if answer.network and answer.cost:
            for finding in advise_graph(answer.network.graph, answer.cost):
                talk.note(str(finding))


def table_of(
    wanted: Wanted,
    *,
    depth: int | None = None,
    top: int | None = None,
    sort: str | None = None,
    columns: str | None = None,
) -> NetworkTable:
    """Which layers and numbers are shown. Raises InputError for a metric that is not known."""
    chosen = tuple(columns.split(",")) if columns else ("params", "macs")
    for name in (*chosen, *([sort] if sort else [])):
        if name not in METRICS:
            hint = nearest(name, METRICS) or f"; use {', '.join(METRICS)}"
            raise InputError("CC107", f'metric "{name}" is not known{hint}')
    return NetworkTable(Selection(depth, sort, top), chosen, wanted.samples, wanted.dtype)
