"""Audits of networks whose figures are known by hand, without a file."""

from textwrap import dedent

from convcalc.audit.audit import audited
from convcalc.audit.candidates import Candidate
from convcalc.audit.config.read import read_config
from convcalc.audit.model import Asked
from convcalc.network import read_network
from convcalc.network.source import read_text

# 4 -> 2 channels at 64 positions: 4·2 + 2 = 10 params and 64·4·2 = 512 MACs, so 1,024 FLOPs; 40
# bytes of weights; 2·64 = 128 activations; input and output live together: (4 + 2)·64·4 = 1,536 B.
ONE = "convcalc: 1\ninput: 4x8x8\nlayers: [{pointwise: 2}]\n"

# stem.conv, 4 -> 2 channels, 3x3, 6x6 positions: 4·9·2 + 2 = 74 params, 36·72 = 2,592 MACs, and
# stem.act none; head.first and head.second, 2 -> 3 -> 3: 9 and 12 params, 36·6 = 216 and 36·9 = 324
# MACs. Together 95 params and 3,132 MACs.
THREE = """\
convcalc: 1
input: 4x8x8
blocks:
  two:
    layers:
      - {pointwise: 3, name: first}
      - {pointwise: 3, name: second}
layers:
  - {conv: {out: 2, k: 3}, name: stem}
  - {two: {}, name: head}
"""


def config_of(text, file="convcalc.yaml"):
    """A project file; the version is put before it."""
    return read_config(read_text(f"convcalc: 1\n{dedent(text)}", file))


def audit(budgets, network=ONE, *, base=None, file="net.yaml", **asked):
    """What an audit says of a network under the budgets of a project file, a list in YAML."""
    config = config_of(f"budgets: {budgets}\n" if budgets.startswith("[") else budgets)
    if base is not None:
        asked["base"] = lambda _, settings: read_network(read_text(base, file), settings)
    return audited(Candidate(file, read_text(network, file)), config, Asked(**asked))


def verdicts(budgets, network=ONE, **more):
    """Each verdict that did not pass: its rule, and the excess where it has one."""
    found = audit(budgets, network, **more)
    assert not found.problems, found.problems
    return [(one.rule, one.excess) for one in found.verdicts if not one.passed]


def messages(budgets, network=ONE, **more):
    """The sentence of each verdict that did not pass."""
    return [one.message for one in audit(budgets, network, **more).verdicts if not one.passed]
