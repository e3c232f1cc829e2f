"""How much findings weigh, what figures are held at, and what each setting goes before."""

import pytest
from small_audits import ONE, audit, config_of

from convcalc.audit.audit import audited
from convcalc.audit.candidates import Candidate
from convcalc.audit.model import Asked
from convcalc.audit.unmatched import unmatched
from convcalc.network.source import read_text

OVER = "budgets: [{match: '*', macs: 1}]\n"
FIGURES = f"{ONE}expected: {{macs: 512, params: 10}}\n"


def levels(found):
    return [(one.rule, str(one.level), one.failed) for one in found.verdicts if not one.passed]


@pytest.mark.parametrize("level", ["note", "warning", "error", "off"])
@pytest.mark.parametrize("quote", ["", "'", '"'])  # `off` need not be quoted
def test_a_rule_weighs_what_the_project_says(level, quote):
    found = audit(f"{OVER}rules: {{CC301: {quote}{level}{quote}}}\n")
    assert levels(found) == [("CC301", level, level != "off")]


def test_the_networks_file_goes_before_the_project():
    own = f"{ONE}budget: {{rules: {{CC301: note, CC302: warning}}, params: {{min: 11}}}}\n"
    found = audit(f"{OVER}rules: {{CC301: warning, CC302: 'off'}}\n", own)
    assert levels(found) == [("CC301", "note", True), ("CC302", "warning", True)]


def test_rules_of_the_networks_file_are_known_too():
    (problem,) = audit(OVER, f"{ONE}budget: {{rules: {{CC310: note}}}}\n").problems
    assert (problem.code, str(problem.place)) == ("CC102", "net.yaml:4:18")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("CC201", "; what is not valid cannot be computed, whatever it weighs"),
        ("CC31", '; did you mean "CC301"?'),
        ("zzz", "; convcalc list rules shows them"),
    ],
)
def test_a_rule_that_cannot_be_weighed(code, says):
    (problem,) = audit(OVER, f"{ONE}budget: {{rules: {{{code}: note}}}}\n").problems
    assert problem.message == f'rule "{code}" cannot be configured{says}'


def test_expected_figures_are_exact():
    found = audit("", f"{ONE}expected: {{macs: 513, params: 9, jump: 1}}\n").verdicts
    assert [(one.rule, one.metric, one.message, one.excess) for one in found] == [
        ("CC305", "macs", "macs 512 is 1 less than the file expects, 513", 1),
        ("CC305", "params", "params 10 is 1 more than the file expects, 9", 1),
        ("CC305", "jump", "jump 1 is as expected", 0),
    ]


def test_a_figure_that_a_network_cannot_have():
    flat = "convcalc: 1\ninput: 4\nlayers: [{linear: 2}]\nexpected: {receptive_field: 3}\n"
    (found,) = audit("", flat).verdicts
    assert not found.passed
    assert found.message == ("receptive_field: 3 is expected; a network without axes has none")


@pytest.mark.parametrize("asked", [{}, {"batch": 8}, {"dtype": "int8"}])
@pytest.mark.parametrize("project", ["", "assume: {batch: 4, dtype: fp16}"])
def test_figures_are_held_as_the_file_stands(asked, project):
    """What was published is of one sample, whatever the budgets are for."""
    assert all(one.passed for one in audit(project, FIGURES, **asked).verdicts)


def test_a_file_that_assumes_a_batch_has_figures_for_it():
    own = f"{ONE}expected: {{macs: 1024}}\nbudget: {{assume: {{batch: 2}}}}\n"
    assert all(one.passed for one in audit("", own).verdicts)


def test_presets_are_held_against_their_own_figures():
    presets = """\
convcalc: 1
input: 4x8x8
vars: {w: 2}
layers: [{pointwise: w}]
expected: {macs: 512}
presets:
  wide: {set: {w: 3}, expected: {macs: 769}}
  small: {input: 4x4x4, expected: {macs: 128}}
  plain: {set: {w: 9}}
"""
    found = audit("", presets).verdicts  # 64·4·3 = 768, 16·4·2 = 128
    assert [(one.network, one.value, one.excess) for one in found] == [
        ("net", 512, 0),
        ("wide", 768, 1),
        ("small", 128, 0),
    ]


@pytest.mark.parametrize(
    ("flag", "own", "project", "samples"),
    [
        (5, "{batch: 3}", "{batch: 2}", 5),
        (None, "{batch: 3}", "{batch: 2}", 3),
        (None, "{dtype: fp16}", "{batch: 2}", 2),
        (None, "{}", "{}", 1),
    ],
)
def test_flags_go_before_the_file_and_that_before_the_project(flag, own, project, samples):
    network = f"{ONE}budget: {{assume: {own}}}\n"
    found = audit(f"assume: {project}", network, batch=flag)
    assert found.subject.cost.macs == 512 * samples


def test_the_dtype_is_that_of_the_nearest_too():
    network = f"{ONE}budget: {{assume: {{dtype: fp16}}}}\n"
    sizes = [
        audit("assume: {dtype: fp64}", ONE).subject.cost.weights_bytes,
        audit("assume: {dtype: fp64}", network).subject.cost.weights_bytes,
        audit("assume: {dtype: fp64}", network, dtype="int8").subject.cost.weights_bytes,
    ]
    assert sizes == [80, 20, 10]  # ten params


BIAS = "convcalc: 1\ninput: 4x8x8\nlayers: [{conv: {out: 8, k: 3, bias: true}}, bn]\n"


def test_advice_is_asked_where_it_is_configured_or_wanted():
    assert levels(audit("", BIAS)) == []
    assert levels(audit("rules: {CC505: warning}", BIAS)) == [("CC505", "warning", True)]
    assert ("CC505", "note", True) in levels(audit("", BIAS, advice=True))
    assert levels(audit("rules: {CC505: 'off', CC507: 'off'}", BIAS, advice=True)) == []


def several(budgets, **networks):
    config = config_of(f"budgets: {budgets}\n")
    found = [
        audited(Candidate(f"{name}.yaml", read_text(text, f"{name}.yaml")), config, Asked())
        for name, text in networks.items()
    ]
    return [one.message for one in unmatched(config, found)]


def test_a_budget_that_matches_no_network_is_told():
    budgets = "[{match: resnet5o, macs: 1}, {match: 'a*', macs: 1}, {match: zzz, macs: 1}]"
    names = dict.fromkeys(("resnet50", "a1", "b", "c", "d"), ONE)
    assert several(budgets, **names) == [
        '"resnet5o" matches no network; did you mean "resnet50"?',
        '"zzz" matches no network; there are resnet50, a1, b and 2 more',
    ]


def test_while_a_network_is_not_valid_no_budget_is_without_one():
    assert several("[{match: b, macs: 1}]", a=ONE, b=ONE.replace("pointwise", "pintwise")) == []
