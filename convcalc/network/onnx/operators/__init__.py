"""The operators of ONNX, and what becomes of each: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from convcalc.network.onnx.call import Call
from convcalc.network.onnx.operators import (
    attention,
    conv,
    fused,
    levels,
    linear,
    movement,
    norm,
    parts,
    pointwise,
    pool,
    quantized,
    recurrent,
    resize,
    sizes,
    views,
)
from convcalc.network.onnx.shapes import REDUCTIONS
from convcalc.network.onnx.values import Value

Translation: TypeAlias = Callable[[Call], Value | tuple[Value, ...]]
_MICROSOFT = "com.microsoft"

_ACTIVATIONS = {
    "Relu": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh", "HardSwish": "hardswish",
    "Softplus": "softplus", "Mish": "mish",
}  # fmt: skip

# A function of each element, and what it costs is bytes.
_ELEMENTWISE = (
    "Abs", "Acos", "Acosh", "And", "Asin", "Asinh", "Atan", "Atanh", "BitShift", "BitwiseAnd",
    "BitwiseNot", "BitwiseOr", "BitwiseXor", "Ceil", "Celu", "Cos", "Cosh",
    "Div", "Equal", "Erf", "Exp", "Floor", "Greater",
    "GreaterOrEqual", "IsInf", "IsNaN", "Less", "LessOrEqual", "Log", "Max", "Mean", "Min", "Mod",
    "Neg", "Not", "Or", "Pow", "Reciprocal", "Round", "Shrink", "Sign", "Sin",
    "Sinh", "Softsign", "Sqrt", "Sub", "Tan", "ThresholdedRelu", "Where", "Xor",
)  # fmt: skip
# The same with arguments of any shape.
_LIKE_FIRST = (
    "Bernoulli", "BitCast", "Cast", "CastLike", "DequantizeLinear", "QuantizeLinear",
    "RandomNormalLike", "RandomUniformLike", "EyeLike",
)  # fmt: skip
_SAME_SHAPE = (
    "CumSum",
    "LpNormalization",
    "MeanVarianceNormalization",
    "Hardmax",
    "ReverseSequence",
    "Scatter",
    "ScatterElements",
    "ScatterND",
    "Trilu",
    "TensorScatter",
    "RotaryEmbedding",
    "RMSNormalization",
    "CumProd",
)
_DEPENDS = ("NonZero", "NonMaxSuppression", "Unique", "Compress")  # fmt: skip

_STANDARD: Mapping[str, Translation] = {
    "Conv": conv.conv,
    "ConvTranspose": conv.conv_transpose,
    "DeformConv": conv.deform_conv,
    "ConvInteger": levels.conv_integer,
    "QLinearConv": levels.qlinear_conv,
    "MatMul": linear.matmul,
    "MatMulInteger": levels.matmul_integer,
    "QLinearMatMul": levels.qlinear_matmul,
    "Gemm": linear.gemm,
    "Einsum": linear.einsum,
    "Attention": attention.attention,
    "LSTM": recurrent.recurrent(4),
    "GRU": recurrent.recurrent(3),
    "RNN": recurrent.recurrent(1),
    "MaxPool": pool.maxpool,
    "AveragePool": pool.avgpool,
    "GlobalAveragePool": pool.global_avgpool,
    "GlobalMaxPool": pool.global_maxpool,
    "LpPool": pool.other_pool,
    "GlobalLpPool": pool.global_other,
    "BatchNormalization": norm.batch_norm,
    "InstanceNormalization": norm.instance_norm,
    "GroupNormalization": norm.group_norm,
    "LayerNormalization": norm.layer_norm,
    "LRN": norm.local_response_norm,
    **{name: pointwise.activation(ours) for name, ours in _ACTIVATIONS.items()},
    "Swish": pointwise.activation("silu", alpha=1.0),
    "Selu": pointwise.activation("selu", alpha=1.6732632, gamma=1.050701),
    "LeakyRelu": pointwise.leaky_relu,
    "Elu": pointwise.elu,
    "Clip": pointwise.clip,
    "PRelu": pointwise.prelu,
    "HardSigmoid": pointwise.hard_sigmoid,
    "Gelu": pointwise.gelu,
    "Softmax": pointwise.softmax("softmax"),
    "LogSoftmax": pointwise.softmax("log_softmax"),
    "Add": pointwise.add,
    "Sum": pointwise.add,
    "Mul": pointwise.mul,
    **dict.fromkeys(_ELEMENTWISE, pointwise.elementwise),
    **dict.fromkeys(_LIKE_FIRST, pointwise.like_first),
    "DynamicQuantizeLinear": quantized.dynamic_quantize,
    "Identity": pointwise.same,
    "Dropout": pointwise.same,
    "Transpose": views.transpose,
    "Reshape": views.reshape,
    "Flatten": views.flatten,
    "Squeeze": views.squeeze,
    "Unsqueeze": views.unsqueeze,
    "Concat": parts.concat,
    "Split": parts.split,
    "Slice": parts.slice_,
    "Gather": parts.gather,
    "GatherElements": parts.indices_shape,
    "GatherND": parts.gather_nd,
    "GridSample": movement.grid_sample,
    "RoiAlign": movement.roi_align,
    **dict.fromkeys(_DEPENDS, movement.depends),
    "Expand": movement.expand,
    "Tile": movement.tile,
    "Pad": movement.pad,
    "DepthToSpace": movement.depth_to_space,
    "SpaceToDepth": movement.space_to_depth,
    "ArgMax": movement.arg,
    "ArgMin": movement.arg,
    "TopK": movement.topk,
    **dict.fromkeys(REDUCTIONS, movement.reduced),
    **dict.fromkeys(_SAME_SHAPE, movement.first_shape),
    "Resize": resize.resize,
    "Upsample": resize.resize,
    "Shape": sizes.shape,
    "Size": sizes.size,
}
# Those that ONNX Runtime writes when it optimizes a model.
_RUNTIME: Mapping[str, Translation] = {
    "Gelu": pointwise.gelu,
    **dict.fromkeys(("BiasGelu", "FastGelu", "QuickGelu"), pointwise.elementwise),
    **dict.fromkeys(("QLinearAdd", "QLinearMul"), levels.elementwise),
    **dict.fromkeys(("QLinearSigmoid", "QLinearLeakyRelu"), pointwise.like_first),
    "QLinearGlobalAveragePool": levels.global_avgpool,
    "QLinearAveragePool": levels.avgpool,
    "QLinearConcat": levels.concat,
    "QLinearSoftmax": movement.first_shape,
    "QLinearWhere": levels.where,
    "FusedConv": fused.fused_conv,
    "FusedMatMul": fused.fused_matmul,
    "FusedGemm": fused.fused_gemm,
    "SkipLayerNormalization": fused.skip_layer_norm,
    "MatMulIntegerToFloat": levels.matmul_integer,
    "QGemm": levels.qgemm,
    "DynamicQuantizeMatMul": levels.dynamic_matmul,
    "DynamicQuantizeLSTM": recurrent.quantized_lstm,
    "MultiHeadAttention": attention.multi_head,
    "RotaryEmbedding": movement.first_shape,
}
OPERATORS: Mapping[tuple[str, str], Translation] = {
    **{("", name): translation for name, translation in _STANDARD.items()},
    **{(_MICROSOFT, name): translation for name, translation in _RUNTIME.items()},
}
# What computes nothing that a cost has: where its shape is not known, nothing is left out.
FREE = frozenset({"Constant", "ConstantOfShape", "Range", "Shape", "Size"})
