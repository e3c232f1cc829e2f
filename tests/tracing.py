"""Which inputs an output reads, position by position, with sets instead of spans."""

from math import prod

import naive
import naive_resizing
from op_cases import ACTIVATIONS


def _window(arguments, axis):
    before, _ = arguments["padding"][axis]
    steps = {name: arguments[name][axis] for name in ("kernel_size", "stride", "dilation")}
    return {**steps, "before": before}


def _conv(arguments, axis, position):
    return naive.window_reads(position, **_window(arguments, axis))


def _conv_transpose(arguments, axis, position):
    return naive.copy_reads(position, **_window(arguments, axis))


def _resize(arguments, axis, position):
    sizes = arguments["changes"][axis]
    if arguments["mode"] == "nearest":
        return naive.copied_reads(position, **sizes)
    place = naive_resizing.PLACES[arguments["align_corners"]](position, **sizes)
    return naive.neighbours(place)


def _adaptive(arguments, axis, position):
    return naive.share_reads(position, **arguments["changes"][axis])


def _pixel_shuffle(arguments, _axis, position):
    return naive.copied_reads(position, in_size=1, out_size=arguments["factor"])


def _pixel_unshuffle(arguments, _axis, position):
    factor = arguments["factor"]
    return {position * factor + phase for phase in range(factor)}


def _pad(arguments, axis, position):
    return {position - arguments["padding"][axis][0]}


def _take(arguments, axis, position):
    return {arguments["starts"][axis + 1] + position * arguments["steps"][axis + 1]}


def _itself(_arguments, _axis, position):
    return {position}


READS = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "avgpool": _conv,
    "maxpool": _conv,
    **dict.fromkeys(["gap", "flatten", "slice", "identity", "dropout"], _itself),
    "adaptive_avgpool": _adaptive,
    "adaptive_maxpool": _adaptive,
    "pad": _pad,
    "pixel_shuffle": _pixel_shuffle,
    "pixel_unshuffle": _pixel_unshuffle,
    **dict.fromkeys(["reshape", "permute", "embedding"], _itself),
    "take": _take,
    "resize": _resize,
    "shuffle": _itself,
    "concat": _itself,
    "add": _itself,
    "linear": _itself,
    "matmul": _itself,
    "attention": _itself,
    **dict.fromkeys(ACTIVATIONS, _itself),
    **dict.fromkeys(["bn", "ln", "gn", "in_norm", "lrn", "scale", "prelu", "mul"], _itself),
}
# Inputs of which every output reads every position, by number.
WHOLE = {
    "gap": lambda _shapes: {0},
    "flatten": lambda _shapes: {0},
    "reshape": lambda _shapes: {0},
    "permute": lambda _shapes: {0},
    "embedding": lambda _shapes: {0},
    "gn": lambda _shapes: {0},
    "in_norm": lambda _shapes: {0},
    "mul": lambda shapes: {
        number for number, one in enumerate(shapes) if prod(one) < max(map(prod, shapes))
    },
    "matmul": lambda _shapes: {0},
    "attention": lambda _shapes: {1, 2},
}


def reads(node, axis, position):
    """Inputs that one output of an operator reads; they may lie in the padding."""
    sizes = zip(node.in_shapes[0][1:], node.output[1:], strict=False)
    changes = [naive_resizing.both(*pair) for pair in sizes]
    return READS[node.op.name](node.op.model_dump() | {"changes": changes}, axis, position)


def real_reads(node, axis, position, size):
    """The same without padding; at the edge a blended output repeats the border element."""
    found = reads(node, axis, position)
    if node.op.name == "resize":
        return {min(max(at, 0), size - 1) for at in found}
    if node.op.name == "pad":
        row = naive_resizing.shown(size, *node.op.padding[axis], node.op.mode)
        return {row[position]} - {None}
    return found & set(range(size))


def traced(graph, axis, position, *, real):
    """Positions of input 0 that an output depends on, of the real input or of an endless one."""
    wanted = {graph.outputs[0]: {position}}
    for number, node in reversed(list(enumerate(graph.nodes, start=len(graph.inputs)))):
        whole = WHOLE.get(node.op.name, lambda _shapes: set())(node.in_shapes)
        for which, tensor in enumerate(node.inputs):
            found = wanted.setdefault(tensor, set())
            for at in wanted.get(number, ()):
                size = graph.shape(tensor)[axis + 1]
                step = real_reads(node, axis, at, size) if real else reads(node, axis, at)
                found |= set(range(size)) if which in whole else step
    return wanted.get(0, set())


def ends(positions):
    """The first and the last, or nothing."""
    return (min(positions), max(positions)) if positions else None
