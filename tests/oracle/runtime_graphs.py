"""Models of one operator with random arguments, by the helpers of the onnx package."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")

from onnx import helper, numpy_helper  # noqa: E402 — only where it is

MICROSOFT = "com.microsoft"
CURVES = {  # those that have an alpha, and those that have a beta too
    "Relu": 0, "Tanh": 0, "Sigmoid": 0, "Softsign": 0, "LeakyRelu": 1, "ThresholdedRelu": 1,
    "Elu": 1, "ScaledTanh": 2, "HardSigmoid": 2, "Affine": 2,
}  # fmt: skip


class Made:
    """A model as it grows, and arrays for its inputs; everything depends on the seed."""

    def __init__(self, seed, opset=17):
        self.numbers = np.random.default_rng(seed)
        self.opset, self.nodes, self.stored, self.inputs = opset, [], {}, {}

    def maybe(self, chance=0.5):
        return bool(self.numbers.random() < chance)

    def choice(self, listed):
        return listed[self.between(0, len(listed) - 1)]

    def between(self, low, high):
        return int(self.numbers.integers(low, high + 1))

    def floats(self, *dims, scale=1.0):
        return (scale * self.numbers.standard_normal(dims)).astype(np.float32)

    def whole(self, kind, *dims):
        bounds = np.iinfo(kind)
        return self.numbers.integers(bounds.min, bounds.max + 1, dims).astype(kind)

    def given(self, name, array):
        self.inputs[name] = array
        return name

    def weight(self, name, array):
        self.stored[name] = np.asarray(array)
        return name

    def op(self, name, inputs, outputs=("y",), domain="", **attributes):
        while inputs and not inputs[-1]:
            inputs = inputs[:-1]
        node = helper.make_node(name, inputs, outputs, domain=domain, **attributes)
        self.nodes.append(node)

    def model(self, *outputs):
        """The bytes of a model with these outputs, and its inputs."""
        told = [
            helper.make_tensor_value_info(name, numpy_helper.from_array(one).data_type, one.shape)
            for name, one in self.inputs.items()
        ]
        asked = [onnx.ValueInfoProto(name=one) for one in outputs or ("y",)]
        stored = [numpy_helper.from_array(one, name) for name, one in self.stored.items()]
        graph = helper.make_graph(self.nodes, "made", told, asked, stored)
        opsets = [helper.make_opsetid("", self.opset), helper.make_opsetid(MICROSOFT, 1)]
        made = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        return made.SerializeToString(), self.inputs


def recurrent(seed):
    """LSTM, GRU or RNN: any direction, states, lengths, peepholes, activations."""
    made = Made(seed, opset=14)
    op, gates, curves = made.choice([("LSTM", 4, 3), ("GRU", 3, 2), ("RNN", 1, 1)])
    direction = made.choice(["forward", "reverse", "bidirectional"])
    both = 2 if direction == "bidirectional" else 1
    steps, features, hidden = [made.between(1, 5) for _ in range(3)]
    sizes = [(both, gates * hidden, features), (both, gates * hidden, hidden)]
    inputs = [made.given("x", made.floats(steps, 1, features))]
    inputs += [made.weight(f"w{at}", made.floats(*one, scale=0.4)) for at, one in enumerate(sizes)]
    lengths = np.array([made.between(1, steps)], np.int32)
    rest = {"b": made.floats(both, 2 * gates * hidden), "lengths": lengths}
    rest |= {name: made.floats(both, 1, hidden) for name in ("hidden", "cell")}
    rest["peepholes"] = made.floats(both, 3 * hidden, scale=0.4)
    for name, one in list(rest.items())[: 5 if op == "LSTM" else 3]:
        inputs.append(made.weight(name, one) if made.maybe() else "")
    if not inputs[5]:
        inputs[5] = made.given("hidden", rest["hidden"])
    told = {"direction": direction, "hidden_size": hidden} | _curves(made, curves * both)
    told |= {"clip": 0.7} if made.maybe(0.3) else {}
    told |= {"input_forget": 1} if op == "LSTM" and made.maybe(0.3) else {}
    told |= {"linear_before_reset": 1} if op == "GRU" and made.maybe() else {}
    outputs = ["y", "hidden_out", *(["cell_out"] if op == "LSTM" else [])]
    made.op(op, inputs, outputs, **told)
    return made.model(*outputs)


def _curves(made, count):
    if made.maybe():
        return {}
    names = [made.choice(list(CURVES)) for _ in range(count)]
    told = {"activations": names}
    for name, order in (("alpha", 1), ("beta", 2)):
        numbers = [made.choice([0.3, 0.6]) for one in names if CURVES[one] >= order]
        told |= {f"activation_{name}": numbers} if numbers else {}
    return told


def attention(seed):
    """Attention, or ONNX Runtime's own: masks, past, caps, heads that share keys."""
    made = Made(seed, opset=23)
    own, causal = made.maybe(), made.maybe(0.3)
    queries, each, of_value = [made.between(1, 4) for _ in range(3)]
    keys = queries if causal else made.between(1, 5)
    of_keys = made.between(1, 3)
    heads = of_keys if own else of_keys * made.between(1, 2)
    before = made.between(1, 3) if made.maybe(0.3) and queries > 1 else 0
    of_value = each if own and before else of_value
    shapes = [(queries, heads, each), (keys, of_keys, each), (keys, of_keys, of_value)]
    apart = not own and made.maybe()
    x = [
        made.given(name, _tokens(made, *one, apart))
        for name, one in zip("qkv", shapes, strict=True)
    ]
    seen = (1, made.choice([1, heads]), queries, before + keys)
    past = ["", ""]
    if before:
        past = [made.given(f"past_{name}", made.floats(1, of_keys, before, size))
                for name, size in (("k", each), ("v", of_value))]  # fmt: skip
    outputs = ["y", "keys", "values"] if before else ["y"]
    scale = {"scale": 0.3} if made.maybe(0.3) else {}
    if own:
        added = made.given("bias", made.floats(*seen)) if made.maybe() else ""
        mask = made.weight("mask", made.numbers.random((1, seen[3])) < 0.7) if made.maybe() else ""
        if mask:  # one key at least is seen, for ONNX Runtime hides others by adding −10,000
            made.stored["mask"] = (made.stored["mask"] | [True, *[False] * (seen[3] - 1)]).astype(
                np.int32
            )
        told = {"num_heads": heads, "unidirectional": int(causal)} | scale
        made.op("MultiHeadAttention", [*x, "", mask, added, *past], outputs, MICROSOFT, **told)
        return made.model(*outputs)
    mask = ""
    if made.maybe():
        yes = made.numbers.random(seen) < 0.7
        mask = made.given("mask", yes if made.maybe() else made.floats(*seen))
    told = {} if apart else {"q_num_heads": heads, "kv_num_heads": of_keys}
    told |= scale | {"is_causal": int(causal)} | ({"softcap": 1.5} if made.maybe(0.3) else {})
    made.op("Attention", [*x, mask, *past], outputs, **told)
    return made.model(*outputs)


