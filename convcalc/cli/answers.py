"""From layers to answers, and from answers to an exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convcalc.cli import talk
from convcalc.cli.codes import FINDING, OK
from convcalc.cli.options import memory_bytes
from convcalc.cli.output import emit
from convcalc.cli.progress import progress
from convcalc.conventions import counted
from convcalc.errors import InputError
from convcalc.report.answer import Answer
from convcalc.report.headline import layer_name
from convcalc.report.layers import write_layers
from convcalc.variants import LayerCost
from convcalc.variants.layer import Layer
from convcalc.verify.check import Check

if TYPE_CHECKING:
    from convcalc.conventions.convention import Counted
    from convcalc.variants.overlap import Overlap

_LONG = 10**9  # MACs: a fraction of a second


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted beside the cost."""

    verify: bool = False
    explain: bool = False
    convention: str | None = None
    memory: str = "512MiB"
    format: str = "table"
    overlap: bool = False


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
    code = exit_code(answers)
    _say_advice(answers)
    return code


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
        verified=_verified(layer, asked, cost.macs) if asked.verify else None,
        explained=explained,
        counted=by_convention(asked, cost),
        overlap=_overlap(cost) if asked.overlap else None,
    )


def by_convention(asked: Asked, cost: LayerCost) -> Counted | None:
    """The layer as the convention counts that was asked for, if any."""
    return counted(asked.convention, cost) if asked.convention else None


def _overlap(cost: LayerCost) -> Overlap:
    from convcalc.variants.overlap import overlap  # noqa: PLC0415 — only if asked

    return overlap(cost)


def _verified(layer: Layer, asked: Asked, macs: int) -> tuple[Check, ...]:
    from convcalc.verify.run import verify  # noqa: PLC0415 — it loads NumPy

    graph = layer.graph()
    name, steps = layer_name(layer.variant.name), len(graph.nodes)
    # Of one operator nobody knows how far it is.
    with progress(steps if steps > 1 else None, name, long=macs > _LONG) as advance:
        checks = verify(
            graph,
            name=layer.variant.name,
            batch=layer.batch,
            memory=memory_bytes(asked.memory),
            progress=advance,
        )
    if asked.overlap:
        from convcalc.verify.overlap import verify_overlap  # noqa: PLC0415 — only if asked

        checks += verify_overlap(graph.nodes[0], memory=memory_bytes(asked.memory))
    return checks


def exit_code(answers: Iterable[Answer], place: str = "") -> int:
    """1 where a run contradicts a prediction, which is said."""
    wrong = [check for answer in answers for check in answer.verified or () if not check.ok]
    for check in wrong:
        talk.error(
            f"{place}not confirmed: {check.path} {check.quantity}:"
            f" predicted {check.predicted}, measured {check.measured}"
        )
    return FINDING if wrong else OK


def _say_advice(answers: Sequence[Answer]) -> None:
    """What is likely not meant; a map that was asked for says itself what CC502 would."""
    if talk.quiet:
        return  # nobody would hear the rules, so none is asked
    from convcalc.advice import ADVICE  # noqa: PLC0415 — the answer stands on the screen by now
    from convcalc.advice.advice import remarks  # noqa: PLC0415

    told = {"CC502"} if any(answer.overlap for answer in answers) else set()
    rules = {code: rule for code, rule in ADVICE.items() if code not in told}
    for line in remarks([answer.cost.ops for answer in answers], rules):
        talk.note(line)


def _say_refused(refused: Sequence[InputError], cases: int) -> None:
    """Combinations that cannot exist, by reason."""
    reasons = Counter(error.problem.code for error in refused)
    first = {error.problem.code: error.problem.message for error in reversed(refused)}
    for code, count in reasons.items():
        talk.note(f"note[{code}]: {count} of {cases} cannot exist: {first[code]}")
