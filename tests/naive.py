"""The definitions as plain loops over positions; nothing here asks convcalc for a number."""

from itertools import count, takewhile


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


def blended_reads(position, *, scale):
    """The one or two inputs next to the place that a blended output comes from.

    Centres of pixels are at ½, 1½, …: in units of half an output pixel the output's centre
    is at 2·position + 1, the input's at scale·(2·i + 1); a weight is not 0 nearer than one input.
    """
    reach = abs(position) + 2
    return {
        at
        for at in range(-reach, reach + 1)
        if abs(scale * (2 * at + 1) - (2 * position + 1)) < 2 * scale
    }


def copied_reads(position, *, scale):
    """The one input of which a nearest output is a copy: each is repeated `scale` times."""
    reach = abs(position) + 1
    return {
        at for at in range(-reach, reach + 1) if position in range(at * scale, (at + 1) * scale)
    }
