"""Random graphs of few operators: branches that join, views, several inputs and outputs."""

from hypothesis import strategies as st

from convcalc.errors import InputError
from convcalc.graph import Builder
from convcalc.ops import OPS

WINDOW = st.fixed_dictionaries(
    {
        "kernel_size": st.tuples(st.integers(1, 3), st.integers(1, 3)),
        "stride": st.sampled_from([1, 1, 1, 2]),
        "padding": st.sampled_from([0, "half", "half", "same", "full"]),
        "dilation": st.sampled_from([1, 1, 2]),
    }
)
CHANNELS = st.sampled_from([1, 2, 4])


def conv(draw, _shape):
    return {"out_channels": draw(CHANNELS), "bias": draw(st.booleans()), **draw(WINDOW)}


def pool(draw, _shape):
    return {"kernel_size": draw(st.integers(2, 3)), "stride": draw(st.integers(1, 2)), "padding": 1}


def upsampled(draw, _shape):
    return {"scale": draw(st.sampled_from([2, (1, 2)])), "mode": draw(st.sampled_from(MODES))}


def padded(draw, shape):
    side = st.integers(0, 2)
    padding = tuple((draw(side), draw(side)) for _ in shape[1:])
    return {"padding": padding, "mode": draw(st.sampled_from(["zeros", "reflect", "replicate"]))}


def resized(draw, _shape):
    size = draw(st.tuples(st.integers(2, 9), st.integers(2, 9)))
    mode = draw(st.sampled_from(MODES))
    return {"size": size, "mode": mode, "align_corners": mode != "nearest" and draw(st.booleans())}


def bins(draw, _shape):
    return {"output_size": draw(st.integers(1, 4))}


def pixels(draw, _shape):
    return {"factor": draw(st.integers(1, 2))}


def part(draw, shape):
    start = draw(st.integers(0, shape[0] - 1))
    return {"start": start, "channels": draw(st.integers(1, shape[0] - start))}


def transposed(draw, _shape):
    stride = draw(st.integers(1, 2))
    kernel_size = stride + draw(st.integers(0, 1))  # copies without holes between them
    return {"out_channels": draw(CHANNELS), "kernel_size": kernel_size, "stride": stride}


def nothing(_draw, _shape):
    return {}


MODES = ["nearest", "bilinear"]
PLAIN = {"conv": conv, "avgpool": pool, "maxpool": pool, "relu": nothing, "bn": nothing}
VIEWS = {"identity": nothing, "dropout": nothing}
PARTS = {"slice": part}
UPSAMPLING = {"resize": upsampled, "conv_transpose": transposed}
SIZES = {
    "pad": padded,
    "resize": resized,
    "adaptive_avgpool": bins,
    "adaptive_maxpool": bins,
}
PIXELS = {"pixel_shuffle": pixels}
SUMS = ("add", "add", "mul")
JOINS = (*SUMS, "concat", "concat")


@st.composite
def graphs(draw, *, kinds=(PLAIN, VIEWS, UPSAMPLING), joins=JOINS, inputs=(1, 2), steps=(1, 9)):
    """Operators that each read random tensors before them; the last one is the first output."""
    size = draw(st.tuples(st.integers(4, 9), st.integers(4, 9)))
    count = draw(st.integers(*inputs))
    build = Builder(*[(draw(CHANNELS), *size) for _ in range(count)])
    tensors = count
    for _ in range(draw(st.integers(*steps))):
        tensors = grown(draw, build, tensors, kinds, joins)
    more = draw(st.lists(st.integers(0, tensors - 1), max_size=2, unique=True))
    return build.graph(tensors - 1, *[one for one in more if one != tensors - 1])


def grown(draw, build, tensors, kinds, joins):
    """One operator more, if it fits."""
    x = draw(st.integers(max(0, tensors - 4), tensors - 1))
    drawn = {name: arguments for kind in kinds for name, arguments in kind.items()}
    name = draw(st.sampled_from([*drawn, *joins]))
    path = f"{len(build)}.{name}"
    try:
        if name in joins:
            shape = build.shape(x)
            alike = [one for one in range(tensors) if joined(name, build.shape(one), shape)]
            others = draw(st.lists(st.sampled_from(alike), min_size=1, max_size=2))
            return build.add(path, OPS[name](), x, *others) + 1
        arguments = drawn[name](draw, build.shape(x))
        written = build.add(path, OPS[name](**arguments), x)
    except InputError:
        return tensors  # a window that does not fit

    return written + 1


def joined(name, one, other):
    """Whether two shapes can be joined."""
    return one[1:] == other[1:] and (name == "concat" or one == other)
