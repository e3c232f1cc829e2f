"""The value that meets a target, held against a loop over all values, each a network by itself."""

import json
from itertools import product

import pytest
from commandline import convcalc
from hypothesis import given, settings
from hypothesis import strategies as st

import convcalc as library
from convcalc.errors import InputError
from convcalc.sweep.reading import Changes
from convcalc.sweep.solve import Method, asked, search, solved

# A pointwise convolution of 3 channels over 10x10: 300 MACs for each channel that it writes.
NETWORK = """\
convcalc: 1
name: small
input: 3x10x10
vars: {{w: {default}}}
layers:
  - conv: {{out: {out}, k: 1, bias: false}}
"""


@pytest.fixture
def small(tmp_path):
    def write(out, default=1):
        path = tmp_path / "small.yaml"
        path.write_text(NETWORK.format(out=out, default=default))
        return str(path)

    return write


def solve(file, vary, *targets, changes=Changes()):  # noqa: B008 — it is frozen
    return solved(asked(file, vary, targets, changes))


def test_the_largest_value_below_a_step_of_rounding(small):
    # floor(8·w) is 5 up to w = 0.75, and 5 channels are 1500 MACs, by hand.
    found = solve(small("floor(8*w)"), "w=0.5..2", "macs<=1500")
    assert (found.point.value, found.point.metrics) == (0.7499, {"macs": 1500})
    assert (found.beyond.value, found.beyond.metrics) == (0.75, {"macs": 1800})
    assert (found.method, found.shortest) == (Method.BISECTION, 0.7)


def test_at_least_is_the_smallest_value(small):
    # 6 channels are 18 params, and begin at w = 0.75.
    found = solve(small("floor(8*w)"), "w=0.5..2", "params>=18")
    assert (found.point.value, found.beyond.value) == (0.75, 0.7499)


@pytest.mark.parametrize(("limit", "value", "beyond"), [(1600, 0.7499, 0.75), (1700, 0.75, 0.7499)])
def test_the_nearest_value_lies_on_either_side(small, limit, value, beyond):
    # 5 channels are 1500 MACs, 6 are 1800.
    found = solve(small("floor(8*w)"), "w=0.5..2", f"macs={limit}")
    assert (found.point.value, found.beyond.value) == (value, beyond)


def test_a_metric_that_falls(small):
    # floor(24/w) is 8 from w = 3 down to 2.6667, where 24/w is below 9.
    found = solve(small("floor(24/w)"), "w=1..5", "macs<=2400")
    assert (found.point.value, found.beyond.value, found.rising) == (2.6667, 2.6666, False)
    assert found.shortest == 3


def test_a_var_of_whole_numbers_is_told_by_what_can_be(small):
    found = solve(small("w"), "w=1..9", "macs<=1000")
    assert (found.point.value, found.beyond.value, len(found.candidates)) == (3, 4, 9)


def test_up_and_down_is_swept(small):
    # 1, 3, 5, 7, 2, 4, 6, 8 channels: at most 5 are 1, 3, 5, 2 and 4, of which 4 is last.
    found = solve(small("2*w - 1 if w <= 4 else 2*(w - 4)"), "w=1..8:1", "macs<=1500")
    assert (found.method, found.point.value, found.beyond.value) == (Method.SWEEP, 6, 7)


def test_up_and_down_of_a_fine_interval_is_swept_too(small, monkeypatch):
    monkeypatch.setattr(search, "PROBES", 5)
    found = solve(small("1 + floor(10*w) % 7"), "w=0.1..2", "macs<=300")
    assert (found.method, found.possible) == (Method.SWEEP, 19_001)
    # floor(10·w) = 14 is the last multiple of 7 below 20.
    assert (found.point.value, found.beyond.value) == (1.4999, 1.5)


def test_values_that_cannot_be_are_passed_over(small):
    # out is 0, which cannot be, at w = 3 and 6.
    found = solve(small("w % 3"), "w=1..8:1", "macs>=1")
    assert (found.possible, found.point.value, found.beyond) == (6, 1, None)
    found = solve(small("w % 3"), "w=1..6:1", "macs<=900")
    assert (found.point.value, found.beyond.problem.code) == (5, "CC105")


def every(file, name, steps, metrics):
    """The metrics of all steps, each network loaded by itself."""
    costs = {value: library.load(file, set={name: value}).cost() for value in steps}
    return {value: [getattr(cost, one) for one in metrics] for value, cost in costs.items()}


@pytest.mark.parametrize("probes", [4_097, 4])
def test_steps_of_the_zoo_are_those_of_a_loop(monkeypatch, probes):
    monkeypatch.setattr(search, "PROBES", probes)
    steps = [round(0.1 + at * 0.05, 2) for at in range(29)]
    known = every("mobilenet_v2", "width", steps, ["macs", "weights_bytes"])
    for macs, size in product((60e6, 200e6, 311e6), (6e6, 9e6)):
        met = [one for one, (a, b) in known.items() if a <= macs and b <= size]
        targets = f"macs<={int(macs)}", f"weights_bytes<={int(size)}"
        found = solve("mobilenet_v2", "width=0.1..1.5:0.05", *targets)
        assert found.met
        assert found.point.value == max(met)
        assert list(found.point.metrics.values()) == known[max(met)]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=4, max_size=16), st.integers(1, 9_000), st.data())
