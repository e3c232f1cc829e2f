"""Matrix products: with weights they are linear layers, at one position or at many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import TypeAlias

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.layout import arranged, viewed
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.shapes import broadcast, said
from convcalc.network.onnx.small import Numbers
from convcalc.network.onnx.values import NOT_OURS, Active, Constant, Value
from convcalc.ops import Conv, Linear
from convcalc.ops.general import Elementwise, Product
from convcalc.ops.op import Op
from convcalc.ops.windowed import MAX_AXES

Put: TypeAlias = Callable[[Op, Active, int], int]  # an operator, what it reads, its features


def matmul(call: Call) -> Active:
    """MatMul: (a, b)."""
    return _matmul(call, call.given(0), call.given(1))


def gemm(call: Call) -> Active:
    """Gemm: alpha · a · b + beta · bias, each of a and b transposed if it is said."""
    a, b = [flipped(call.given(at), flip=bool(call.number(name))) for at, name in
            enumerate(("transA", "transB"))]  # fmt: skip
    added = _times(call, call.given(2), "beta")
    if not (isinstance(a, Active) and isinstance(b, Constant) and is_dense(a, b)):
        made = product(call, a, b)
        return made if added is None else _together(call, "Add", made, added)
    features, weight = b.dims[-1], _scaled(call, b, "alpha")
    bias = _bias(call, features) if added is None else by_feature(added, features)
    if bias or added is None:
        return dense(call, a, weight, bias)
    factors = replace(call, inputs=call.inputs[:2])  # what is added is learned by the addition
    return _together(call, "Add", dense(factors, a, weight, None), added)


def _times(call: Call, x: Value | None, name: str) -> Value | None:
    """Times a factor of the operator."""
    if isinstance(x, Constant):
        return _scaled(call, x, name)
    factor = call.attribute(name, float, 1.0)
    if isinstance(x, Active) and factor != 1:
        return _together(call, "Mul", x, Constant.known(Numbers((factor,), ())))
    return x


def _scaled(call: Call, x: Constant, name: str) -> Constant:
    """A weight times a factor of the operator."""
    factor = call.attribute(name, float, 1.0)
    return x if factor == 1 else x.through("Mul", x.dims, Numbers((factor,), ()))


def by_feature(bias: Value | None, features: int) -> Constant | None:
    """A bias as one number a feature, if it is that or a single one."""
    if not isinstance(bias, Constant):
        return None
    if bias.size == features and bias.dims[-1:] == (features,):
        return bias
    if bias.size == 1:
        return bias.through("Expand", (features,), Numbers((features,), (1,)))
    return None


def _together(call: Call, function: str, x: Active, other: Value) -> Active:
    """A function of the elements of a tensor and of what is spread to it, in bytes."""
    shape = call.graph.shape(x.tensor)
    run = call.running(x.dims, (shape, x.order), (x, other))
    run = run._replace(function=function, attributes={})
    spec = Elementwise.trusted(function=function, shape=shape, learned=run.learned)
    tensors = [one.tensor for one in (x, other) if isinstance(one, Active)]
    tensor = call.graph.add(call, spec, *tensors, weights=run.weights, run=run)
    return Active(x.dims, tensor, x.order)


def flipped(x: Value | None, *, flip: bool) -> Value | None:
    """With its last two axes the other way round, or as it is."""
    if not flip:
        return x
    if isinstance(x, Constant):
        return x.transposed
    if isinstance(x, Active):
        dims, order = [(*one[:-2], *reversed(one[-2:])) for one in (x.dims, x.order)]
        return replace(x, dims=dims, order=order)
    return x


def _matmul(call: Call, a: Value | None, b: Value | None) -> Active:
    if isinstance(a, Active) and isinstance(b, Constant) and is_dense(a, b):
        return dense(call, a, b, _bias(call, b.dims[-1]))
    return product(call, a, b)


def is_dense(a: Active, b: Constant) -> bool:
    """Whether a weight is one matrix, which each position is multiplied by."""
    return len(a.dims) > 1 and len(b.dims) > 1 and prod(b.dims[:-2]) == 1


def _bias(call: Call, features: int) -> Constant | None:
    """One number a feature, if all that reads the product is an addition of that.

    Exporters write a linear layer so; the addition is then passed by.
    """
    output = call.node.outputs[0]
    readers = call.readers(output)
    if len(readers) != 1 or readers[0].op != "Add" or readers[0].domain:
        return None
    others = [name for name in readers[0].inputs if name != output]
    found = call.constant(others[0]) if len(others) == 1 else None
    if found is None or not found.sources or found.dims[-1:] != (features,):
        return None
    if found.size != features:
        return None
    call.graph.pass_by(readers[0], *found.sources)
    return found


def dense(
    call: Call, x: Active, weight: Constant, bias: Constant | None, put: Put | None = None
) -> Active:
    """The last axis times a weight: a linear layer, or a 1×1 convolution at many positions.

    The operator is added as ours, unless it is told how to `put` it.
    """
    inner, features = weight.dims[-2:]
    if x.dims[-1] != inner:
        raise NotCountedError(f"{said(x.dims)} does not fit the weight {said(weight.dims)}")
    last = len(x.dims) - 1
    dims, places = (*x.dims[:-1], features), _places(x)
    order = (*[places.index(axis) + 1 if axis in places else NOT_OURS for axis in range(last)], 0)
    whole = Active(x.dims, arranged(call, x, (last, *places)), order)
    sizes = call.graph.shape(whole.tensor)[1:]
    deep = len(sizes) > MAX_AXES
    if deep:
        flat = viewed(call, whole.tensor, (inner, prod(sizes)))
        whole = Active((prod(sizes), inner), flat, (1, 0))
    spec = _layer(features, at_many=bool(places), bias=bias is not None)
    if put:
        tensor = put(spec, whole, features)
    else:
        tensor = call.add(spec, whole.tensor, weights=(weight.transposed, bias))
    if deep:
        tensor = viewed(call, tensor, (features, *sizes))
    return Active(dims, tensor, order)


def _layer(features: int, *, at_many: bool, bias: bool) -> Conv | Linear:
    if at_many:
        return Conv(out_channels=features, kernel_size=1, bias=bias)
    return Linear(out_features=features, bias=bias)


def _places(x: Active) -> tuple[int, ...]:
    """All axes but the last that are longer than 1, in the order in which they lie."""
    long = [axis for axis, size in enumerate(x.dims[:-1]) if size > 1]
    return tuple(sorted(long, key=lambda axis: x.order[axis]))


def product(
    call: Call, a: Value | None, b: Value | None, operands: Sequence[Value | None] = ()
) -> Active:
    """Two tensors, of which one may be learned; leading axes go together.

    The function that it is reads these two, or the `operands`.
    """
    left, right = _dims(a), _dims(b)
    rows = left[-2:-1] if len(left) > 1 else ()
    columns = right[-1:] if len(right) > 1 else ()
    inner = right[-2] if len(right) > 1 else right[-1]
    if left[-1] != inner:
        raise NotCountedError(f"{said(left)} and {said(right)} do not go together")
    leading = broadcast(left[:-2], right[:-2])
    dims = (*leading, *rows, *columns)
    # Columns before rows: heads of attention can then be joined where they lie.
    last = len(dims) - 1
    axes = [*range(len(leading)), *([last, last - 1] if rows and columns else [last])]
    return _product(call, dims, tuple(axes) if dims else (), inner, operands or (a, b))


def _product(
    call: Call, dims: Dims, axes: tuple[int, ...], inner: int, factors: Sequence[Value | None]
) -> Active:
    ours = [axis for axis in axes if axis >= 0 and dims[axis] > 1]
    order = [ours.index(axis) if axis in ours else NOT_OURS for axis in range(len(dims))]
    shape = tuple([dims[axis] for axis in ours]) or (1,)
    run = call.running(dims, (shape, tuple(order)), factors)
    return Active(dims, call.runs(Product, run, shape, inner=inner), tuple(order))


def _dims(x: Value | None) -> Dims:
    if isinstance(x, Active | Constant) and x.dims:
        return x.dims
    raise NotCountedError("one of its inputs has no shape")


def einsum(call: Call) -> Active:
    """Einsum of two tensors: every combination of letters is one multiply-accumulate."""
    left, arrow, right = call.word("equation").replace(" ", "").partition("->")
    terms = left.split(",")
    sizes: dict[str, int] = {}
    for term, x in zip(terms, call.inputs, strict=False):
        dims = _dims(x)
        if len(term) != len(dims) or "." in term or len(set(term)) < len(term):
            raise NotCountedError(f"its equation {left} is more than a product of axes")
        for letter, size in zip(term, dims, strict=True):
            sizes[letter] = max(size, sizes.get(letter, 1))
    if not arrow:
        right = "".join(sorted(one for one in sizes if left.count(one) == 1))
    if len(terms) != 2 or len(terms) != len(call.inputs) or not set(right) <= set(sizes):  # noqa: PLR2004 — a product
        raise NotCountedError(f"its equation {left} is no product of two tensors")
    dims = tuple([sizes[letter] for letter in right])
    inner = prod([size for letter, size in sizes.items() if letter not in right])
    return _product(call, dims, tuple(range(len(dims))), inner, call.inputs)
