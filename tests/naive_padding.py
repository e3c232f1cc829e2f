"""Windows and padding as they were written, resolved by trying: no formula is asked."""

from itertools import count

import naive


def spread(value, rank):
    """One value for each axis."""
    return tuple(value) if isinstance(value, tuple | list) else (value,) * rank


def fewest_zeros(size, window):
    """Zeros added one by one until there are as many places as strides begin in the input."""
    wanted = len(range(0, size, window["stride"]))
    return next(
        pad
        for pad in count()
        if len(naive.window_starts(size, **window, before=pad, after=0)) >= wanted
    )


def split(zeros, *, odd_first):
    """Zeros dealt to both sides in turn."""
    sides = [len(range(0, zeros, 2)), len(range(1, zeros, 2))]
    return tuple(sides if odd_first else reversed(sides))


def overhang(window):
    """How far the last tap stands from the first."""
    return range(0, window["kernel_size"] * window["dilation"], window["dilation"])[-1]


def surplus(size, window, extra):
    """What the canvas of a transposed convolution has beyond in·stride."""
    canvas = naive.laid_copies(size, **window, before=0, after=0, output_padding=extra)
    return len(canvas) - size * window["stride"]


WORDS = {
    "valid": lambda _size, _window: (0, 0),
    "half": lambda _size, window: (overhang(window) // 2,) * 2,
    "full": lambda _size, window: (overhang(window),) * 2,
    "causal": lambda _size, window: (overhang(window), 0),
    "same": lambda size, window: split(fewest_zeros(size, window), odd_first=False),
    "same_lower": lambda size, window: split(fewest_zeros(size, window), odd_first=True),
}


def windows(arguments, sizes):
    """Kernel, stride and dilation of each axis."""
    rank = len(sizes)
    stride = arguments.get("stride", 1)
    written = {
        "kernel_size": arguments["kernel_size"],
        "stride": arguments["kernel_size"] if stride is None else stride,
        "dilation": arguments.get("dilation", 1),
    }
    per_axis = zip(*(spread(value, rank) for value in written.values()), strict=True)
    return [dict(zip(written, values, strict=True)) for values in per_axis]


def pairs(padding, sizes, found, extras=None):
    """Padding as it was written, as before and after for each axis."""
    if extras and str(padding).startswith("same"):
        lower = padding == "same_lower"
        cuts = map(surplus, sizes, found, extras)
        return tuple(split(cut, odd_first=lower) for cut in cuts)
    if isinstance(padding, str):
        return tuple(map(WORDS[padding], sizes, found))
    sides = spread(padding, len(sizes))
    if len(sides) == 1 and isinstance(sides[0], tuple):
        sides *= len(sizes)
    return tuple(spread(side, 2) for side in sides)
