"""Small layers for hypothesis: one to three axes, prime and unlike sizes, arguments per axis."""

from itertools import count

import naive
from hypothesis import strategies as st
from naive_padding import pairs

PRIMES = (1, 2, 3, 5, 7, 11, 13)
# By the number of axes, so that plain loops stay short.
LARGEST_KERNEL = {1: 5, 2: 3, 3: 2}
LARGEST_PAD = {1: 5, 2: 3, 3: 1}
FIRST_SIZES = {1: PRIMES, 2: PRIMES[:5], 3: PRIMES[:3]}

RANKS = st.integers(1, 3)
BATCHES = st.integers(1, 2)
STEPS = st.integers(1, 3)
FEW = st.integers(1, 2)


@st.composite
def window(draw, rank):
    """A kernel, stride and dilation along one axis."""
    return {
        "kernel_size": draw(st.integers(1, LARGEST_KERNEL[rank])),
        "stride": draw(STEPS),
        "dilation": draw(STEPS),
    }


def window_lists(rank):
    """One window for each axis; sometimes all alike, to be written as one number."""
    unlike = st.lists(window(rank), min_size=rank, max_size=rank)
    return unlike | window(rank).map(lambda one: [one] * rank)


def paddings(rank, words):
    """A word, a number, one for each axis, a pair for all, or a pair for each."""
    pad = st.integers(0, LARGEST_PAD[rank])
    side = st.tuples(pad, pad)
    return st.one_of(
        *[st.sampled_from(words)] * bool(words),
        pad,
        st.tuples(*[pad] * rank),
        st.tuples(side),
        st.tuples(*[side] * rank),
        st.tuples(*[side] * rank),  # the most often: nothing is symmetric by itself
    )


@st.composite
def sizes(draw, rank, fits=lambda _axis, _size: True):
    """A prime for each axis, each another one, and each such that something comes out."""
    found = []
    for axis in range(rank):
        start = draw(st.sampled_from(FIRST_SIZES[rank]))
        larger = (size for size in count(start) if is_prime(size) and size not in found)
        found.append(next(size for size in larger if fits(axis, size)))
    return tuple(found)


def is_prime(size):
    """Or 1, the smallest size of all."""
    return all(size % divisor for divisor in range(2, size))


def written(windows):
    """The windows as arguments: one number where all axes are alike, else one for each."""
    return {name: alike([one[name] for one in windows]) for name in windows[0]}


def alike(values):
    return values[0] if len(set(values)) == 1 else tuple(values)


def a_window_fits(windows, padding):
    """Whether there is a place for the window, by axis and size."""

    def fits(axis, size):
        # As many equal axes as there are windows: only one of them is asked about.
        before, after = pairs(padding, (size,) * len(windows), windows)[axis]
        return bool(naive.window_starts(size, **windows[axis], before=before, after=after))

    return fits


def something_is_kept(windows, padding, extras):
    """Whether the canvas of a transposed convolution outlasts the cut, by axis and size."""

    def fits(axis, size):
        cut = pairs(padding, (size,) * len(windows), windows, extras)[axis]
        canvas = naive.laid_copies(
            size, **windows[axis], before=0, after=0, output_padding=extras[axis]
        )
        return len(canvas) > sum(cut)

    return fits


@st.composite
def channels(draw):
    """Groups, and input and output channels that they divide."""
    groups = draw(STEPS)
    return groups, groups * draw(FEW), groups * draw(FEW)
