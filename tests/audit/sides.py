"""Sides of a difference, made by hand or from texts of networks."""

from convcalc.audit.difference import Figures, Layer, Side
from convcalc.audit.difference.computed import figures
from convcalc.network import read_network
from convcalc.network.network import Settings
from convcalc.network.source import read_text

HEAD = "convcalc: 1\ninput: 3x8x8\n"


def layer(path, macs=0, op="conv", **arguments):
    """A layer whose only numbers are its MACs."""
    return Layer(path, op, arguments, ((3, 8, 8),), (4, 8, 8), {"params": 0, "macs": macs})


def network(name, *layers, file="", **totals):
    """A network with such layers, and totals as they are given."""
    return Figures(name, file or f"{name}.yaml", totals, layers)


def side(*networks, **assumed):
    return Side("a side", networks, **assumed)


def read(text, name="net"):
    """The figures of a network that is given by its lines after the input."""
    found = read_network(read_text(HEAD + text, f"{name}.yaml"), Settings({}))
    return figures(found, found.cost())
