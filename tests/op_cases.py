"""Random cases of every primitive operator: its arguments as they are written, and its inputs."""

from dataclasses import dataclass
from math import prod

import drawing
import numpy as np
import place_cases
import size_cases
from hypothesis import strategies as st
from naive_padding import overhang, spread, surplus, windows

from convcalc.executor.kernels import COUNTED_ONLY
from convcalc.graph import Builder
from convcalc.ops import OPS

CONV_WORDS = ("valid", "half", "same", "same_lower", "full")
MODES = ("nearest", "bilinear")
RUN = [name for name in OPS if name not in COUNTED_ONLY]  # the others say nothing of how it is done


@dataclass(frozen=True)
class Case:
    """One operator with the shapes that it reads."""

    op: str
    arguments: dict
    inputs: tuple
    batch: int = 1

    def graph(self):
        build = Builder(*self.inputs)
        tensors = range(len(self.inputs))
        return build.graph(build.add("it", OPS[self.op](**self.arguments), *tensors))

    def arrays(self):
        """Random numbers for each input."""
        return [numbers((self.batch, *shape), seed) for seed, shape in enumerate(self.inputs)]

    def weights(self):
        """Random numbers for all its weights, if the operator has any."""
        return weights(self.op, self.arguments, self.inputs[0])

    def trained(self):
        """Those of its weights that are no statistics, and its own."""
        if not self.arguments.get("learned", True):
            return []
        return self.weights()[: TRAINED.get(self.op)]


