"""From an ONNX file to a graph.

wire, decode   bytes to what a model says, weights skipped
inputs         the sizes of its inputs
fold           arithmetic on shapes, computed
operators      each operator to ours, in one table
importer       all of them, in order
"""

from convcalc.network.onnx.importer import Imported
from convcalc.network.onnx.read import mapped, read_model

__all__ = ["Imported", "mapped", "read_model"]
