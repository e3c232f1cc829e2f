"""Every rule: where it does not hold it is said word for word, and next to that it holds."""

import pytest
from commandline import convcalc

from convcalc.errors import InputError
from convcalc.graph import Builder
from convcalc.ops import OPS
from convcalc.ops.rules import RULES

FORMS = "write it as CxL, CxHxW or CxDxHxW"
UNFLATTENED = "put it before flatten, or use linear"
EACH = "give one each, or one for all"
JOIN = "join some by a reshape"
# Code, command, sentence. CC201 and CC204 are those of interface.md, "Errors".
SAID = [
    (
        "CC201",
        "conv 8x7x7 8 -k 3 -d 4",
        (
            "axis 0: effective kernel 9 (= 4·(3 − 1) + 1) is larger than the padded input 7;"
            " add padding or lower dilation"
        ),
    ),
    (
        "CC201",
        "conv 8x9x7 8 -k 9x10 -p 1",
        (
            "axis 1: effective kernel 10 is larger than the padded input 9;"
            " add padding or use a smaller kernel"
        ),
    ),
    ("CC202", "conv 3 4 -k 3", f"input 3 has no spatial axis; {FORMS}"),
    ("CC202", "conv 3x9x9x9x9 4 -k 3", f"input 3x9x9x9x9 has 4 spatial axes; {FORMS}"),
    ("CC202", "conv 3x0 4 -k 3", "input 3x0 is empty; every size must be at least 1"),
    ("CC202", "conv 0x9x9 4 -k 3", "input 0x9x9 is empty; every size must be at least 1"),
    (
        "CC236",
        "conv 8x9x9 8 -k 3 -p causal",
        ("padding=causal is for one axis of time, but conv has 2 spatial axes; write before+after"),
    ),
    (
        "CC236",
        "conv-transpose 8x9 8 -k 3 -p causal",
        (
            "padding=causal is for one axis of time, but conv_transpose cuts padding;"
            " write before+after"
        ),
    ),
    (
        "CC203",
        "conv 3x9x9 4 -k 3x3x3",
        f"kernel_size has 3 values, but the input has 2 spatial axes; {EACH}",
    ),
    (
        "CC203",
        "conv 3x9 4 -k 3 -p 1+2x0+1",
        f"padding has 2 values, but the input has 1 spatial axis; {EACH}",
    ),
    (
        "CC203",
        "conv 3x9x9x9 4 -k 3 -p 1+2x0+1",
        f"padding has 2 values, but the input has 3 spatial axes; {EACH}",
    ),
    (
        "CC203",
        "conv-transpose 3x9x9 4 -k 3 --output-padding 1x0x1",
        f"output_padding has 3 values, but the input has 2 spatial axes; {EACH}",
    ),
    (
        "CC203",
        "resize-conv 3x9x9 4 --scale 2x3x2",
        f"resize: scale has 3 values, but the input has 2 spatial axes; {EACH}",
    ),
    (
        "CC204",
        "conv 64x56x56 64 -k 3 -g 3",
        "groups=3 does not divide in_channels=64; use 1, 2, 4, 8, 16, 32 or 64",
    ),
    ("CC204", "conv 64x9 63 -k 3 -g 2", "groups=2 does not divide out_channels=63; use 1"),
    (
        # The common divisors of 720,720 that are nearest to 17; by hand: 17 is none.
        "CC204",
        "conv 720720x5 720720 -k 1 -g 17",
        (
            "groups=17 does not divide in_channels=720720;"
            " use 10, 11, 12, 13, 14, 15, 16, 18, 20, 21, 22 or 24"
        ),
    ),
    (
        "CC204",
        "bottleneck 64x9x9 64 --style shufflenet -g 5",
        "reduce: groups=5 does not divide in_channels=64; use 1, 2, 4, 8 or 16",
    ),
    (
        "CC205",
        "conv-transpose 8x1x1 8 -k 2 -p 1",
        "axis 0: the output would have 0 elements; lower the padding",
    ),
    (
        "CC205",
        "conv-transpose 8x3x1 8 -k 2 -p 1x2",
        "axis 1: the output would have -2 elements; lower the padding",
    ),
    (
        "CC206",
        "conv-transpose 8x4x4 8 -k 3 -s 2 --output-padding 2",
        "axis 0: output_padding=2 is not smaller than stride=2 or dilation=1; use at most 1",
    ),
    (
        "CC206",
        "conv-transpose 8x4x4 8 -k 3 -s 2x3 -d 1x5 --output-padding 1x5",
        "axis 1: output_padding=5 is not smaller than stride=3 or dilation=5; use at most 4",
    ),
    (
        "CC207",
        "conv-transpose 8x4x4 8 -k 1 -s 3 -p same",
        (
            "axis 0: padding=same cannot reach in·stride, it is 2 short;"
            " use output_padding=2 or a kernel of at least 3"
        ),
    ),
    (
        "CC209",
        "bottleneck 64x9x9 30",
        (
            "out_channels=30 is not a multiple of 4, which gives resnet its inner width;"
            " use 28 or 32, or give mid"
        ),
    ),
    (
        "CC209",
        "bottleneck 64x9x9 1 --style resnext",
        (
            "out_channels=1 is not a multiple of 2, which gives resnext its inner width;"
            " use 2, or give mid"
        ),
    ),
    (
        # An even kernel keeps no size: 9 − 2 + 1 + 2·0.
        "CC210",
        "bottleneck 64x9x9 64 -k 2",
        "add: branches differ: 64x8x8 and 64x9x9; give both the same kernel and padding",
    ),
    (
        "CC211",
        "bottleneck 240x28x28 240 --style shufflenet -s 2",
        (
            "style=shufflenet with a stride concatenates its input: out_channels=240 must be more"
            " than in_channels=240; use 480"
        ),
    ),
    (
        "CC212",
        "bottleneck 256x56x56 256 --style resnet -g 32",
        "style=resnet has no groups, but groups=32; use style=resnext",
    ),
]


