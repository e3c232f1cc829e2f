"""CC501 against looking at every element; and what it recommends helps."""

import re

import naive
import op_cases
import pytest
from hypothesis import assume, given

from convcalc.advice import ADVICE
from convcalc.analysis.cost import op_costs
from convcalc.graph import Builder
from convcalc.ops import Conv

UNREAD = re.compile(r"(\d+) of (\d+) elements")
GROUP = re.compile(r"(?:axis|axes) ([\d, and]+): (.*?)(?=; ax|$)")
AT_THE_END = re.compile(r"use padding=(\d+)\+(\d+)(?:, or an input of (\d+))?$")


def cost(graph):
    (only,) = op_costs(graph, batch=1, dtype="fp32")
    return only


def told(op):
    """What is said of each axis."""
    found = GROUP.findall(ADVICE["CC501"](op) or "")
    return {int(axis): said for axes, said in found for axis in re.findall(r"\d", axes)}


def read(size, positions, one):
    window = {**one.steps}
    return {
        element
        for position in range(positions)
        for element in naive.window_reads(position, **window)
        if element in range(size)
    }


@given(op_cases.CASES["conv"] | op_cases.CASES["avgpool"])
def test_what_is_said_to_be_unread_is_what_no_window_meets(case):
    op = cost(case.graph())
    said, node = told(op), op.node
    for axis, one in enumerate(node.op.axes()):
        size, positions = node.in_shapes[0][axis + 1], node.output[axis + 1]
        unread = size - len(read(size, positions, one))
        found = UNREAD.findall(said.get(axis, ""))
        assert found == ([(str(unread), str(size))] if unread else [])


def along(size, one, *, before, after):
    window = one._asdict() | {"before": before, "after": after}
    names = ("kernel_size", "stride", "dilation")
    build = Builder((1, size))
    spec = Conv(
        out_channels=1,
        padding=((window["before"], window["after"]),),
        **{name: window[name] for name in names},
    )
    return cost(build.graph(build.add("conv", spec, 0)))


@given(op_cases.CASES["conv"])
def test_the_padding_and_the_size_that_are_recommended_leave_nothing(case):
    op = cost(case.graph())
    said = {axis: AT_THE_END.search(text) for axis, text in told(op).items()}
    ends = {axis: tuple(map(int, found.groups("0"))) for axis, found in said.items() if found}
    assume(ends)
    for axis, (before, after, smaller) in ends.items():
        one = op.node.op.axes()[axis]
        size, out = op.node.in_shapes[0][axis + 1], op.node.output[axis + 1]
        padded = along(size, one, before=before, after=after)
        assert (told(padded), padded.node.output[1]) == ({}, out + 1)
        assert told(along(size, one, before=before, after=after - 1)) != {}
        if smaller:  # else no window meets the input at all
            cropped = along(smaller, one, before=one.before, after=one.after)
            assert (told(cropped), cropped.node.output[1]) == ({}, out)


@pytest.mark.parametrize("kernel_size", range(1, 6))
@pytest.mark.parametrize("stride", range(1, 6))
@pytest.mark.parametrize("dilation", range(1, 4))
def test_a_cause_is_named_that_is_one(kernel_size, stride, dilation):
    # Far from the ends all residues modulo the stride are read, or the step over them is said.
    build = Builder((1, 60))
    spec = Conv(out_channels=1, kernel_size=kernel_size, stride=stride, dilation=dilation)
    said = ADVICE["CC501"](cost(build.graph(build.add("conv", spec, 0)))) or ""
    residues = {tap * dilation % stride for tap in range(kernel_size)}
    persists = "steps over" in said or "share the factor" in said
    assert persists == (len(residues) < stride)
