"""How far a metric may go."""

from fractions import Fraction

import pytest
from sides import layer, network

from convcalc.audit.difference import LayerChange, NetworkChange
from convcalc.audit.difference.change import Change
from convcalc.audit.difference.limit import Limit
from convcalc.errors import InputError


def excess(text, old, new):
    limit = Limit.read(text)
    return limit.excess(Change(limit.metric, old, new))


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("macs:+2%", 1000, 1020, 0),  # exactly as far is not too far
        ("macs:+2%", 1000, 1021, 1),
        ("macs:+2%", 1000, 1, 0),
        ("macs:+2%", 0, 0, 0),
        ("macs:+2%", 0, 1, 1),  # of nothing no percentage is anything
        ("macs:+0%", 10**30, 10**30 + 1, 1),  # no float would see it
        ("macs:+0.1%", 10**6, 1001001, 1),
        ("params:+100k", 5, 100_005, 0),
        ("params:+100k", 5, 100_006, 1),
        ("params:+1.5", 0, 2, Fraction(1, 2)),
        ("weights_bytes:+1KiB", 0, 1025, 1),
        ("weights_bytes:+1kB", 0, 1001, 1),
        ("receptive_field:-0", (9, 9), (9, 9), 0),
        ("receptive_field:-0", (9, 9), (11, 7), 2),
        ("receptive_field:-50%", (8, 8), (4, 3), 1),
        ("offset:-50%", (-4,), (-6,), 0),  # half of 4 further down
        ("offset:-50%", (-4,), (-7,), 1),
        ("intensity:-10%", 20.0, 18.0, 0),
        ("jump:+0", (Fraction(1, 2),), (Fraction(3, 4),), Fraction(1, 4)),
    ],
)
def test_the_excess(text, old, new, expected):
    assert excess(text, old, new) == expected


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("macs", "CC105", 'cannot read "macs"; write METRIC:+2%'),
        ("macs:2%", "CC105", 'cannot read "macs:2%"'),
        ("macs:+", "CC105", 'cannot read "macs:+"'),
        ("mcas:+2%", "CC107", 'metric "mcas" is not known; did you mean "macs"?'),
        ("xyz:+2%", "CC107", "use one of params, macs, effective_macs"),
        ("macs:+2m", "CC105", 'there is no unit "m"; write M (= 1,000,000)'),
        ("macs:+1KiB", "CC105", 'there is no unit "KiB"'),
        ("weights_bytes:+1KB", "CC105", "kB (= 1000 B) or KiB (= 1024 B)"),
        ("macs:+-2%", "CC105", "-2% has a second sign"),
        ("macs:+x%", "CC105", 'cannot read "x" as a number'),
    ],
)
def test_what_says_no_limit(text, code, says):
    with pytest.raises(InputError) as caught:
        Limit.read(text)
    assert caught.value.problem.code == code
    assert says in str(caught.value)


def change(old, new, *layers):
    return NetworkChange(network("net", macs=old), network("net", macs=new), layers)


def test_the_verdict_says_value_limit_excess_and_the_layers():
    layers = [
        LayerChange(layer("stem", 100), layer("stem", 130)),
        LayerChange(layer("body", 500), layer("body", 480)),
        LayerChange(None, layer("neck", 40)),
    ]
    found = Limit.read("macs:+2%").verdict(change(1000, 1050, *layers))
    assert (found.passed, found.value, found.limit, found.excess) == (False, 1050, 1020, 30)
    assert str(found) == (
        "error[CC401]: net: macs grew from 1,000 to 1,050 (+50, +5.0 %), 30 more than +2% allows\n"
        "  = most of it in neck (+) +40, stem (~) +30"
    )


def test_what_holds_is_a_verdict_too():
    found = Limit.read("macs:+2%").verdict(change(1000, 1020))
    assert (found.passed, found.failed, found.excess) == (True, False, None)
    assert found.message == "macs went from 1,000 to 1,020, which +2% allows"


def test_a_network_without_a_past_breaks_no_limit():
    assert Limit.read("macs:+0").verdict(NetworkChange(None, network("net", macs=9))) is None
    assert Limit.read("macs:-0").verdict(NetworkChange(network("net", macs=9), None)) is None


def test_a_fall_is_told_as_one():
    field = [network("net", receptive_field=(size, size)) for size in (9, 7)]
    found = Limit.read("receptive_field:-10%").verdict(NetworkChange(*field))
    assert found.limit == Fraction(81, 10)
    assert "fell from 9x9 to 7x7 (-2x-2, -22.2 %), 1.1 more than -10% allows" in found.message
