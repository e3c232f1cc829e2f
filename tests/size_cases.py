"""Random arguments and shapes for the operators that give axes another size."""

import drawing
from hypothesis import strategies as st
from naive_padding import pairs

TO_ANY = st.integers(1, 7)
# Nearest resizing knows no corners.
RESIZED = st.sampled_from(
    [
        {"mode": "nearest"},
        {"mode": "bilinear"},
        {"mode": "bilinear", "align_corners": True},
    ]
)


def one_or_each(numbers, rank):
    """One number for all axes, or one for each."""
    return numbers | st.tuples(*[numbers] * rank)


@st.composite
def shapes(draw, rank, fits=lambda _axis, _size: True):
    return (draw(drawing.STEPS), *draw(drawing.sizes(rank, fits)))


@st.composite
def resize(draw):
    rank = draw(drawing.RANKS)
    ways = [
        {"scale": one_or_each(drawing.STEPS, rank)},
        {"size": one_or_each(TO_ANY, rank)},
        {"scale": st.none(), "size": st.none()},
    ]
    arguments = draw(st.one_of(map(st.fixed_dictionaries, ways)))
    return {**arguments, **draw(RESIZED)}, draw(shapes(rank))


@st.composite
def adaptive_pool(draw):
    rank = draw(drawing.RANKS)
    return {"output_size": draw(one_or_each(TO_ANY, rank))}, draw(shapes(rank))


@st.composite
def pad(draw):
    rank = draw(drawing.RANKS)
    padding = draw(drawing.paddings(rank, ()))
    mode = draw(st.sampled_from(["zeros", "reflect", "replicate"]))
    largest = [max(pair) for pair in pairs(padding, (1,) * rank, ())]

    def fits(axis, size):
        return mode != "reflect" or size > largest[axis]

    return {"padding": padding, "mode": mode}, draw(shapes(rank, fits))


@st.composite
def deep(draw):
    """Channels that a factor divides once for each axis."""
    factor, (channels, *sizes) = draw(drawing.STEPS), draw(drawing.RANKS.flatmap(shapes))
    return {"factor": factor}, (channels * factor ** len(sizes), *sizes)


@st.composite
def wide(draw):
    """Sizes that a factor divides."""
    factor, (channels, *sizes) = draw(drawing.STEPS), draw(drawing.RANKS.flatmap(shapes))
    return {"factor": factor}, (channels, *[size * factor for size in sizes])


@st.composite
def reshape(draw):
    """All sizes, dealt out anew; one of them may be left to be found."""
    old = draw(st.integers(0, 3).flatmap(shapes))
    new = [1] * draw(st.integers(1, 4))
    for size in old:
        new[draw(st.integers(0, len(new) - 1))] *= size
    if draw(st.booleans()):
        new[draw(st.integers(0, len(new) - 1))] = -1
    return {"shape": tuple(new)}, old
