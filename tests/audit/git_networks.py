"""Networks of one layer, by the number of channels that it makes of four."""

NETWORK = "convcalc: 1\ninput: 4x8x8\nlayers: [{{pointwise: {}}}]\n"
IMPORTING = "convcalc: 1\ninput: 4x8x8\nimport: [{}]\nlayers: [one]\n"
LIBRARY = "convcalc: 1\nblocks:\n  one: {{layers: [{{pointwise: {}}}]}}\n"


def made(network):
    """The channels, by hand: each that a pointwise layer makes has 4 weights and a bias."""
    return network.cost().params // 5
