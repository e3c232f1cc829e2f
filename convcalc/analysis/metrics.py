"""What each number means, and in which unit: one definition, used everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that a layer is asked for."""

    unit: str
    definition: str


METRICS = {
    "params": Metric(
        "1",
        "Trainable numbers: weights, biases, scale and shift of norms. Running statistics are"
        " not trained and do not count.",
    ),
    "macs": Metric(
        "MAC",
        "Multiply-accumulates of convolutions, plain and transposed, linear and matmul, of which"
        " attention is two. Taps on zero padding count; bias, norm, activation, addition and"
        " pooling do not. A transposed convolution is counted at input positions, since each"
        " input element meets every tap once.",
    ),
    "effective_macs": Metric(
        "MAC",
        "Those MACs that touch a real input element and, for a transposed convolution, land"
        " inside the output. macs − effective_macs is work on zeros.",
    ),
    "flops": Metric("FLOP", "2 · macs, nothing else. The factor is printed with the number."),
    "weights_bytes": Metric("B", "params in the dtype; less than a byte each rounds up a tensor."),
    "activations": Metric(
        "element",
        "Elements written by convolutions, plain and transposed, linear and matmul: the acts of"
        " papers. Attention writes its scores and its output.",
    ),
    "peak_activation_bytes": Metric(
        "B",
        "The largest sum of tensors that live together while the operators of a network run in"
        " order. Inputs and output of an operator live together, a tensor dies after its last"
        " reader, nothing is done in place, views share what they show.",
    ),
    "traffic_bytes": Metric(
        "B",
        "Weights, and each operator's inputs read once and its output written once, unfused.",
    ),
    "intensity": Metric("FLOP/B", "flops / traffic_bytes: work for each byte that is moved."),
    "receptive_field": Metric(
        "element",
        "Along each axis, how much of the input one output sees: the span of the largest field,"
        " holes and padding included.",
    ),
    "receptive_field_smallest": Metric(
        "element",
        "Along each axis, the field of the path that sees least, where branches differ.",
    ),
    "jump": Metric(
        "element",
        "Along each axis, the step in the input between neighbouring outputs; after upsampling"
        " an exact fraction.",
    ),
    "offset": Metric(
        "element", "Along each axis, where the field of the first output starts; padding counts."
    ),
}
