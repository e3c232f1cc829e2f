"""The kinds of words, and where each kind is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from convcalc.advice import ADVICE, NETWORK_ADVICE
from convcalc.analysis.metrics import METRICS
from convcalc.audit.rules import AUDIT_RULES
from convcalc.conventions import CONVENTIONS, about
from convcalc.dtypes import DTYPES
from convcalc.glossary.entry import Entry, described
from convcalc.glossary.keys import arguments_of, keys
from convcalc.glossary.language import language
from convcalc.glossary.problems import PROBLEMS
from convcalc.glossary.zoo import zoo_entries
from convcalc.ops import OPS
from convcalc.ops.rules import RULES
from convcalc.variants import VARIANTS


def _variants() -> Iterator[Entry]:
    for name, variant in VARIANTS.items():
        examples = tuple(variant.examples)
        yield described("variants", name, variant.__doc__, source=variant.source, examples=examples)


def _ops() -> Iterator[Entry]:
    for name, op in OPS.items():
        entry = described("ops", name, op.__doc__)
        text = "\n\n".join(part for part in (entry.text, arguments_of(op)) if part)
        yield replace(entry, text=text)


def _rules() -> Iterator[Entry]:
    docstrings = {
        **PROBLEMS,
        **{code: rule.text for code, rule in AUDIT_RULES.items()},
        **{code: rule.__doc__ for code, rule in RULES.items()},
        **{code: rule.__doc__ for code, rule in (*ADVICE.items(), *NETWORK_ADVICE.items())},
    }
    for code, docstring in sorted(docstrings.items()):
        yield described("rules", code, docstring)


def _metrics() -> Iterator[Entry]:
    for name, metric in METRICS.items():
        summary, *rest = metric.definition.split(". ", 1)
        unit = "" if metric.unit == "1" else f" [{metric.unit}]"
        yield Entry("metrics", name, f"{summary.rstrip('.')}.{unit}", "".join(rest))


def _conventions() -> Iterator[Entry]:
    for name in CONVENTIONS:
        example = f"convcalc conv 3x224x224 64 -k 7 -s 2 -p 3 --convention {name}"
        yield described("conventions", name, about(name), examples=(example,))


def _dtypes() -> Iterator[Entry]:
    for name, bits in DTYPES.items():
        yield Entry("dtypes", name, f"{bits} bits an element.")


KINDS: Mapping[str, Callable[[], Iterator[Entry]]] = {
    "variants": _variants,
    "ops": _ops,
    "rules": _rules,
    "metrics": _metrics,
    "keys": keys,
    "language": language,
    "conventions": _conventions,
    "dtypes": _dtypes,
    "zoo": zoo_entries,
}
