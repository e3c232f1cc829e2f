"""What a layer is called, and what it becomes. Expected paths are those of network-format.md."""

from networks import opened, paths


def test_an_item_is_called_by_its_name_else_by_its_operator_and_place():
    found = paths("""
        layers:
          - conv: {out: 4, k: 1}
          - relu
          - conv: {out: 4, k: 1}
            name: middle
          - conv: {out: 4, k: 1}
        """)
    assert list(found) == ["conv", "relu", "middle", "conv_3"]


def test_a_name_that_comes_again_is_numbered_in_paths():
    found = paths("""
        layers:
          - conv: {out: 2, k: 1}
            name: a
          - conv: {out: 3, k: 1}
            name: a
          - conv: {out: 4, k: 1}
        """)
    assert list(found) == ["a", "a_2", "conv_3"]


def test_a_layer_that_is_not_taken_keeps_its_place():
    found = paths("""
        vars: {deep: 0}
        layers:
          - conv: {out: 4, k: 1}
            if: deep
          - conv: {out: 4, k: 1}
        """)
    assert list(found) == ["conv_2"]


def test_norm_and_act_make_three_operators():
    found = paths("""
        layers:
          - conv: {out: 6, k: 3, norm: bn, act: relu6}
            name: stem
          - conv: {out: 6, k: 3, norm: {gn: {groups: 3}}}
          - conv: {out: 6, k: 1, act: {leaky_relu: {negative_slope: 0.2}}}
          - conv: {out: 6, k: 1, norm: none, act: none}
        """)
    assert list(found) == [
        "stem.conv", "stem.norm", "stem.act",
        "conv_2.conv", "conv_2.norm",
        "conv_3.conv", "conv_3.act",
        "conv_4",
    ]  # fmt: skip


def test_copies_are_numbered_even_if_there_is_one():
    found = paths("""
        layers:
          - relu
          - conv: {out: 4, k: 1}
            repeat: 1
            name: body
          - conv: {out: 4, k: 1}
            repeat: 2
        """)
    assert list(found) == ["relu", "body.0", "conv_2.0", "conv_2.1"]


def test_stages_are_called_by_their_rows():
    found = paths("""
        layers:
          - conv: {out: c, k: 1}
            repeat: n
            each:
              - {name: stage1, c: 2, n: 1}
              - {name: stage2, c: 3, n: 2}
        """)
    assert found == {"stage1.0": "2x8x8", "stage2.0": "3x8x8", "stage2.1": "3x8x8"}


def test_a_stage_with_a_name_counts_its_copies_even_if_it_is_one():
    found = paths("""
        layers:
          - conv: {out: c, k: 1}
            each:
              - {name: first, c: 2}
              - {name: stage2, c: 3}
        """)
    assert list(found) == ["first.0", "stage2.0"]


def test_rows_without_names_are_numbered():
    found = paths("""
        layers:
          - conv: {out: c, k: 1}
            each: [{c: 2}, {c: 3}]
          - conv: {out: c, k: 1}
            name: tail
            repeat: 2
            each: [{c: 2}, {c: 3}]
        """)
    assert list(found) == ["conv.0", "conv.1", "tail.0.0", "tail.0.1", "tail.1.0", "tail.1.1"]


def test_blocks_and_branches_are_parts_of_the_path():
    found = paths("""
        blocks:
          res:
            vars: {out: required}
            layers:
              - add:
                  main: [{conv: {out: out, k: 3, p: half}}]
                  skip: []
              - relu
        layers:
          - res: {out: 4}
            name: layer1
            repeat: 2
        """)
    assert list(found) == [
        "layer1.0.add.main.conv", "layer1.0.add", "layer1.0.relu",
        "layer1.1.add.main.conv", "layer1.1.add", "layer1.1.relu",
    ]  # fmt: skip


def test_a_variant_becomes_its_operators():
    found = paths("""
        layers:
          - depthwise: {k: 3}
            name: dw
          - depthwise_separable: {out: 6, k: 3, norm: bn, act: relu}
        """)
    assert list(found) == [
        "dw",
        "depthwise_separable.depthwise.conv",
        "depthwise_separable.depthwise.norm",
        "depthwise_separable.depthwise.act",
        "depthwise_separable.pointwise.conv",
        "depthwise_separable.pointwise.norm",
        "depthwise_separable.pointwise.act",
    ]


def test_nodes_know_their_place():
    network = opened("""
        convcalc: 1
        input: 3x9x9
        layers:
          - conv: {out: 2, k: 3}
        """)
    place = network.graph.nodes[0].place
    assert (place.file, place.line, place.column) == ("net.yaml", 5, 5)
