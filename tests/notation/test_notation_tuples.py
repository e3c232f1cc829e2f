"""`3x224x224` and `1+2x0+1`, and what is said of the rest."""

import pytest

from convcalc.notation import axes, padding_axes, show_tuple

TUPLE = "as a tuple; write one number per axis, like 3x224x224"
NUMBER = "as a number; write it like 64, 1_000, 300M, 4.1G or 1e6"

TUPLES = {
    "7": (7,),
    "3x5": (3, 5),
    "3x224x224": (3, 224, 224),
    " 3 x 5 ": (3, 5),
    "3×5×7": (3, 5, 7),  # the sign that this field writes
    "1_0x2k": (10, 2000),
}
BAD_TUPLES = {
    "": f'cannot read "" {TUPLE}',
    "3x": f'cannot read "3x" {TUPLE}',
    "x3": f'cannot read "x3" {TUPLE}',
    "3xx3": f'cannot read "3xx3" {TUPLE}',
    "axb": f'cannot read "a" {NUMBER}',
    "3xNaN": f'cannot read "NaN" {NUMBER}',
    "3x1.5": '"1.5" is not a whole number',
    "1+2": 'cannot read "1+2": there is no unit "+2"; write k, M, G, T',
}
PADDINGS = {
    "3": (3,),
    "1x2": (1, 2),
    "1+2": ((1, 2),),
    "1+2x0+1": ((1, 2), (0, 1)),
    "1+2×0+1": ((1, 2), (0, 1)),
    "1x0+2": (1, (0, 2)),
}
BAD_PADDINGS = {
    "": f'cannot read "" {NUMBER}',
    "1+": f'cannot read "" {NUMBER}',
    "1x": f'cannot read "" {NUMBER}',
    "inf": f'cannot read "inf" {NUMBER}',
    "1+2+3": 'cannot read "2+3": there is no unit "+3"; write k, M, G, T',
    "1+0.5": '"0.5" is not a whole number',
}


@pytest.mark.parametrize(("text", "value"), TUPLES.items())
def test_a_tuple_has_one_number_per_axis(text, value):
    assert axes(text) == value


@pytest.mark.parametrize(("text", "value"), PADDINGS.items())
def test_padding_has_one_number_or_a_pair_per_axis(text, value):
    assert padding_axes(text) == value


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        *((axes, text, message) for text, message in BAD_TUPLES.items()),
        *((padding_axes, text, message) for text, message in BAD_PADDINGS.items()),
    ],
)
def test_what_cannot_be_read_is_said_word_for_word(read, text, message):
    with pytest.raises(ValueError, match=r"cannot read|whole") as caught:
        read(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["7", "3x5", "3x224x224"])
def test_a_tuple_is_shown_as_it_is_written(text):
    assert show_tuple(axes(text)) == text
