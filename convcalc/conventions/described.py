"""A tool in words: what it is, its table, and where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.conventions.tool import Rule, Tool


def described(tool: Tool) -> str:
    """Paragraphs: the tool, its unit, what it adds for each operator, and where it is wrong."""
    unit = f"Its number is in {tool.unit}, which it calls {tool.calls_it}; version {tool.version}."
    lead = "Beside the MACs it adds, for one sample:"
    lines = [f"{', '.join(ops)}: {_rules(rules)}" for rules, ops in _alike(tool)]
    table = [lead, "\n".join(lines)] if lines else ["It adds nothing for any operator."]
    return "\n\n".join([tool.text.strip(), unit, *table, *_unknown(tool), *_reasons(tool)])


def _alike(tool: Tool) -> Iterator[tuple[tuple[Rule, ...], list[str]]]:
    """Operators that have the same rules, together."""
    found: dict[tuple[Rule, ...], list[str]] = {}
    for op, rules in tool.rules.items():
        found.setdefault(rules, []).append(op)
    yield from found.items()


def _rules(rules: tuple[Rule, ...]) -> str:
    return " + ".join(
        f"{rule.times} · {rule.measure.text}" if rule.times > 1 else rule.measure.text
        for rule in rules
    )


def _unknown(tool: Tool) -> Iterator[str]:
    if tool.unknown:
        yield f"It gives no number, at least for some arguments, for {', '.join(tool.unknown)}."


def _reasons(tool: Tool) -> Iterator[str]:
    """Each sentence once."""
    reasons = {rule: None for rules in tool.rules.values() for rule in rules if rule.why}
    for why, wrong, proof in dict.fromkeys((rule.why, rule.wrong, rule.proof) for rule in reasons):
        shown = f" A run shows it: {proof}" if proof else ""
        yield f"{'It is wrong: ' if wrong else 'Note: '}{why}.{shown}"