# As PyTorch stores them: Conv2d (out, in/groups), ConvTranspose2d (in, out/groups).
WEIGHT_CHANNELS = {
    "conv": lambda channels, out, groups: (out, channels // groups),
    "conv_transpose": lambda channels, out, groups: (channels, out // groups),
}


def of_window(op):
    """A kernel for each pair of channels that meet, and perhaps a bias."""

    def shapes(arguments, shape):
        channels, *sizes = shape
        taps = [one["kernel_size"] for one in windows(arguments, sizes)]
        out = arguments["out_channels"]
        rows = WEIGHT_CHANNELS[op](channels, out, arguments["groups"])
        return [(*rows, *taps), (out,)][: 1 + arguments["bias"]]

    return shapes


def of_linear(arguments, shape):
    out = arguments["out_features"]
    return [(out, *shape), (out,)][: 1 + arguments["bias"]]


# The shapes of all weights, by the arguments and the shape of the first input.
WEIGHTS = {
    "conv": of_window("conv"),
    "conv_transpose": of_window("conv_transpose"),
    "linear": of_linear,
    "bn": lambda _arguments, shape: [shape[:1]] * 4,
    "ln": lambda _arguments, shape: [shape[:1]] * 2,
    "gn": lambda _arguments, shape: [shape[:1]] * 2,
    "in_norm": lambda arguments, shape: [shape[:1]] * 2 if arguments["affine"] else [],
    "scale": lambda _arguments, shape: [shape[:1]],
    "prelu": lambda arguments, shape: [(arguments["num_parameters"] or shape[0],)],
    "embedding": lambda arguments, _shape: [
        (arguments["num_embeddings"], arguments["embedding_dim"])
    ],
}
# How many of them are trained, where it is not all of them.
TRAINED = {"bn": 2}


def weights(op, arguments, shape):
    """Random numbers for the weights of an operator that reads this shape."""
    shapes = WEIGHTS[op](arguments, shape) if op in WEIGHTS else []
    found = [numbers(one, 9 + seed) for seed, one in enumerate(shapes)]
    # The last statistic of a batch norm is a variance.
    return [*found[:-1], np.abs(found[-1]) + 0.5] if op == "bn" else found


def numbers(shape, seed):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def words_for(rank):
    """Time is an axis of its own."""
    return (*CONV_WORDS, "causal") if rank == 1 else CONV_WORDS


@st.composite
def conv(draw):
    rank = draw(drawing.RANKS)
    found, padding = draw(drawing.window_lists(rank)), draw(drawing.paddings(rank, words_for(rank)))
    sizes = draw(drawing.sizes(rank, drawing.a_window_fits(found, padding)))
    arguments, channels = draw(weighted(found, padding))
    return Case("conv", arguments, ((channels, *sizes),), draw(drawing.BATCHES))


@st.composite
def weighted(draw, found, padding):
    """What convolutions share, and the input channels."""
    groups, in_channels, out_channels = draw(drawing.channels())
    arguments = {
        **drawing.written(found),
        "padding": padding,
        "groups": groups,
        "out_channels": out_channels,
        "bias": draw(st.booleans()),
    }
    return arguments, in_channels


@st.composite
def conv_transpose(draw):
    rank = draw(drawing.RANKS)
    found = draw(drawing.window_lists(rank))
    extras = [draw(st.integers(0, max(one["stride"], one["dilation"]) - 1)) for one in found]
    reachable = all(surplus(1, one, extra) >= 0 for one, extra in zip(found, extras, strict=True))
    words = CONV_WORDS if reachable else ("valid", "half", "full")
    padding = draw(drawing.paddings(rank, words))
    sizes = draw(drawing.sizes(rank, drawing.something_is_kept(found, padding, extras)))
    arguments, channels = draw(weighted(found, padding))
    arguments["output_padding"] = drawing.alike(extras)
    return Case("conv_transpose", arguments, ((channels, *sizes),), draw(drawing.BATCHES))


@st.composite
def pool(draw, op, **more):
    """A pool; with holes in its windows a window may hold padding alone, which only max bears."""
    rank = draw(drawing.RANKS)
    found = draw(drawing.window_lists(rank))
    halves = [st.integers(0, (overhang(one) + 1) // 2) for one in found]
    padding = draw(st.tuples(*[st.tuples(half, half) for half in halves]))
    stride = draw(st.none() | st.just(drawing.written(found)["stride"]))
    arguments = {**drawing.written(found), "padding": padding, "stride": stride}
    arguments |= draw(st.fixed_dictionaries({"ceil_mode": st.booleans(), **more}))
    strided = [
        {**one, "stride": step or one["kernel_size"]}
        for one, step in zip(found, spread(stride, rank), strict=True)
    ]
    sizes = draw(drawing.sizes(rank, drawing.a_window_fits(strided, padding)))
    return Case(op, arguments, ((draw(drawing.STEPS), *sizes),), draw(drawing.BATCHES))


def of_one(op, drawn):
    """An operator of one input, of drawn arguments and shape."""
    return st.builds(lambda one, batch: Case(op, one[0], (one[1],), batch), drawn, drawing.BATCHES)


@st.composite
def shuffle(draw):
    groups, each = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    shape = (groups * each, *draw(shapes()))
    return Case("shuffle", {"groups": groups}, (shape,), draw(drawing.BATCHES))


@st.composite
def shapes(draw):
    """Sizes along one to three axes."""
    return draw(drawing.sizes(draw(drawing.RANKS)))


@st.composite
def concat(draw):
    sizes = draw(shapes())
    channels = draw(st.lists(drawing.STEPS, min_size=2, max_size=3))
    return Case("concat", {}, tuple((one, *sizes) for one in channels), draw(drawing.BATCHES))


@st.composite
def add(draw):
    shape = (draw(drawing.STEPS), *draw(shapes()))
    return Case("add", {}, (shape,) * draw(st.integers(2, 3)), draw(drawing.BATCHES))


@st.composite
def whole_shapes(draw):
    """Channels and sizes; or flat."""
    return (draw(st.integers(1, 7)), *draw(shapes() | st.just(())))


@st.composite
def one_input(draw, op, arguments=None):
    """An operator of one input of any shape, and its arguments."""
    drawn = draw(st.fixed_dictionaries(arguments or {}))
    return Case(op, drawn, (draw(whole_shapes()),), draw(drawing.BATCHES))


@st.composite
def spatial(draw, op):
    """An operator without arguments, of an input with axes."""
    shape = (draw(drawing.STEPS), *draw(shapes()))
    return Case(op, {}, (shape,), draw(drawing.BATCHES))


@st.composite
def slice_(draw):
    shape = draw(whole_shapes())
    start = draw(st.integers(0, shape[0] - 1))
    arguments = {"start": start, "channels": draw(st.integers(1, shape[0] - start))}
    return Case("slice", arguments, (shape,), draw(drawing.BATCHES))


@st.composite
def gn(draw):
    groups, each = draw(drawing.STEPS), draw(drawing.STEPS)
    arguments = {"groups": groups, "eps": draw(EPS)}
    shape = (groups * each, *draw(shapes()))
    return Case("gn", arguments, (shape,), draw(drawing.BATCHES))


@st.composite
def prelu(draw):
    shape = draw(whole_shapes())
    arguments = {"num_parameters": draw(st.sampled_from([None, 1, shape[0]]))}
    return Case("prelu", arguments, (shape,), draw(drawing.BATCHES))


@st.composite
def mul(draw):
    full = (draw(drawing.STEPS), *draw(shapes()))
    single = (full[0], *(1,) * (len(full) - 1))
    inputs = draw(
        st.permutations(
            [full, *draw(st.lists(st.sampled_from([full, single]), min_size=1, max_size=2))]
        )
    )
    return Case("mul", {}, tuple(inputs), draw(drawing.BATCHES))


EPS = st.sampled_from([1e-5, 1e-3, 0.5])
LRN = {
    "size": st.integers(1, 6),
    "alpha": st.sampled_from([1e-4, 0.5]),
    "beta": st.sampled_from([0.75, 0.5]),
    "k": st.sampled_from([1.0, 2.0]),
}
PLAIN = [
    "relu",
    "relu6",
    "silu",
    "gelu",
    "sigmoid",
    "hardswish",
    "hardsigmoid",
    "tanh",
    "selu",
    "softplus",
    "mish",
    "softmax",
    "log_softmax",
]
ACTIVATIONS = {
    **{name: {} for name in PLAIN},
    "leaky_relu": {"negative_slope": st.sampled_from([0.01, 0.2])},
    "elu": {"alpha": st.sampled_from([1.0, 0.3])},
    "hardtanh": {"min_val": st.sampled_from([-1.0, -0.2]), "max_val": st.sampled_from([0.5, 2.0])},
}


@st.composite
def linear(draw):
    arguments = {"out_features": draw(st.integers(1, 7)), "bias": draw(st.booleans())}
    return Case("linear", arguments, ((draw(st.integers(1, 7)),),), draw(drawing.BATCHES))


@st.composite
def matmul(draw):
    space = draw(shapes())
    inner = draw(drawing.sizes(len(space)))
    a, b = (draw(drawing.STEPS), *inner), (prod(inner), *space)
    return Case("matmul", {}, (a, b), draw(drawing.BATCHES))


@st.composite
def attention(draw):
    queries = draw(shapes())
    keys = draw(drawing.sizes(len(queries)))
    heads, channels, value_channels = draw(drawing.channels())
    query, key, value = (channels, *queries), (channels, *keys), (value_channels, *keys)
    return Case("attention", {"heads": heads}, (query, key, value), draw(drawing.BATCHES))


CASES = {
    "conv": conv(),
    "conv_transpose": conv_transpose(),
    "avgpool": pool("avgpool", count_include_pad=st.booleans()),
    "maxpool": pool("maxpool"),
    "gap": spatial("gap"),
    "flatten": one_input("flatten"),
    "slice": slice_(),
    "identity": one_input("identity"),
    "dropout": one_input("dropout", {"p": st.sampled_from([0.0, 0.2])}),
    "adaptive_avgpool": of_one("adaptive_avgpool", size_cases.adaptive_pool()),
    "adaptive_maxpool": of_one("adaptive_maxpool", size_cases.adaptive_pool()),
    "pad": of_one("pad", size_cases.pad()),
    "pixel_shuffle": of_one("pixel_shuffle", size_cases.deep()),
    "pixel_unshuffle": of_one("pixel_unshuffle", size_cases.wide()),
    "reshape": of_one("reshape", size_cases.reshape()),
    "permute": of_one("permute", place_cases.permute()),
    "take": of_one("take", place_cases.take()),
    "embedding": of_one("embedding", place_cases.embedding()),
    "resize": of_one("resize", size_cases.resize()),
    "shuffle": shuffle(),
    "concat": concat(),
    "add": add(),
    "linear": linear(),
    "matmul": matmul(),
    "attention": attention(),
    "bn": one_input("bn", {"eps": EPS}),
    "ln": one_input("ln", {"eps": EPS}),
    "gn": gn(),
    "in_norm": one_input("in_norm", {"eps": EPS, "affine": st.booleans()}),
    "lrn": one_input("lrn", LRN),
    "scale": one_input("scale"),
    "prelu": prelu(),
    "mul": mul(),
    **{name: one_input(name, arguments) for name, arguments in ACTIVATIONS.items()},
}