def test_any_table_of_channels_is_searched_as_a_loop_would(tmp_path_factory, table, limit, data):
    sign = data.draw(st.sampled_from(["<=", ">="]))
    if data.draw(st.booleans()):
        table = sorted(table, reverse=data.draw(st.booleans()))
    out = " + ".join(f"{channels}*(w == {at})" for at, channels in enumerate(table))
    path = tmp_path_factory.mktemp("table") / "small.yaml"
    path.write_text(NETWORK.format(out=out, default=1))
    probes = search.PROBES
    search.PROBES = data.draw(st.sampled_from([probes, len(table)]))
    try:
        found = solve(str(path), f"w=0..{len(table) - 1}:1", f"macs{sign}{limit}")
    finally:
        search.PROBES = probes
    met = [at for at, one in enumerate(table) if (300 * one - limit) * (1, -1)[sign == "<="] >= 0]
    upwards = (table[-1] >= table[0]) == (sign == "<=")
    assert found.met == bool(met)
    if met:
        assert found.point.value == met[-1 if upwards else 0]
    else:
        least = min(abs(300 * one - limit) for one in table)
        assert abs(found.point.metrics["macs"] - limit) == least


def test_settings_input_batch_and_dtype_are_those_of_net():
    words = ("--set", "width=0.5", "--input", "3x96x96", "--batch", "2", "--dtype", "fp16")
    ran = convcalc("solve", "mobilenet_v2", "--vary", "expand=1..8:1", *words)
    assert ran.code == 2  # no target
    target = ("--target", "traffic_bytes<=20MiB")
    ran = convcalc(
        "solve", "mobilenet_v2", "--vary", "expand=1..8:1", *target, *words, "-f", "json"
    )
    found = json.loads(ran.out)
    costs = {
        value: library.load("mobilenet_v2", set={"width": 0.5, "expand": value}, input="3x96x96")
        .cost(batch=2, dtype="fp16")
        .traffic_bytes
        for value in range(1, 9)
    }
    best = max(value for value, cost in costs.items() if cost <= 20 * 2**20)
    assert found["answer"] == {
        "expand": best,
        "traffic_bytes": costs[best],
        "targets": {"traffic_bytes<=20MiB": True},
    }
    assert found["next"]["traffic_bytes"] == costs[best + 1]


def test_the_command_to_check_says_the_same(small):
    file = small("floor(8*w)")
    ran = convcalc(
        "solve", file, "--vary", "w=0.5..2", "--target", "weights_bytes<=60", "-f", "json"
    )
    found = json.loads(ran.out)
    check = found["check"].split()
    assert check == ["convcalc", "net", file, *["--set", "w=0.7499", "--columns", "weights_bytes"]]
    net = json.loads(convcalc(*check[1:], "-f", "json").out)
    assert net["networks"][0]["totals"]["weights_bytes"] == found["answer"]["weights_bytes"] == 60


def test_nothing_meets_it(small):
    file = small("floor(8*w)")
    ran = convcalc("solve", file, "--vary", "w=0.5..2", "--target", "macs<=100")
    assert ran.code == 1
    assert ran.err == "not met: no w=0.5..2 meets macs<=100; the best is 0.5 with macs 1,200\n"
    # 1 channel too many for macs, and 3 params too few: the shares are 300/1500 and 3/21.
    ran = convcalc(
        *("solve", file, "--vary", "w=0.5..2", "--target", "macs<=1500", "--target", "params>=21")
    )
    assert (ran.code, ran.err.split("best is ")[1]) == (1, "0.75 with macs 1,800, params 18\n")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--vary", "w", "--target", "macs<=1"], "--vary w: write an interval such as"),
        (["--vary", "w=2..1", "--target", "macs<=1"], "--vary w=2..1: the interval is empty"),
        (["--vary", "w=1..4:2", "--target", "macs<=1"], "end it at 3 or 5"),
        (["--vary", "w=1..4:0", "--target", "macs<=1"], "the step is not above 0"),
        (["--vary", "w=1..x", "--target", "macs<=1"], 'cannot read "x" as a number'),
        (["--vary", "v=1..4", "--target", "macs<=1"], 'the network has no var "v"; its vars are w'),
        (
            ["--vary", "w=1..4", "--target", "mcs<=1"],
            'metric "mcs" is not known; did you mean "macs"',
        ),
        (["--vary", "w=1..4", "--target", "macs<1"], "--target macs<1: write METRIC<=VALUE"),
        (["--vary", "w=1..4", "--target", "weights_bytes<=1m"], 'there is no unit "m"'),
        (["--vary", "w=1..4", "--target", "macs=1", "--target", "params=1"], "two targets with ="),
        (["--vary", "w=1..4", "--target", "macs<=1", "--set", "w=2"], "w is varied and set"),
        (["--vary", "w=1..4", "--target", "macs<=1", "--dtype", "fp23"], "fp23"),
        (["--vary", "w=-3..-1", "--target", "macs<=1"], "error[CC105]"),
        (["--vary", "w=1..4e9:1", "--target", "macs<=1"], "at most 1,000,000 are tried"),
    ],
)
def test_what_cannot_be_asked(small, flags, said):
    ran = convcalc("solve", small("w % 1000 + 1 if w > 0 else w"), *flags)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_no_value_can_be(small):
    with pytest.raises(InputError) as error:
        solve(small("0*w"), "w=1..4", "macs<=100")
    assert {one.code for one in error.value.problems} == {"CC105"}


def test_every_format_has_both_rows(small):
    file = small("floor(8*w)")
    flags = ("solve", file, "--vary", "w=0.5..2", "--target", "macs<=1500", "-f")
    assert convcalc(*flags, "csv").out == (
        "which,w,macs,macs<=1500\nanswer,0.7499,1500,yes\nnext,0.75,1800,no\n"
    )
    assert [json.loads(line)["w"] for line in convcalc(*flags, "jsonl").out.splitlines()] == [
        0.7499,
        0.75,
    ]
    assert "w=0.7 costs the same\n" in convcalc(*flags, "table").out