@pytest.mark.parametrize(("code", "command", "sentence"), SAID)
def test_a_rule_is_said_word_for_word(code, command, sentence):
    ran = convcalc(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error[{code}]: {sentence}\n"


# Operators that no layer command leads there: op, arguments, inputs, code, sentence.
OF_OPS = [
    (
        "avgpool",
        {"kernel_size": 3, "padding": ((0, 2),)},
        [(2, 9)],
        "CC208",
        "axis 0: padding 2 is more than half the kernel 3; use at most 1",
    ),
    (
        "avgpool",
        {"kernel_size": (3, 2), "dilation": (2, 1), "padding": (2, 2)},
        [(2, 9, 9)],
        "CC208",
        "axis 1: padding 2 is more than half the kernel 2; use at most 1",
    ),
    (
        "avgpool",
        {"kernel_size": 8},
        [(2, 9, 7)],
        "CC201",
        (
            "axis 1: effective kernel 8 is larger than the padded input 7;"
            " add padding or use a smaller kernel"
        ),
    ),
    (
        "add",
        {},
        [(4, 8, 6), (4, 4, 3)],
        "CC210",
        "branches differ: 4x8x6 and 4x4x3; a stride is missing?",
    ),
    (
        "add",
        {},
        [(4, 8, 6), (4, 8, 6), (2, 8, 6)],
        "CC210",
        "branches differ: 4x8x6 and 2x8x6; give both the same channels",
    ),
    ("add", {}, [(4, 8, 6), (4, 8)], "CC210", "branches differ: 4x8x6 and 4x8"),
    (
        "concat",
        {},
        [(4, 8, 6), (2, 8, 5)],
        "CC210",
        "branches differ: 4x8x6 and 2x8x5; give both the same kernel and padding",
    ),
    (
        "shuffle",
        {"groups": 4},
        [(6, 5)],
        "CC204",
        "groups=4 does not divide channels=6; use 1, 2, 3 or 6",
    ),
    (
        "slice",
        {"start": 4, "channels": 3},
        [(6, 5)],
        "CC214",
        "slice ends at channel 7, but its input has 6; use at most channels=2",
    ),
    (
        "conv",
        {"out_channels": 4, "kernel_size": 3},
        [(6,)],
        "CC213",
        ("conv needs spatial axes, but its input 6 is flat; put it before flatten, or use linear"),
    ),
    (
        "linear",
        {"out_features": 10},
        [(512, 7, 7)],
        "CC230",
        "linear needs a flat tensor, but its input 512x7x7 has 2 spatial axes; flatten first",
    ),
    (
        "linear",
        {"out_features": 10},
        [(512, 1)],
        "CC230",
        "linear needs a flat tensor, but its input 512x1 has 1 spatial axis; flatten first",
    ),
    ("matmul", {}, [(4, 5)], "CC231", "matmul takes 2 inputs, but 1 is given"),
    ("attention", {}, [(4, 5)] * 2, "CC231", "attention takes 3 inputs, but 2 are given"),
    (
        "matmul",
        {},
        [(64, 7, 7), (64, 5)],
        "CC232",
        (
            "matmul: the 49 positions of 64x7x7 must meet as many channels, but 64x5 has 64;"
            " reshape the first, or swap them"
        ),
    ),
    (
        "attention",
        {},
        [(4, 5), (3, 5), (4, 5)],
        "CC233",
        "query 4x5 and key 3x5 have other channels; project both to the same",
    ),
    (
        "attention",
        {},
        [(4, 5), (4, 7), (4, 6)],
        "CC233",
        "key 4x7 and value 4x6 have other positions; stride both alike",
    ),
    (
        "attention",
        {"heads": 4},
        [(6, 5), (6, 5), (8, 5)],
        "CC234",
        "heads=4 does not divide the 6 channels of query and key; use 1 or 2",
    ),
    (
        "attention",
        {"heads": 3},
        [(6, 5), (6, 5), (8, 5)],
        "CC234",
        "heads=3 does not divide the 8 channels of value; use 1 or 2",
    ),
    (
        "gn",
        {"groups": 4},
        [(6, 5)],
        "CC204",
        "groups=4 does not divide channels=6; use 1, 2, 3 or 6",
    ),
    (
        "prelu",
        {"num_parameters": 3},
        [(6, 5)],
        "CC235",
        "num_parameters=3 is neither 1 nor the 6 channels; use one of them",
    ),
    (
        "mul",
        {},
        [(6, 8, 8), (3, 1, 1)],
        "CC210",
        "branches differ: 6x8x8 and 3x1x1; give both the same channels",
    ),
    (
        "mul",
        {},
        [(6, 1, 1), (6, 8, 8), (6, 8, 1)],
        "CC210",
        "branches differ: 6x8x8 and 6x8x1; mul takes the same positions, or one for all",
    ),
    ("mul", {}, [(6, 8, 8), (6,)], "CC210", "branches differ: 6x8x8 and 6"),
    ("mul", {}, [(6, 8, 8), (6, 1)], "CC210", "branches differ: 6x8x8 and 6x1"),
    (
        "mul",
        {},
        [(6,), (3,)],
        "CC210",
        "branches differ: 6 and 3; give both the same channels",
    ),
    (
        "add",
        {},
        [(6, 8, 8), (6, 1, 1)],
        "CC210",
        "branches differ: 6x8x8 and 6x1x1; a stride is missing?",
    ),
    (
        "resize",
        {"scale": (2, 2)},
        [(6, 5)],
        "CC203",
        f"scale has 2 values, but the input has 1 spatial axis; {EACH}",
    ),
    (
        "resize",
        {"size": (2, 2, 2)},
        [(6, 5, 4)],
        "CC203",
        f"size has 3 values, but the input has 2 spatial axes; {EACH}",
    ),
    (
        "adaptive_maxpool",
        {"output_size": (2, 2)},
        [(6, 5)],
        "CC203",
        f"output_size has 2 values, but the input has 1 spatial axis; {EACH}",
    ),
    (
        "pad",
        {"padding": ((1, 2),) * 3},
        [(6, 5, 4)],
        "CC203",
        f"padding has 3 values, but the input has 2 spatial axes; {EACH}",
    ),
    *[
        (
            op,
            arguments,
            [(6,)],
            "CC213",
            f"{op} needs spatial axes, but its input 6 is flat; {UNFLATTENED}",
        )
        for op, arguments in [
            ("resize", {}),
            ("adaptive_avgpool", {"output_size": 1}),
            ("pad", {"padding": 1}),
            ("pixel_shuffle", {"factor": 2}),
            ("pixel_unshuffle", {"factor": 2}),
        ]
    ],
    (
        "pixel_shuffle",
        {"factor": 2},
        [(6, 5, 4)],
        "CC209",
        ("channels=6 is not a multiple of 4, the positions that factor=2 makes of one; use 4 or 8"),
    ),
    (
        "resize",
        {"scale": 2, "size": 10},
        [(6, 5)],
        "CC215",
        "scale and size are both given; leave one of them out",
    ),
    (
        "resize",
        {"align_corners": True},
        [(6, 5)],
        "CC216",
        "align_corners does nothing for mode=nearest; leave it out, or use mode=bilinear",
    ),
    (
        "pixel_unshuffle",
        {"factor": 3},
        [(6, 9, 7)],
        "CC217",
        "axis 1: size 7 is not a multiple of factor=3; use 6 or 9",
    ),
    (
        "pixel_unshuffle",
        {"factor": 3},
        [(6, 2)],
        "CC217",
        "axis 0: size 2 is not a multiple of factor=3; use 3",
    ),
    (
        "pad",
        {"padding": ((1, 1), (0, 4)), "mode": "reflect"},
        [(6, 5, 4)],
        "CC218",
        "axis 1: 4 elements mirror at most 3, but padding is 4; use less, or mode=replicate",
    ),
    (
        "pad",
        {"padding": 1, "mode": "reflect"},
        [(6, 1)],
        "CC218",
        "axis 0: 1 element mirrors at most 0, but padding is 1; use less, or mode=replicate",
    ),
    (
        "reshape",
        {"shape": (64, 50)},
        [(64, 7, 7)],
        "CC219",
        "reshape 64x7x7 to 64x50: 3136 elements are not 3200; write -1 for one size",
    ),
    (
        "reshape",
        {"shape": (10, -1)},
        [(64, 7, 7)],
        "CC219",
        ("reshape 64x7x7 to 10x-1: 3136 elements are no multiple of 10; change the other sizes"),
    ),
    *[
        (
            "permute",
            {"dims": dims},
            [(64, 7, 5)],
            "CC237",
            f"dims={list(dims)} is no order of [0, 1, 2], the axes of 64x7x5",
        )
        for dims in ((0, 1), (0, 1, 1), (1, 2, 3), (0, 1, 2, 3))
    ],
    (
        "take",
        {"starts": (0, 1), "steps": (1, 2), "counts": (64, 28)},
        [(64, 55)],
        "CC238",
        "axis 0: elements 1 to 55 are taken, but there are 0 to 54; lower starts, steps or counts",
    ),
    (
        "take",
        {"starts": 3, "steps": -2, "counts": 3},
        [(4,)],
        "CC238",
        "channels: elements 3 to -1 are taken, but there are 0 to 3; lower starts, steps or counts",
    ),
    (
        "take",
        {"starts": 4},
        [(4,)],
        "CC238",
        "channels: elements 4 to 4 are taken, but there are 0 to 3; lower starts, steps or counts",
    ),
    *[
        (
            "take",
            {"counts": 1, name: value},
            [(64, 7, 5)],
            "CC203",
            f"{name} has {len(value)} values, but the input 64x7x5 has 3 sizes; {EACH}",
        )
        for name, value in (("starts", (0, 1)), ("steps", (1,)), ("counts", (1, 1, 1, 1)))
    ],
    *[
        (
            op,
            arguments,
            [(64, 2, 2, 2, 2)],
            "CC239",
            f"{op} works along at most 3 axes, but its input 64x2x2x2x2 has 4; {JOIN}",
        )
        for op, arguments in [
            ("conv", {"out_channels": 8, "kernel_size": 1}),
            ("maxpool", {"kernel_size": 1}),
            ("pad", {"padding": 1}),
        ]
    ],
]


def refused(op, arguments, inputs):
    """The problem that a graph has with this operator, or nothing."""
    build = Builder(*[shape[:4] for shape in inputs])
    try:
        tensors = [_of_any_axes(build, *one) for one in enumerate(inputs)]
        build.add("it", OPS[op](**arguments), *tensors)
    except InputError as error:
        return error.problem
    return None


def _of_any_axes(build, number, shape):
    """A tensor of that shape; an input has no more than three axes."""
    if len(shape) <= 4:
        return number
    told = OPS["movement"](function="Expand", shape=shape)
    return build.add("deep", told, number)


@pytest.mark.parametrize(("op", "arguments", "inputs", "code", "sentence"), OF_OPS)
def test_a_rule_of_an_operator_is_said_word_for_word(op, arguments, inputs, code, sentence):
    problem = refused(op, arguments, inputs)
    assert (problem.code, problem.path, problem.message) == (code, "it", sentence)


# One step from a case above, and it exists.
HOLD = [
    "conv 8x9x7 8 -k 9x9 -p 1",
    "conv 8x9x9 8 -k 3 -d 4",
    "conv 64x9x9 64 -k 3 -g 4",
    "conv-transpose 8x1x1 8 -k 3 -p 1",
    "conv-transpose 8x4x4 8 -k 3 -s 2 --output-padding 1",
    "conv-transpose 8x4x4 8 -k 3 -s 2x3 -d 1x5 --output-padding 1x4",
    "conv-transpose 8x4x4 8 -k 1 -s 3 -p same --output-padding 2",
    "conv-transpose 8x4x4 8 -k 3 -s 3 -p same",
    "bottleneck 240x28x28 243 --style shufflenet -s 2 --mid 60",
    "bottleneck 240x28x28 480 --style shufflenet -s 2",
    "bottleneck 256x56x56 256 --style resnext -g 32",
    "bottleneck 64x9x9 30 --mid 7",
]


@pytest.mark.parametrize("command", HOLD)
def test_next_to_it_the_rule_holds(command):
    assert convcalc(*command.split(), "-f", "csv").code == 0


@pytest.mark.parametrize(
    ("op", "arguments", "inputs"),
    [
        ("avgpool", {"kernel_size": 3, "padding": ((0, 1),)}, [(2, 9)]),
        ("avgpool", {"kernel_size": 2, "dilation": 3, "padding": 2}, [(2, 9)]),
        ("concat", {}, [(4, 8, 6), (2, 8, 6)]),
        ("add", {}, [(4, 8, 6), (4, 8, 6)]),
        ("shuffle", {"groups": 3}, [(6, 5)]),
        ("linear", {"out_features": 10}, [(512,)]),
        ("gn", {"groups": 3}, [(6, 5)]),
        ("prelu", {"num_parameters": 6}, [(6, 5)]),
        ("prelu", {"num_parameters": 1}, [(6, 5)]),
        ("mul", {}, [(6, 8, 8), (6, 1, 1)]),
        ("mul", {}, [(6, 1, 1), (6, 8, 8), (6, 8, 8)]),
        ("mul", {}, [(6, 1), (6, 1)]),
        ("mul", {}, [(6,), (6,)]),
        ("matmul", {}, [(64, 8, 8), (64, 5)]),
        ("attention", {"heads": 2}, [(6, 5, 2), (6, 7, 3), (8, 7, 3)]),
        ("pixel_shuffle", {"factor": 2}, [(8, 5, 4)]),
        ("resize", {"size": 10}, [(6, 5)]),
        ("resize", {"align_corners": True, "mode": "bilinear"}, [(6, 5)]),
        ("pixel_unshuffle", {"factor": 3}, [(6, 9, 6)]),
        ("pad", {"padding": ((1, 1), (0, 3)), "mode": "reflect"}, [(6, 5, 4)]),
        ("pad", {"padding": 4, "mode": "replicate"}, [(6, 1)]),
        ("pad", {"padding": ((1, 2),)}, [(6, 5, 4)]),
        ("reshape", {"shape": (64, 49)}, [(64, 7, 7)]),
        ("reshape", {"shape": (8, -1)}, [(64, 7, 7)]),
        ("reshape", {"shape": (8, 2, 2, 2, 7, 7)}, [(64, 7, 7)]),
        ("permute", {"dims": (2, 0, 1)}, [(64, 7, 5)]),
        ("take", {"starts": (0, 1), "steps": (1, 2), "counts": (64, 27)}, [(64, 55)]),
        ("take", {"starts": 3, "steps": -2, "counts": 2}, [(4,)]),
        ("take", {"starts": 3}, [(4,)]),
        ("gap", {}, [(64, 2, 2, 2, 2)]),
        ("resize", {}, [(64, 2, 2, 2, 2)]),
    ],
)
def test_next_to_it_the_rule_of_an_operator_holds(op, arguments, inputs):
    assert refused(op, arguments, inputs) is None


def test_every_rule_is_said_here():
    here = {code for code, _, _ in SAID} | {code for *_, code, _ in OF_OPS}
    assert here >= RULES.keys() | {"CC202", "CC203"}
