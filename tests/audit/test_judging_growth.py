"""Growth since a base: from the networks of small_audits, whose figures are known by hand."""

from fractions import Fraction

import pytest
from small_audits import ONE, THREE, audit, messages, verdicts

# ONE with three channels: 4·3 + 3 = 15 params and 64·12 = 768 MACs. Grown by 5 and 256: both 50 %.
MORE = ONE.replace("2}", "3}")


def grown(limit, network=MORE, base=ONE, metric="macs"):
    budgets = f"[{{match: '*', since_base: {{{metric}: {limit}}}}}]"
    return verdicts(budgets, network, base=base)


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        ("256", []),
        ("255", [("CC401", 1)]),
        ("50%", []),
        ("49%", [("CC401", Fraction(512, 100))]),
        ("0", [("CC401", 256)]),
        ("{max_increase: 0}", [("CC401", 256)]),
        # fails only if both are exceeded
        ("{max_increase: 0, ignore_below: 256}", []),
        ("{max_increase: 0, ignore_below: 255}", [("CC401", 256)]),
        ("{max_increase: 256, ignore_below: 0}", []),
        ("{max_increase: 10%, ignore_below: 50%}", []),
        ("{max_increase: 10%, ignore_below: 49.9%}", [("CC401", Fraction(2048, 10))]),
        ("{max_increase: 1k, ignore_below: 1}", []),
    ],
)
def test_growth_is_held_to_the_last_digit(limit, found):
    assert grown(limit) == found


@pytest.mark.parametrize("limit", ["0", "0%"])
def test_what_falls_or_stays_is_no_matter(limit):
    assert grown(limit, ONE, MORE) == []
    assert grown(limit, ONE, ONE) == []


def test_of_nothing_there_is_no_part():
    """From 0 MACs every growth is too much in percent, and is still counted in units."""
    none = "convcalc: 1\ninput: 4x8x8\nlayers: [relu]\n"
    assert grown("100%", ONE, none) == [("CC401", 512)]
    assert grown("512", ONE, none) == []
    (told,) = messages("[{match: '*', since_base: {macs: 2%}}]", base=none)
    assert told == "macs grew by 512 (from 0) from 0 to 512; 2% is allowed"


def test_of_several_the_tightest_holds():
    for limits in (["0", "10%"], ["10%", "0"]):
        entries = ", ".join(f"{{match: '*', since_base: {{macs: {one}}}}}" for one in limits)
        assert verdicts(f"[{entries}]", MORE, base=ONE) == [("CC401", 256)]


def test_one_that_fails_goes_before_a_tighter_one_that_ignores():
    small = "{match: '*', since_base: {macs: {max_increase: 0, ignore_below: 1k}}}"
    entries = f"[{small}, {{match: '*', since_base: {{macs: 10%}}}}]"
    assert verdicts(entries, MORE, base=ONE) == [("CC401", Fraction(2048, 10))]


def test_the_sentence_says_from_where_and_by_how_much():
    budgets = "[{match: '*', since_base: {params: {max_increase: 2%, ignore_below: 1}}}]"
    base = THREE.replace("pointwise: 3, name: second", "pointwise: 2, name: second")
    # second was 3·2 + 2 = 8 and is 12; 91 -> 95
    (found,) = [one for one in audit(budgets, THREE, base=base).verdicts if not one.passed]
    assert found.message == (
        "params grew by 4 (4.4 %) from 91 to 95; 2% is allowed, and up to 1 ignored"
    )
    assert found.details[0] == "largest changes: head.second +4"
    assert (found.base, found.value, found.limit) == (91, 95, Fraction(9282, 100))


def test_exact_where_rounding_hides_it():
    wide = "convcalc: 1\ninput: 1000x100x100\nlayers: [{pointwise: 100}]\n"  # 10⁹ MACs
    wider = wide.replace("layers: [", "layers: [{pointwise: {out: 1000, groups: 1000}}, ")
    # one weight a channel more: 1000 channels · 10⁴ positions = 10⁷ MACs
    (told,) = messages("[{match: '*', since_base: {macs: 0}}]", wider, base=wide)
    assert told.startswith("macs grew by 10.0 M (1.0 %) from 1.00 G to 1.01 G (1,010,000,000); ")
    bias = wide.replace("pointwise: 100", "pointwise: {out: 100, bias: false}")
    (told,) = messages("[{match: '*', since_base: {params: 0}}]", wide, base=bias)
    # 100,000 weights and 100 biases: three digits do not tell them apart
    assert (
        told == "params grew by 100 (0.1 %) from 100 k (100,000) to 100 k (100,100); 0 is allowed"
    )


def test_a_new_layer_is_called_new():
    more = THREE.replace("  - {two:", "  - {pointwise: 2, name: new}\n  - {two:")
    found = audit("[{match: '*', since_base: {macs: 0}}]", more, base=THREE).verdicts
    assert found[0].details[0] == "largest changes: new +144 (new)"  # 36 positions · 4


def test_the_layers_that_grew_most_are_told_in_order():
    # 42 positions in place of 36: 6·72, 6·9 and 6·6 MACs more
    taller = THREE.replace("4x8x8", "4x9x8")
    found = audit("[{match: '*', since_base: {macs: 0}}]", taller, base=THREE).verdicts
    assert found[0].details[0] == "largest changes: stem +432, head.second +54, head.first +36"


def test_without_a_base_nothing_is_said():
    assert audit("[{match: '*', since_base: {macs: 0}}]", MORE).verdicts == ()


def test_a_network_without_axes_has_no_field_to_grow():
    flat = "convcalc: 1\ninput: 4\nlayers: [{linear: 2}]\n"
    assert grown("0", flat, flat, "receptive_field") == []
    assert grown("0", ONE, flat, "receptive_field") == []


def test_a_base_has_the_settings_and_the_batch_of_its_network():
    varied = "convcalc: 1\ninput: 4x8x8\nvars: {w: 2}\nlayers: [{pointwise: w}]\n"
    before = varied.replace("4x8x8", "4x8x4")
    budgets = "[{match: '*', set: {w: 3}, since_base: {macs: 0}}]"
    found = audit(budgets, varied, base=before, batch=2).verdicts
    # 2 samples · 32 or 64 positions · 12
    assert [(one.network, one.base, one.value) for one in found] == [("net (w=3)", 768, 1536)]
