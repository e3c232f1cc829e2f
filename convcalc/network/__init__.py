"""From YAML text to a graph: the language of networks; and from a model to a graph.

source     text to nodes that know their place
expression numbers from names
document   nodes to what a file says, every name checked
expand     what it says to a graph of primitive operators
onnx       the operators of a model to a graph
"""

from convcalc.network.network import Network, Settings, load, read_network, source_of

__all__ = ["Network", "Settings", "load", "read_network", "source_of"]
