"""From what a user names to a side: a saved report, a file, or a network of the zoo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from convcalc.audit.difference.computed import figures
from convcalc.audit.difference.saved import holds_report, saved
from convcalc.audit.difference.side import Figures, Side
from convcalc.errors import InputError
from convcalc.network import load


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of every network that is computed; a saved report stays as it is."""

    variables: Mapping[str, object] = field(default_factory=dict)
    input: str | None = None
    batch: int = 1
    dtype: str = "fp32"


def side(word: str, settings: Settings) -> Side:
    """The side that a word means. Raises InputError for a report that cannot be used."""
    return saved(word) if holds_report(word) else computed_side(word, [word], settings)


def computed_side(label: str, files: Iterable[str], settings: Settings) -> Side:
    """Networks of files or of the zoo; of one that is not valid only its problems."""
    networks = tuple([_figures(file, settings) for file in files])
    return Side(label, networks, settings.batch, settings.dtype)


def _figures(file: str, settings: Settings) -> Figures:
    try:
        network = load(file, set=settings.variables, input=settings.input)
        return figures(network, network.cost(batch=settings.batch, dtype=settings.dtype))
    except InputError as error:
        return Figures(file, file, problems=error.problems)
