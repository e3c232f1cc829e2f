"""From YAML text to a graph: the language of networks.

source     text to nodes that know their place
expression numbers from names
document   nodes to what a file says, every name checked
expand     what it says to a graph of primitive operators
"""

from convcalc.network.network import Network, Settings, load, opened, read_network

__all__ = ["Network", "Settings", "load", "opened", "read_network"]
