"""Limits of a whole network and of its layers; the figures are those of small_audits, by hand."""

from fractions import Fraction

import pytest
from small_audits import ONE, THREE, audit, messages, verdicts

AXES = "convcalc: 1\ninput: 4x8x8\nlayers: [{conv: {out: 2, k: 3x5}}]\n"  # sees 3 by 5
NO_AXES = "convcalc: 1\ninput: 4\nlayers: [{linear: 2}]\n"
VARIED = "convcalc: 1\ninput: 4x8x8\nvars: {w: 2}\nlayers: [{pointwise: w}]\n"


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        ("512", []),  # max is inclusive
        ("511", [("CC301", 1)]),
        ("{max: 512}", []),
        ("{max: 511.5}", [("CC301", Fraction(1, 2))]),
        ("{min: 512}", []),  # and so is min
        ("{min: 513}", [("CC302", 1)]),
        ("{max: 600, warn: 512}", []),
        ("{max: 600, warn: 511}", [("CC303", 1)]),
        ("{max: 512, warn: 511}", [("CC303", 1)]),
        ("{max: 500, warn: 400}", [("CC301", 12)]),  # what is over need not be near
        ("{max: 640, slack: 20%}", []),  # 512 is 80 % of 640
        ("{max: 641, slack: 20%}", [("CC304", Fraction(4, 5))]),
        ("{max: 500, slack: 0%}", [("CC301", 12)]),
        ("{max: 512, slack: 0%}", []),
        ("{max: 1k, slack: 100%}", []),
        ("{min: 600, max: 700}", [("CC302", 88)]),
    ],
)
def test_a_limit_is_held_to_the_last_digit(limit, found):
    assert verdicts(f"[{{match: '*', macs: {limit}}}]") == found


def test_what_passes_is_told_too():
    budgets = "[{match: '*', macs: {min: 1, warn: 600, max: 1k, slack: 90%}, params: 10}]"
    found = audit(budgets).verdicts
    assert [(one.rule, one.metric, one.passed, one.excess) for one in found] == [
        ("CC301", "macs", True, 0),
        ("CC302", "macs", True, 0),
        ("CC303", "macs", True, 0),
        ("CC304", "macs", True, 0),
        ("CC301", "params", True, 0),
    ]
    assert [int(one.limit) for one in found] == [1000, 1, 600, 100, 10]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("600", "500", [("CC301", 12)]),
        ("500", "600", [("CC301", 12)]),
        ("{min: 600}", "{min: 1}", [("CC302", 88)]),
        ("{min: 1}", "{min: 600}", [("CC302", 88)]),
        ("{max: 1k, warn: 511}", "{max: 2k, warn: 600}", [("CC303", 1)]),
        ("{max: 1k, warn: 600}", "{max: 2k, warn: 511}", [("CC303", 1)]),
        # slack goes with its own max: 1,000 with 10 %, not 600 with 10 %
        ("{max: 1k, slack: 10%}", "600", []),
        ("600", "{max: 1k, slack: 10%}", []),
        ("{max: 600, slack: 10%}", "1k", [("CC304", 28)]),
        ("1k", "{max: 600, slack: 10%}", [("CC304", 28)]),
        ("{min: 1}", "{max: 600, slack: 10%}", [("CC304", 28)]),
    ],
)
def test_of_several_limits_the_tightest_holds(one, other, found):
    assert verdicts(f"[{{match: '*', macs: {one}}}, {{match: net, macs: {other}}}]") == found


def test_a_limit_of_the_file_itself_is_one_of_several():
    own = f"{ONE}budget: {{macs: {{max: 511}}}}\n"
    found = [one for one in audit("[{match: '*', macs: 600}]", own).verdicts if not one.passed]
    assert [(one.rule, str(one.place)) for one in found] == [("CC301", "net.yaml:4:22")]


