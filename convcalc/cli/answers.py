"""From layers to answers, and from answers to an exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from convcalc.cli import talk
from convcalc.cli.output import emit
from convcalc.cli.progress import progress
from convcalc.conventions import counted
from convcalc.errors import InputError
from convcalc.notation import byte_size
from convcalc.report.answer import Answer
from convcalc.report.layers import write_layers
from convcalc.variants.layer import Layer
from convcalc.verify.check import Check

OK, FINDING = 0, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted beside the cost."""

    verify: bool = False
    explain: bool = False
    convention: str | None = None
    memory: str = "512MiB"
    format: str = "table"

    @property
    def memory_bytes(self) -> int:
        """The bound of a run. [B]"""
        try:
            return byte_size(self.memory)
        except ValueError as error:
            raise InputError("CC105", f"memory: {error}") from None


def answer_all(cases: Sequence[Mapping[str, object]], asked: Asked) -> int:
    """Answer for each case and print; the exit code.

    Raises InputError when no case can exist; of several, those that cannot are counted.
    """
    answers: list[Answer] = []
    refused: list[InputError] = []
    for case in cases:
        try:
            answers.append(answer(Layer.read(case), asked))
        except InputError as error:
            refused.append(error)
    if not answers:
        raise refused[0]
    emit(lambda out: write_layers(answers, asked.format, out))
    _say_refused(refused, len(cases))
    return exit_code(answers)


def answer(layer: Layer, asked: Asked) -> Answer:
    """The answer for one layer.

    Raises InputError when the layer cannot exist, or cannot be run in the memory allowed.
    """
    cost = layer.cost()
    explained = None
    if asked.explain:
        from convcalc.report.explained import explained as explain  # noqa: PLC0415 — only if asked

        explained = explain(cost)
    return Answer(
        cost=cost,
        verified=_verified(layer, asked) if asked.verify else None,
        explained=explained,
        counted=counted(asked.convention, cost) if asked.convention else None,
    )


def _verified(layer: Layer, asked: Asked) -> tuple[Check, ...]:
    from convcalc.verify.run import verify  # noqa: PLC0415 — it loads NumPy

    graph = layer.graph()
    with progress(len(graph.nodes), layer.variant.name) as advance:
        return verify(
            graph,
            name=layer.variant.name,
            batch=layer.batch,
            memory=asked.memory_bytes,
            progress=advance,
        )


def exit_code(answers: Iterable[Answer]) -> int:
    """1 where a run contradicts a prediction."""
    wrong = [answer for answer in answers if not answer.confirmed]
    for one in wrong:
        for check in one.verified or ():
            if not check.ok:
                talk.error(
                    f"not confirmed: {check.path} {check.quantity}:"
                    f" predicted {check.predicted}, measured {check.measured}"
                )
    return FINDING if wrong else OK


def _say_refused(refused: Sequence[InputError], cases: int) -> None:
    """Combinations that cannot exist, by reason."""
    reasons = Counter(error.problem.code for error in refused)
    first = {error.problem.code: error.problem.message for error in reversed(refused)}
    for code, count in reasons.items():
        talk.note(f"note[{code}]: {count} of {cases} cannot exist: {first[code]}")
