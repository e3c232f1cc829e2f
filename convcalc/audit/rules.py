"""The rules of an audit: what each says, and how much its findings weigh unless configured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from convcalc.advice import ADVICE, NETWORK_ADVICE
from convcalc.audit.verdict import Level
from convcalc.errors import nearest
from convcalc.network.budgets import RuleLevel
from convcalc.network.problems import Problems


@dataclass(frozen=True, slots=True)
class AuditRule:
    """A rule of an audit; its text is what `convcalc explain` prints."""

    level: Level
    text: str


OVER, UNDER, ABOVE_WARN, SLACK, EXPECTED = "CC301", "CC302", "CC303", "CC304", "CC305"
NO_NETWORK, NO_LAYER, NO_FILE, IN_PART = "CC306", "CC307", "CC308", "CC309"
GREW, NO_BASE, GONE = "CC401", "CC402", "CC403"

AUDIT_RULES: Mapping[str, AuditRule] = {
    OVER: AuditRule(
        Level.ERROR,
        """A metric is above its budget.

    Why: the network costs more than was agreed. max is inclusive, and the tightest of all budgets
    that match is the one that holds; the message names its file and line.
    Example: macs: {max: 4.0G} for a network of 4,089,184,256 MACs
    Fix: make the layers cheaper that the message names as the largest; where the cost is meant,
    raise max there, so that the change of the budget is seen in review.
    """,
    ),
    UNDER: AuditRule(
        Level.ERROR,
        """A metric is below the least that its budget allows.

    Why: some metrics must not fall, such as a receptive field that covers the object.
    Example: receptive_field: {min: 224} for a network that sees 212
    Fix: for a receptive field add layers, strides or dilation; or lower min, which is inclusive.
    """,
    ),
    ABOVE_WARN: AuditRule(
        Level.WARNING,
        """A metric is above the threshold at which its budget warns.

    Why: warn lies below max: there is time to look before a change turns red.
    Example: macs: {max: 4.1G, warn: 4.0G} for a network of 4,089,184,256 MACs
    Fix: as for CC301, or raise warn. The exit code stays 0, but with --strict it is 1.
    """,
    ),
    SLACK: AuditRule(
        Level.NOTE,
        """A metric is so far below its budget that the budget could be lowered.

    Why: a budget that is too wide lets the next regression through. slack: 10% asks for this note
    where the metric is more than 10 % below max; without slack there is none.
    Example: macs: {max: 305M, slack: 10%} for a network of 200 M
    Fix: convcalc audit --update-budgets lowers max in place.
    """,
    ),
    EXPECTED: AuditRule(
        Level.ERROR,
        """A figure that the file expects of itself is not what comes out.

    Why: expected: in a network's file holds figures to the last digit, most often published ones,
    so the network is no longer the one that was meant.
    Example: expected: {params: 25557032} after a layer was changed
    Fix: undo the change; where it is meant, write the figure that the message gives.
    """,
    ),
    NO_NETWORK: AuditRule(
        Level.WARNING,
        """A budget matches no network.

    Why: after a slip or a renaming the budget would hold nothing, and nobody would see it.
    Example: match: resnet5o beside nets/resnet50.yaml
    Fix: match is the name of a network, or the path of its file from the project file; * stands for
    any text, ? for one character.
    """,
    ),
    NO_LAYER: AuditRule(
        Level.WARNING,
        """A budget of layers matches no layer.

    Why: after a slip or a renaming the budget would hold nothing, and nobody would see it.
    Example: layers: [{match: "stage*.depthwis", macs: 20M}]
    Fix: convcalc net FILE --depth 3 shows the paths of layers; * also crosses the dots in them.
    """,
    ),
    NO_FILE: AuditRule(
        Level.WARNING,
        """A pattern of networks matches no file.

    Why: after a folder was moved the audit would have nothing to say, and nobody would see it.
    Example: networks: [nets/*.yml] where the files end with .yaml
    Fix: correct the pattern. It is relative to the project file; ** stands for folders in folders.
    """,
    ),
    IN_PART: AuditRule(
        Level.WARNING,
        """Not all that a model does is counted.

    Why: what is not known is not counted as zero, so the model costs more than its numbers say.
    Example: a model with an operator of its own, or a loop
    Fix: the message names the operators; off is a choice where they are known to be small.
    """,
    ),
    GREW: AuditRule(
        Level.ERROR,
        """A metric grew by more than is allowed since the base.

    Why: with --base REV each network is also computed as it was where this branch left REV, and
    since_base: says by how much a metric may have grown since. A network may be within its budget
    and still grow too fast.
    Example: since_base: {macs: {max_increase: 2%}} and convcalc audit --base main
    Fix: make the layers cheaper that the message names; where the cost is meant, raise
    max_increase.
    """,
    ),
    NO_BASE: AuditRule(
        Level.NOTE,
        """There is no base to compare with.

    Why: the network is new, its old file is not valid, the folder is not under git, or the clone
    does not have the revision. Budgets are checked all the same, only growth is not.
    Example: audit --base origin/main in a clone that has only the last commit
    Fix: fetch the history (fetch-depth: 0 for GitHub's checkout, GIT_DEPTH: 0 in GitLab). Where a
    missing base must not go unseen, --require-baseline makes it an error with exit code 2.
    """,
    ),
    GONE: AuditRule(
        Level.NOTE,
        """A network of the base is no longer there.

    Why: it was deleted, so nothing holds it to its budget any more. One that was only renamed is
    followed.
    Example: nets/old.yaml, which main has and this branch has not
    Fix: if it is meant, remove its budget too; else bring the file back.
    """,
    ),
}


def known_rules() -> list[str]:
    """Every rule whose weight can be configured."""
    return [*AUDIT_RULES, *sorted([*ADVICE, *NETWORK_ADVICE])]


def check_levels(levels: Iterable[RuleLevel], problems: Problems) -> None:
    """Note each rule that there is not, or that cannot be weighed."""
    known = known_rules()
    for one in levels:
        if one.code not in known:
            fixed = one.code.startswith(("CC1", "CC2"))
            other = nearest(one.code, known) or "; convcalc list rules shows them"
            hint = "; what is not valid cannot be computed, whatever it weighs" if fixed else other
            problems.add("CC102", f'rule "{one.code}" cannot be configured{hint}', one.place)


def level_of(code: str, levels: Mapping[str, Level]) -> Level:
    """How much a rule's findings weigh: as configured, else as the rule has it."""
    if code in levels:
        return levels[code]
    return AUDIT_RULES[code].level if code in AUDIT_RULES else Level.NOTE


def weights(levels: Iterable[RuleLevel]) -> dict[str, Level]:
    """How much each rule weighs that a file says something of."""
    return {one.code: Level[one.level.upper()] for one in levels}
