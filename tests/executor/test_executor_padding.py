"""Padding words, resolved from real taps."""

import pytest
from executor_plans import layer

from convcalc.errors import InputError
from convcalc.executor import measure


def measured(op, size, **arguments):
    return measure(layer(op, (1, size), out_channels=1, **arguments))[0]


@pytest.mark.parametrize(
    ("window", "word", "pair"),
    [
        ((7, 3, 1, 1), "valid", (0, 0)),
        ((7, 3, 1, 2), "half", (2, 2)),  # last tap 4
        ((7, 4, 1, 1), "half", (1, 1)),  # last tap 3, halved
        ((7, 4, 1, 1), "full", (3, 3)),
        ((7, 3, 1, 2), "causal", (4, 0)),
        ((7, 4, 1, 1), "same", (1, 2)),  # 7 windows of 4 need 10 elements, the odd zero after
        ((7, 4, 1, 1), "same_lower", (2, 1)),
        ((224, 3, 2, 1), "same", (0, 1)),  # TensorFlow: 112 windows end at 222 + 3 = 225
        ((8, 1, 3, 1), "same", (0, 0)),  # starts 0, 3, 6 are already ⌈8/3⌉ = 3
        ((5, 9, 5, 1), "same", (2, 2)),  # one window
    ],
)
def test_words(window, word, pair):
    size, *arguments = window
    named = dict(zip(("kernel_size", "stride", "dilation"), arguments, strict=True))
    step = measured("conv", size, padding=word, **named)
    assert step.padding == (pair,)


def windows(size, **arguments):
    """How many windows are run; none where a run is refused for that reason."""
    try:
        return measured("conv", size, **arguments).output[1]
    except InputError as error:
        if error.problem.code != "CC201":
            raise
        return 0


@pytest.mark.parametrize("word", ["same", "same_lower"])
@pytest.mark.parametrize("size", [1, 2, 7, 10, 13])
@pytest.mark.parametrize("stride", [1, 2, 3, 5])
@pytest.mark.parametrize("kernel", [1, 2, 3, 6])
def test_same_has_as_many_windows_as_the_stride_has_starts(size, stride, kernel, word):
    starts = len(range(0, size, stride))
    step = measured("conv", size, kernel_size=kernel, stride=stride, padding=word)
    assert step.output == (1, starts)
    before, after = step.padding[0]
    assert before - after in ((0, -1) if word == "same" else (0, 1))
    if before + after:  # one zero less would lose a window
        less = ((before, after - 1),) if after else ((before - 1, after),)
        assert windows(size, kernel_size=kernel, stride=stride, padding=less) < starts


@pytest.mark.parametrize(
    ("kernel", "stride", "extra", "word", "pair"),
    [
        (4, 2, 0, "same", (1, 1)),  # 2·4 + 4 - 2 = 10 elements, 8 are kept
        (3, 2, 0, "same", (0, 1)),
        (3, 2, 0, "same_lower", (1, 0)),
        (3, 2, 1, "same", (1, 1)),  # output_padding is cut again: the output is in·stride
        (3, 2, 0, "full", (2, 2)),
        (5, 1, 0, "half", (2, 2)),
    ],
)
def test_words_of_a_transposed_convolution(kernel, stride, extra, word, pair):
    step = measured(
        "conv_transpose",
        4,
        kernel_size=kernel,
        stride=stride,
        output_padding=extra,
        padding=word,
    )
    assert step.padding == (pair,)
    if word.startswith("same"):
        assert step.output == (1, 4 * stride)


def test_written_forms():
    square = {"out_channels": 1, "kernel_size": 3}
    forms = {2: ((2, 2), (2, 2)), (1, 0): ((1, 1), (0, 0)), ((0, 1), (2, 0)): ((0, 1), (2, 0))}
    for written, pairs in forms.items():
        assert measure(layer("conv", (1, 5, 5), padding=written, **square))[0].padding == pairs