def test_a_name_means_itself_though_it_has_brackets():
    assert len(audit("[{match: 'net[1]', macs: 1}]", file="net[1].yaml").matched) == 1
    assert len(audit("[{match: '*', layers: [{match: stem, macs: 1}]}]", THREE).verdicts) == 1


def test_a_value_that_is_just_within_its_slack():
    told = audit("[{match: '*', macs: {max: 640, slack: 20%}}]").verdicts[-1]
    assert (told.passed, told.message) == (True, "macs 512 is within 20 % of max 640")


def test_only_what_matches_is_held():
    limits = {"net": 1, "other": 1, "n?t": 2, "*.yaml": 3, "nets/*": 4, "NET": 5, "n[ab]t": 6}
    budgets = ", ".join(f"{{match: '{glob}', macs: {most}}}" for glob, most in limits.items())
    found = audit(f"[{budgets}]", file="nets/net.yaml")
    assert [one.match for one in found.matched] == ["net", "n?t", "*.yaml", "nets/*"]


@pytest.mark.parametrize(
    ("metric", "network", "limit", "found"),
    [
        ("receptive_field", AXES, "{min: 3, max: 3}", []),  # the smallest axis counts
        ("receptive_field", AXES, "{min: 4}", [("CC302", 1)]),
        ("receptive_field", NO_AXES, "{min: 4}", []),
        ("flops", ONE, "1023", [("CC301", 1)]),
        ("weights_bytes", ONE, "39B", [("CC301", 1)]),
        ("activations", ONE, "127", [("CC301", 1)]),
        ("peak_activation_bytes", ONE, "1.5KiB", []),
        ("peak_activation_bytes", ONE, "1535", [("CC301", 1)]),
        ("traffic_bytes", ONE, "1575", [("CC301", 1)]),  # 1,024 + 512 + 40
        # 1024/1576 = 128/197 exactly; 0.6497462 is a little more, 0.6497461 a little less
        ("intensity", ONE, "0.6497462", []),
        ("intensity", ONE, "0.6497461", [("CC301", Fraction(128, 197) - Fraction("0.6497461"))]),
        ("jump", ONE, "{min: 1, max: 1}", []),
        ("offset", ONE, "{min: 0, max: 0}", []),
    ],
)
def test_every_metric_is_one_number(metric, network, limit, found):
    assert verdicts(f"[{{match: '*', {metric}: {limit}}}]", network) == found


def test_the_failing_sentence_says_value_limit_and_excess():
    # 95 params; the budget names 90: 5 are 5/90 = 5.6 %. stem 74 and head 21 of 95.
    (over,) = [one for one in audit("[{match: '*', params: 90}]", THREE).verdicts if not one.passed]
    assert over.message == "params 95 exceeds max 90 by 5 (5.6 %)"
    assert over.details == (
        "largest layers: stem 74 (77.9 %), head 21 (22.1 %)",
        "largest operators: stem 74 (77.9 %), head.second 12 (12.6 %), head.first 9 (9.5 %)",
        "convcalc net net.yaml --top 10 --sort params shows more",
    )


WIDE = "convcalc: 1\ninput: 1000x100x100\nlayers: [{pointwise: 100}]\n"  # 10⁹ MACs, 100,100 params


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("999_999_999", "exceeds max 999_999_999 (999,999,999) by 1 (< 0.1 %)"),
        ("0.9999999G", "exceeds max 0.9999999G (999,999,900) by 100 (< 0.1 %)"),
        ("0.9G", "exceeds max 0.9G by 100 M (11.1 %)"),
        ("0", "exceeds max 0 by 1.00 G (from 0)"),
        ("{min: 1.0000001G}", "falls short of min 1.0000001G (1,000,000,100) by 100 (< 0.1 %)"),
    ],
)
def test_numbers_are_exact_where_rounding_hides_the_difference(limit, sentence):
    found = messages(f"[{{match: '*', macs: {limit}}}]", WIDE)
    assert found == [f"macs 1.00 G (1,000,000,000) {sentence}"]


