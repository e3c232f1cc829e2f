"""Pools, in windows and over all positions."""

from __future__ import annotations

from convcalc.errors import InputError
from convcalc.network.onnx.call import Call
from convcalc.network.onnx.layout import arranged
from convcalc.network.onnx.operators.conv import Window
from convcalc.network.onnx.values import NOT_OURS, Active
from convcalc.ops import AdaptiveMaxPool, AvgPool, GlobalAvgPool, MaxPool
from convcalc.ops.general import Elementwise
from convcalc.ops.op import Op


def maxpool(call: Call) -> Active:
    """MaxPool; its indices, if they are asked for, are not known."""
    window = Window(call)
    return _pooled(call, window, MaxPool(**_arguments(call, window)))


def avgpool(call: Call) -> Active:
    """AveragePool, which leaves padding out of its means unless told otherwise."""
    spec, window = average(call)
    return _pooled(call, window, spec)


def average(call: Call) -> tuple[AvgPool, Window]:
    """A pool of ours, and where it slides."""
    window = Window(call)
    counted = bool(call.number("count_include_pad"))
    return AvgPool(**_arguments(call, window), count_include_pad=counted), window


def _arguments(call: Call, window: Window) -> dict[str, object]:
    return {
        "kernel_size": window.kernel,
        "stride": window.strides,
        "padding": window.padding,
        "dilation": window.dilations,
        "ceil_mode": bool(call.number("ceil_mode")),
    }


def _pooled(call: Call, window: Window, spec: MaxPool | AvgPool) -> Active:
    """Some pad by more than half of the window: the same sizes, in windows of padding alone."""
    x = window.tensor()
    try:
        return window.seen(call.add(spec, x))
    except InputError as error:
        if error.problem.code != "CC208":
            raise
    return _windows(call, window, spec, x)


def _windows(call: Call, window: Window, spec: MaxPool | AvgPool, x: int) -> Active:
    """In bytes."""
    shape = call.graph.shape(x)
    sizes = spec.resolved(shape).output(shape)
    run = window.given(x, call.running(*window.laid(sizes), [call.active()]))
    general = Elementwise.trusted(function=call.node.op, shape=sizes)
    return window.seen(call.graph.add(call, general, x, run=run))


def other_pool(call: Call) -> Active:
    """LpPool: the windows of a pool, and another function of each."""
    window = Window(call)
    return _windows(call, window, MaxPool(**_arguments(call, window)), window.tensor())


def global_avgpool(call: Call) -> Active:
    """GlobalAveragePool."""
    return over_positions(call, GlobalAvgPool())


def global_maxpool(call: Call) -> Active:
    """GlobalMaxPool."""
    return over_positions(call, AdaptiveMaxPool(output_size=1))


def global_other(call: Call) -> Active:
    """GlobalLpPool: another function of all positions."""
    x = call.active()
    return call.movement((*x.dims[:2], *[1] * (len(x.dims) - 2)))


def over_positions(call: Call, spec: Op) -> Active:
    """One number for each channel; axes stay, 1 long."""
    x = call.active()
    tensor = call.add(spec, arranged(call, x, tuple(range(x.dims[0] == 1, len(x.dims)))))
    dims = (1, x.dims[1], *[1] * (len(x.dims) - 2))
    return Active(dims, tensor, (NOT_OURS, *range(len(dims) - 1)))
