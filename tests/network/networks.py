"""Small networks in text, opened."""

from textwrap import dedent

import pytest

from convcalc.errors import InputError
from convcalc.network import Settings, read_network
from convcalc.network.source import read_text

HEAD = "convcalc: 1\ninput: 4x8x8\n"


def opened(text, file="net.yaml", **settings):
    """The network of a text; version and input are put before it unless it has them."""
    text = dedent(text)
    whole = text if "convcalc:" in text else HEAD + text
    given = {"variables": {}, **settings}
    return read_network(read_text(whole, file), Settings(**given))


def paths(text, **settings):
    """Path and output of each operator, in order."""
    nodes = opened(text, **settings).graph.nodes
    return {node.path: "x".join(map(str, node.output)) for node in nodes}


def refused(text, **settings):
    """The problems of a text, as the command line prints them."""
    with pytest.raises(InputError) as caught:
        opened(text, **settings)
    return str(caught.value)


def sentences(text, **settings):
    """The first line of each problem."""
    return [line for line in refused(text, **settings).splitlines() if ": error[" in line]
