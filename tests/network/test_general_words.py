"""What models do, in words of the language. Shapes and costs are worked out by hand."""

import pytest
from networks import opened, paths

from convcalc.errors import InputError

ATTENTION = """
    convcalc: 1
    input: 12x7
    vars: {heads: 3, dim: 4}
    layers:
      - conv: {out: 3*heads*dim, k: 1}
        name: qkv
      - split: {into: [q, k, v]}
      - reshape: [heads, dim, -1]
        name: query
        from: q
      - product: {shape: [heads, 7, 7], inner: dim}
        from: [query, k]
      - elementwise: {function: Add, params: [49, 3*heads]}
      - movement: Softmax
      - product: {function: MatMul, shape: [heads, dim, 7], inner: 7}
        name: mixed
        from: [prev, v]
    """


def macs(network):
    return [one.macs for one in network.cost().ops]


def test_attention_of_heads():
    network = opened(ATTENTION)
    assert paths(ATTENTION)["product"] == "3x7x7"
    assert paths(ATTENTION)["movement"] == "3x7x7"
    assert paths(ATTENTION)["mixed"] == "3x4x7"
    # 36·12 at 7 places; 3·7·7 scores of 4 products; 3·4·7 sums of 7.
    assert [one for one in macs(network) if one] == [36 * 12 * 7, 147 * 4, 84 * 7]
    assert network.cost().params == 36 * 12 + 36 + 49 + 9


def test_vars_reach_every_number():
    network = opened(ATTENTION, variables={"heads": 2})
    assert [one for one in macs(network) if one] == [24 * 12 * 7, 98 * 4, 56 * 7]
    assert network.cost().params == 24 * 12 + 24 + 49 + 6


def test_a_name_is_no_expression():
    """`dim` is a var, and `Add` none; a function is what is written."""
    text = "vars: {dim: 4}\nlayers: [{elementwise: dim}, {conv: {out: dim, k: 1}}]"
    assert [getattr(node.op, "function", None) for node in opened(text).graph.nodes] == [
        "dim",
        None,
    ]


@pytest.mark.parametrize(
    ("layer", "output"),
    [
        ("permute: [2, 0, 1]", "8x4x6"),
        ("take: {starts: 1, steps: 2}", "2x3x4"),
        ("take: {starts: [0, 5, 7], steps: [1, -1, -3], counts: [2, 6, 3]}", "2x6x3"),
        ("take: {counts: [4, 6, 0]}", "4x6x0"),
        ("embedding: {num_embeddings: 9, embedding_dim: 5}", "5x4x6x8"),
        ("reshape: 2x2x2x3x2x4", "2x2x2x3x2x4"),
        ("elementwise: Erf", "4x6x8"),
        ("movement: {function: Gather, shape: 9}", "9"),
        ("product: {shape: 2x2x2x2x2, inner: 3}", "2x2x2x2x2"),
        ("recurrent: {function: RNN, shape: [6, 1, 8], rows: 8, inner: 9, steps: 1x6}", "6x1x8"),
    ],
)
def test_what_each_makes(layer, output):
    text = f"convcalc: 1\ninput: 4x6x8\nlayers:\n  - {layer}"
    assert list(paths(text).values()) == [output]


def test_a_block_with_the_name_of_an_operator_is_refused():
    with pytest.raises(InputError, match="CC121"):
        opened("blocks: {product: {layers: [relu]}}\nlayers: [product]")


def test_one_that_is_named_is_joined_and_a_branch_that_is_left_passes_through():
    names = opened("layers: [{concat: [input]}]")
    branch = opened("layers: [{concat: {a: [], b: {if: false, layers: []}}}]")
    assert [node.op.name for node in names.graph.nodes] == ["concat"]
    assert branch.graph.nodes == ()
    with pytest.raises(InputError, match="CC231"):
        opened("layers: [{matmul: [input]}]")
