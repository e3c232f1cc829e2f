"""From a graph to text: a flat network file, or a drawing of it.

arguments  an operator's arguments in short keys, defaults left out
lines      operators as lines, a norm and an activation beside their convolution
names      paths as names that a file may have
runs       lines that are the same again: blocks, and copies
layout     lines and runs as a list of layers
network    the whole file
drawings   Graphviz and Mermaid
"""

from convcalc.network.writing.drawings import dot_text, mermaid_text
from convcalc.network.writing.network import yaml_text

__all__ = ["dot_text", "mermaid_text", "yaml_text"]