@pytest.mark.parametrize("limit", ["{min: 1e399}", "{max: 1e-399}", "{min: 10.00001, max: 1e308}"])
def test_limits_of_any_size_are_told(limit):
    assert len(verdicts(f"[{{match: '*', params: {limit}}}]")) == 1
    assert all(
        "exceeds" in one or "falls" in one for one in messages(f"[{{match: '*', params: {limit}}}]")
    )


@pytest.mark.parametrize(
    ("glob", "limit", "found"),
    [
        ("*", 323, [("stem", 2269), ("head.second", 1)]),
        ("*", 2592, []),
        ("head*", 215, [("head.first", 1), ("head.second", 109)]),  # * crosses dots
        ("*.s?cond", 300, [("head.second", 24)]),
        ("head", 540, []),  # no operator is called so: all below it together
        ("head", 539, [("head", 1)]),
        ("h*d", 323, [("head.second", 1)]),  # a group is meant only where no operator is
    ],
)
def test_layers_are_operators_or_what_they_are_in(glob, limit, found):
    budgets = f"[{{match: '*', layers: [{{match: '{glob}', macs: {limit}}}]}}]"
    told = [(one.path, one.excess) for one in audit(budgets, THREE).verdicts if not one.passed]
    assert told == found


def test_of_layers_that_pass_the_largest_is_told():
    budgets = "[{match: '*', layers: [{match: 'head*', macs: 324, flops: 648, params: {max: 20}}]}]"
    told = [(one.path, one.metric, one.value) for one in audit(budgets, THREE).verdicts]
    assert told == [
        ("head.second", "macs", 324),
        ("head.second", "flops", 648),
        ("head.second", "params", 12),
    ]


def test_a_glob_that_matches_no_layer_is_a_warning():
    budgets = "[{match: '*', layers: [{match: 'haed', macs: 1}, {match: zzzz, macs: 1}]}]"
    found = [one for one in audit(budgets, THREE).verdicts if not one.passed]
    assert [(one.rule, str(one.level), str(one.place)) for one in found] == [
        ("CC307", "warning", "convcalc.yaml:2:41"),
        ("CC307", "warning", "convcalc.yaml:2:67"),
    ]
    assert found[0].message == 'no layer is called "haed"; did you mean "head"?'
    assert found[1].message == 'no layer is called "zzzz"; * crosses dots'


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("{w: 3}", [("net (w=3)", 256)]),  # 64·4·3 = 768 MACs
        ("{w: 2}", []),
        ("{w: '2+1'}", [("net (w=2+1)", 256)]),
    ],
)
def test_a_budget_may_hold_under_other_settings(settings, found):
    budgets = f"[{{match: net, set: {settings}, macs: 512}}]"
    told = [(one.network, one.excess) for one in audit(budgets, VARIED).verdicts if not one.passed]
    assert told == found


def test_of_limits_under_the_same_settings_the_tightest_holds():
    limits = {"{w: 3}, macs: 700": "net", "{w: 3}, macs: 600": "'*'", "{}, macs: 512": "net"}
    budgets = ", ".join(f"{{match: {glob}, set: {limit}}}" for limit, glob in limits.items())
    assert verdicts(f"[{budgets}]", VARIED) == [("CC301", 168)]  # 768 and 600


def test_what_is_wrong_with_settings_is_the_budgets_matter():
    found = audit("[{match: net, set: {v: 3}, macs: 512}]", VARIED).problems
    assert [(one.code, str(one.place)) for one in found] == [("CC102", "convcalc.yaml:2:30")]
    (found,) = audit("[{match: net, set: {w: 0}, macs: 512}]", VARIED).problems
    assert (found.code, str(found.place)) == ("CC105", "net.yaml:4:22")
    assert found.note == "under set: in convcalc.yaml:2:30"
