"""Models in whole numbers, of one operator with random arguments."""

import numpy as np
from runtime_graphs import MICROSOFT, Made


def _scale(made, name, low=0.01, high=0.05):
    return made.weight(name, np.float32(made.numbers.uniform(low, high)))


def _zero(made, name, kind):
    return made.weight(name, made.whole(kind))


def windows(seed):
    """QLinearConv, ConvInteger, or that of levels which are found as it runs."""
    made = Made(seed)
    rank, groups = made.choice([1, 2]), made.choice([1, 2])
    channels, filters = 2 * groups, groups * made.between(1, 3)
    kernel = [made.between(1, 3) for _ in range(rank)]
    told = {"kernel_shape": kernel, "group": groups, "strides": [made.between(1, 2)] * rank}
    told |= {"pads": made.numbers.integers(0, 3, 2 * rank).tolist()}
    dims = (1, channels, *made.numbers.integers(5, 9, rank).tolist())
    kind = made.choice([np.uint8, np.int8])
    weight = made.weight("w", made.whole(kind, filters, channels // groups, *kernel))
    if made.maybe(0.3):
        _dynamic(made, "ConvInteger", [weight, _zero(made, "wz", kind)], dims, told)
        return made.model()
    if made.maybe(0.4):
        x = made.given("x", made.whole(np.uint8, *dims))
        inputs = [x, weight, _zero(made, "xz", np.uint8), _zero(made, "wz", kind)]
        made.op("ConvInteger", inputs, **told)
        return made.model()
    x = made.given("x", made.whole(kind, *dims))
    scales = made.numbers.uniform(0.001, 0.01, filters).astype(np.float32)
    zeros = np.full(filters, 0 if kind is np.int8 else 128, kind)
    each = [made.weight("ws", scales), made.weight("wz", zeros)]
    alone = [_scale(made, "ws"), _zero(made, "wz", kind)] if made.maybe() else each
    inputs = [x, _scale(made, "xs"), _zero(made, "xz", kind), weight, *alone]
    inputs += [_scale(made, "ys", 0.1, 0.5), _zero(made, "yz", kind)]
    bias = made.numbers.integers(-1000, 1000, filters).astype(np.int32)
    made.op("QLinearConv", [*inputs, made.weight("b", bias) if made.maybe() else ""], **told)
    return made.model()


def _dynamic(made, op, weights, dims, told):
    """A product of what is quantized as it runs, and numbers of it again."""
    made.op("DynamicQuantizeLinear", [made.given("f", made.floats(*dims))], ["x", "xs", "xz"])
    made.op(op, ["x", weights[0], "xz", *weights[1:]], ["sums"], **told)
    made.op("Cast", ["sums"], ["numbers"], to=1)
    made.op("Mul", ["numbers", "xs"])


def matrices(seed):
    """QLinearMatMul, MatMulInteger, QGemm, and those that ONNX Runtime has made of several."""
    made = Made(seed)
    rows = made.choice([(3,), (1, 3), (1, 2, 3), (1, 2, 2, 3)])
    inner, columns = made.between(1, 6), made.between(1, 6)
    kind = made.choice([np.uint8, np.int8])
    weight, zero = made.whole(kind, inner, columns), made.whole(kind)
    way = made.choice(["dynamic", "to float", "one", "levels", "gemm", "integer"])
    b, bz = made.weight("b", weight), made.weight("bz", zero)
    if way == "dynamic":
        _dynamic(made, "MatMulInteger", [b, bz], (*rows, inner), {})
    elif way == "to float":
        made.op(
            "DynamicQuantizeLinear", [made.given("f", made.floats(*rows, inner))], ["a", "as", "az"]
        )
        inputs = ["a", b, "as", _scale(made, "bs"), "az", bz]
        made.op("MatMulIntegerToFloat", inputs, domain=MICROSOFT)
    elif way == "one":
        inputs = [made.given("a", made.floats(*rows, inner)), b, _scale(made, "bs"), bz]
        inputs += [made.weight("c", made.floats(columns)) if made.maybe() else ""]
        made.op("DynamicQuantizeMatMul", inputs, domain=MICROSOFT)
    elif way == "levels":
        a = made.given("a", made.whole(kind, *rows, inner))
        inputs = [a, _scale(made, "as"), _zero(made, "az", kind), b, _scale(made, "bs"), bz]
        made.op("QLinearMatMul", [*inputs, _scale(made, "ys", 0.1, 0.4), _zero(made, "yz", kind)])
    elif way == "gemm":
        _gemm(made, kind, weight, bz)
    else:
        a = made.given("a", made.whole(np.uint8, *rows, inner))
        by_column = made.weight("bz", made.whole(kind, columns)) if made.maybe() else bz
        made.op("MatMulInteger", [a, b, _zero(made, "az", np.uint8), by_column])
    return made.model()


def _gemm(made, kind, weight, zero):
    inner, columns = weight.shape
    turned = int(made.maybe())
    made.weight("b", weight.T.copy() if turned else weight)
    a = made.given("a", made.whole(kind, 3, inner))
    bias = made.numbers.integers(-500, 500, columns).astype(np.int32)
    inputs = [a, _scale(made, "as"), _zero(made, "az", kind), "b", _scale(made, "bs"), zero]
    inputs += [made.weight("c", bias) if made.maybe() else ""]
    inputs += [_scale(made, "ys", 0.1, 0.4), _zero(made, "yz", kind)] if made.maybe() else []
    made.op("QGemm", inputs, domain=MICROSOFT, transB=turned, alpha=1.0)


def elements(seed):
    """Functions of levels that are no products."""
    made = Made(seed)
    kind, dims = (
        made.choice([np.uint8, np.int8]),
        (1, *made.numbers.integers(2, 6, 3).tolist()),
    )

    def levels(name, shape=dims, **scale):
        x = made.given(name, made.whole(kind, *shape))
        return [x, _scale(made, f"{name}s", **scale), _zero(made, f"{name}z", kind)]

    written = [_scale(made, "ys", 0.02, 0.1), _zero(made, "yz", kind)]
    op = made.choice(
        ["Add", "Mul", "LeakyRelu", "AveragePool", "GlobalAveragePool", "Concat", "Where"]
    )
    told = {"AveragePool": {"kernel_shape": [2, 2], "pads": [0, 1, 1, 0], "count_include_pad": 1},
            "Concat": {"axis": made.between(1, 3)}}.get(op, {})  # fmt: skip
    inputs = [*levels("a"), *written]
    if op in ("Add", "Mul"):
        inputs = [
            *levels("a"),
            *levels("b", made.choice([dims, (1, dims[1], 1, 1)])),
            *written,
        ]
    elif op == "Concat":
        inputs = [*written, *levels("a"), *levels("b")]
    elif op == "Where":
        which = made.weight("which", made.numbers.random(dims) < 0.5)
        inputs = [which, *levels("a"), *levels("b"), *written]
    made.op(f"QLinear{op}", inputs, domain=MICROSOFT, **told)
    return made.model()