def _tokens(made, tokens, heads, each, apart):
    return made.floats(*((1, heads, tokens, each) if apart else (1, tokens, heads * each)))


def windows(seed):
    """DeformConv, or a convolution whose weight is computed as well."""
    made = Made(seed, opset=19)
    groups, parts = made.choice([1, 2]), made.choice([1, 2])
    channels, filters = 2 * groups * parts, groups * made.between(1, 3)
    kernel, stride, step = [[made.between(1, most) for _ in "hw"] for most in (3, 2, 2)]
    pads, sizes = made.numbers.integers(0, 3, 4).tolist(), made.numbers.integers(5, 9, 2).tolist()
    told = {"kernel_shape": kernel, "strides": stride, "dilations": step, "pads": pads}
    inputs = [made.given("x", made.floats(1, channels, *sizes))]
    weight = made.floats(filters, channels // groups, *kernel)
    bias = made.weight("b", made.floats(filters)) if made.maybe() else ""
    if made.maybe(0.3):
        made.op("Conv", [*inputs, made.given("w", weight), bias], group=groups, **told)
        return made.model()
    ends = [sizes[at] + pads[at] + pads[at + 2] - step[at] * (kernel[at] - 1) for at in (0, 1)]
    out = [(end - 1) // stride[at] + 1 for at, end in enumerate(ends)]
    taps = parts * kernel[0] * kernel[1]
    offsets = made.given("offsets", made.floats(1, 2 * taps, *out, scale=1.5))
    inputs += [made.weight("w", weight), offsets, bias]
    share = made.numbers.random((1, taps, *out)).astype(np.float32)
    inputs += [made.given("mask", share)] if made.maybe() else []
    made.op("DeformConv", inputs, group=groups, offset_group=parts, **told)
    return made.model()
