"""Attention as two operators: what queries and keys make of each other, and values mixed by it."""

from __future__ import annotations

from collections.abc import Sequence

from convcalc.network.onnx.call import Call, NotCountedError
from convcalc.network.onnx.layout import reshaped
from convcalc.network.onnx.model import Dims
from convcalc.network.onnx.running import Running
from convcalc.network.onnx.shapes import said
from convcalc.network.onnx.values import Active, Constant, Unknown, Value, plain
from convcalc.ops.general import Movement, Product
from convcalc.ops.op import Op

_HEADED = 4  # axes: samples, heads, tokens, features of a head
_SHARES = 3  # the mode that shows scores as the shares by which values are mixed


def attention(call: Call) -> tuple[Value, ...]:
    """Attention: (query, key, value, mask, past key, past value, lengths).

    With heads, or before the split. Outputs are the answer, all keys, all values, and the scores.

    Source: the operator's text, opset 23; the products are those of arXiv:1706.03762.
    """
    heads = call.number("q_num_heads", 1), call.number("kv_num_heads", 1)
    made = _Attention(call, heads, (4, 5))
    rest = [call.given(3), call.given(6)]
    scores = shown = made.scores(rest)
    if made.asks(3) and call.number("qk_matmul_output_mode") != _SHARES:
        shown = made.scores(rest, output=3)
    return made.mixed(scores), *made.present, shown


def multi_head(call: Call) -> tuple[Value, ...]:
    """MultiHeadAttention of ONNX Runtime: features of all heads together.

    (query, key, value, bias, mask of keys, bias of scores, past key, past value).
    """
    if len(call.tensors) < 3 or any(len(one.dims) == _HEADED for one in call.tensors[:3]):  # noqa: PLR2004 — the three
        raise NotCountedError("its queries, keys and values are packed")
    heads = call.number("num_heads", 1)
    made = _Attention(call, (heads, heads), (6, 7))
    bias = call.given(3)
    scores = made.scores([call.given(4), call.given(5), bias])
    present = [Unknown(call.node.op)] * 2 if bias else made.present  # it would have the bias
    return made.mixed(scores, bias), *present


class _Attention:
    """An operator with heads of queries and of keys; what was before are inputs at two places."""

    def __init__(self, call: Call, heads: tuple[int, int], past: tuple[int, int]) -> None:
        self._call, self._heads = call, heads
        self._query = _split(call.active().dims, heads[0])
        self._before = 0
        self._key, self._value = [
            self._after(call.given(before), _there(call, at))
            for at, before in zip((1, 2), past, strict=True)
        ]

    def _after(self, past: Value | None, x: Active | Constant) -> Active | Constant:
        """Keys or values, after those that were before."""
        if past is None or isinstance(past, Unknown):
            return x
        if isinstance(x, Constant):
            raise NotCountedError("its keys or values are stored, and others were before")
        new, self._before = self._with_heads(x), past.dims[2]
        dims = (*new.dims[:2], self._before + new.dims[2], new.dims[3])
        run = self._running("Concat", dims, [past, new])
        spec = Movement.trusted(function="Concat", shape=plain(dims)[0])
        return self._added(spec, run._replace(attributes={"axis": 2}), [past, new])

    def _with_heads(self, x: Active) -> Active:
        """Seen with an axis of heads."""
        if len(x.dims) == _HEADED:
            return x
        samples, heads, tokens, each = _split(x.dims, self._heads[1])
        cut = reshaped(self._call, x, (samples, tokens, heads, each))
        order = tuple([cut.order[axis] for axis in (0, 2, 1, 3)])
        return Active((samples, heads, tokens, each), cut.tensor, order, x.dtype)

    def scores(self, rest: Sequence[Value | None], *, output: int = 0) -> Active:
        """The shares of all keys for each query; or what they were before, as another output."""
        samples, heads, tokens, each = self._query
        keys = _split(self._key.dims, self._heads[1])[2]
        dims = (samples, heads, tokens, keys)
        operands = [self._call.active(), self._key, *rest]
        run = self._running(f"{self._call.node.op}Scores", dims, operands)
        return self._product(run._replace(output=output), each, operands)

    def mixed(self, scores: Active, *bias: Value | None) -> Active:
        """The values, by their shares."""
        samples, heads, tokens, keys = scores.dims
        features = _split(self._value.dims, self._heads[1])[3]
        apart = len(self._call.active().dims) == _HEADED
        dims = (heads, tokens, features) if apart else (tokens, heads * features)
        operands = [scores, self._value, *bias]
        run = self._running(f"{self._call.node.op}Mixed", (samples, *dims), operands)
        return self._product(run, keys, operands)

    @property
    def present(self) -> list[Value]:
        """All keys and values with heads, if anybody asks for them."""
        pairs = enumerate((self._key, self._value), start=1)
        return [
            self._with_heads(one)
            if self.asks(at) and isinstance(one, Active)
            else Unknown(self._call.node.op)
            for at, one in pairs
        ]

    def asks(self, output: int) -> bool:
        """Whether the operator has that output."""
        return bool("".join(self._call.node.outputs[output : output + 1]))

    def _running(self, function: str, dims: Dims, operands: Sequence[Value | None]) -> Running:
        told = {"heads": self._heads[0], "of_keys": self._heads[1], "before": self._before}
        run = self._call.running(dims, plain(dims), operands, operands)
        return run._replace(function=function, attributes={**run.attributes, **told})

    def _product(self, run: Running, inner: int, operands: Sequence[Value | None]) -> Active:
        shape, function = plain(run.dims)[0], self._call.node.op
        if run.output:
            return self._added(Movement.trusted(function=function, shape=shape), run, operands)
        spec = Product.trusted(function=function, shape=shape, inner=inner, learned=run.learned)
        return self._added(spec, run, operands)

    def _added(self, spec: Op, run: Running, operands: Sequence[Value | None]) -> Active:
        tensors = [one.tensor for one in operands if isinstance(one, Active)]
        made = self._call.graph.add(self._call, spec, *tensors, weights=run.weights, run=run)
        return Active(run.dims, made, run.order)


def _there(call: Call, at: int) -> Active | Constant:
    """An input that runs or is stored."""
    found = call.given(at)
    return found if isinstance(found, Constant) else call.active(at)


def _split(dims: Dims, heads: int) -> Dims:
    """Samples, heads, tokens, features of one head."""
    if len(dims) == _HEADED:
        return dims
    if len(dims) != _HEADED - 1 or dims[2] % max(heads, 1):
        raise NotCountedError(f"{said(dims)} is not cut into {heads} heads")
    samples, tokens, features = dims
    return (samples, heads, tokens, features // heads)
