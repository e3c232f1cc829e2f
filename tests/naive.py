"""The definitions as plain loops over positions; nothing here asks convcalc for a number."""

from fractions import Fraction
from itertools import count, takewhile
from math import floor


def window_starts(in_size, *, kernel_size, stride, dilation, before, after):
    """Every place where all the taps of the kernel lie on the padded input."""
    end = in_size + after

    def fits(start):
        return all(start + dilation * tap < end for tap in range(kernel_size))

    return list(takewhile(fits, count(-before, stride)))


def meetings(positions, *, size, kernel_size, stride, dilation, before):
    """Pairs of position and tap that meet an element of a tensor of `size`."""
    tensor = range(size)
    return sum(
        stride * position + dilation * tap - before in tensor
        for position in range(positions)
        for tap in range(kernel_size)
    )


def laid_copies(in_size, *, kernel_size, stride, dilation, before, after, output_padding):
    """What is kept of a canvas on which every input lays a kernel copy: how many land where."""
    canvas = []
    for position in range(in_size):
        for tap in range(kernel_size):
            place = stride * position + dilation * tap
            canvas += [0] * (place + 1 - len(canvas))
            canvas[place] += 1
    canvas += [0] * output_padding
    return canvas[before : max(len(canvas) - after, 0)]


def window_reads(position, *, kernel_size, stride, dilation, before):
    """Input positions, real or padding, under the taps of an output position."""
    return {stride * position - before + dilation * tap for tap in range(kernel_size)}


def copy_reads(position, *, kernel_size, stride, dilation, before):
    """Inputs, real or imagined, whose kernel copy has a tap on an output position."""
    reach = abs(position) + before + kernel_size * dilation + stride
    return {
        at
        for at in range(-reach, reach + 1)
        if any(stride * at + dilation * tap - before == position for tap in range(kernel_size))
    }


def blended_place(position, *, in_size, out_size):
    """Where the output's centre lies among the inputs' centres, which are whole numbers.

    Both tensors cover the same length: pixels are areas.
    """
    return (position + Fraction(1, 2)) * Fraction(in_size, out_size) - Fraction(1, 2)


def aligned_place(position, *, in_size, out_size):
    """The same where the first centres lie on one another, and the last if there is another."""
    return position * Fraction(in_size - 1, max(out_size - 1, 1))


def neighbours(place):
    """The one or two inputs nearer than one to a place: those with a weight."""
    near = range(int(place) - 2, int(place) + 3)
    return {at for at in near if abs(at - place) < 1}


def share_reads(position, *, in_size, out_size):
    """The inputs of which a part lies in one of `out_size` equal shares of the input."""
    begin, end = Fraction(position, out_size), Fraction(position + 1, out_size)
    return {
        at
        for at in range(floor(begin * in_size) - 2, floor(end * in_size) + 3)
        if Fraction(at, in_size) < end and Fraction(at + 1, in_size) > begin
    }


def copied_reads(position, *, in_size, out_size):
    """The one input in which the output begins."""
    begin = Fraction(position, out_size)
    near = floor(begin * in_size)
    return {
        at
        for at in range(near - 2, near + 3)
        if Fraction(at, in_size) <= begin < Fraction(at + 1, in_size)
    }
