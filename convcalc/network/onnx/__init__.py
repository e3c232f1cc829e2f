"""From an ONNX file to a graph.

wire, decode   bytes to what a model says, weights skipped
inputs         the sizes of its inputs
fold           arithmetic on shapes, computed
operators      each operator to ours, in one table
running        what a run needs beside the graph: functions and weights
importer       all of them, in order
"""

from convcalc.network.onnx.importer import Imported
from convcalc.network.onnx.model import Attribute, Dims, External, Tensor
from convcalc.network.onnx.read import mapped, read_model
from convcalc.network.onnx.running import (
    Computed,
    Execution,
    Known,
    Operand,
    Port,
    Read,
    Recipe,
    Running,
    Weight,
)
from convcalc.network.onnx.small import Numbers

__all__ = [
    "Attribute",
    "Computed",
    "Dims",
    "Execution",
    "External",
    "Imported",
    "Known",
    "Numbers",
    "Operand",
    "Port",
    "Read",
    "Recipe",
    "Running",
    "Tensor",
    "Weight",
    "mapped",
    "read_model",
]
