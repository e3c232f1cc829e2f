"""What the language means: values, conditions, copies, names. Shapes are worked out by hand."""

from networks import opened, paths


def outputs(text, **settings):
    return list(paths(text, **settings).values())


def biases(text):
    return [node.op.bias for node in opened(text).graph.nodes if hasattr(node.op, "bias")]


def test_vars_may_use_earlier_ones_and_be_set():
    text = """
        vars: {width: 1.5, c: round8(16*width)}
        layers:
          - conv: {out: c, k: 1}
        """
    assert outputs(text) == ["24x8x8"]
    assert outputs(text, variables={"width": 2}) == ["32x8x8"]
    assert outputs(text, variables={"c": "3*3"}) == ["9x8x8"]


def test_an_input_of_expressions_and_another_input():
    text = """
        convcalc: 1
        vars: {size: 10}
        input: [3, size, size//2]
        layers:
          - conv: {out: 2, k: 3}
        """
    assert outputs(text) == ["2x8x3"]
    assert outputs(text, variables={"size": 20}) == ["2x18x8"]
    assert outputs(text, input="1x5x6") == ["2x3x4"]


def test_a_fraction_that_is_whole_but_for_rounding_is_whole():
    # 0.57 * 100 is 56.99999999999999 in binary.
    assert outputs("vars: {w: 0.57}\nlayers: [{conv: {out: 100*w, k: 1}}]") == ["57x8x8"]


def test_cin_is_what_enters_the_block_also_in_its_branches():
    found = paths("""
        blocks:
          grow:
            layers:
              - conv: {out: 2*cin, k: 1}
              - add:
                  main: [{conv: {out: 3*cin, k: 1}}]
                  skip: [{conv: {out: cin, k: 1}}, {conv: {out: 3*cin, k: 1}}]
        layers:
          - grow
          - grow
        """)
    # 4 enters the first, 12 the second.
    assert found["grow.conv"] == "8x8x8"
    assert found["grow.add.skip.conv"] == "4x8x8"
    assert found["grow.add"] == "12x8x8"
    assert found["grow_2.conv"] == "24x8x8"
    assert found["grow_2.add"] == "36x8x8"


def test_i_counts_copies_from_zero():
    assert outputs("layers: [{conv: {out: 1 + i, k: 1}, repeat: 3}]") == [
        "1x8x8", "2x8x8", "3x8x8",
    ]  # fmt: skip


def test_first_is_for_copy_zero_of_every_row():
    text = """
        layers:
          - conv: {out: c, k: 3, p: half}
            repeat: 2
            first: {stride: s}
            each: [{c: 2, s: 1}, {c: 3, s: 2}]
        """
    assert outputs(text) == ["2x8x8", "2x8x8", "3x4x4", "3x4x4"]


def test_defaults_then_arguments_then_first():
    text = """
        defaults: {conv: {k: 3, s: 2}}
        layers:
          - conv: {out: 2, p: half}
          - conv: {out: 3, k: 1, s: 1}
            repeat: 2
            first: {out: 5}
        """
    assert outputs(text) == ["2x4x4", "5x4x4", "3x4x4"]


def test_defaults_of_conv_reach_its_variants_with_the_keys_they_take():
    text = """
        defaults: {conv: {k: 3, p: half, bias: false}}
        layers:
          - depthwise: {}
          - pointwise: {out: 6}
          - conv_transpose: {out: 2, k: 2, s: 2}
        """
    assert outputs(text) == ["4x8x8", "6x8x8", "2x16x16"]
    assert biases(text) == [False, False, True]


def test_bias_is_off_exactly_where_a_norm_follows():
    text = """
        layers:
          - conv: {out: 4, k: 1}
          - conv: {out: 4, k: 1, norm: bn}
          - conv: {out: 4, k: 1, norm: bn, bias: true}
          - conv: {out: 4, k: 1, bias: auto}
          - conv: {out: 4, k: 1, bias: false}
        """
    assert biases(text) == [True, False, True, True, False]


def test_a_layer_whose_if_is_false_is_the_identity():
    assert outputs("layers: [{conv: {out: 9, k: 1}, if: 1 > 2}, relu]") == ["4x8x8"]


def test_a_branch_whose_if_is_false_is_absent_and_one_alone_passes_through():
    text = """
        vars: {skip: 0}
        layers:
          - add:
              main: [{conv: {out: 6, k: 1}}]
              skip: {if: skip, layers: []}
        """
    assert list(paths(text)) == ["add.main.conv"]


def test_names_are_tensors_of_their_block_and_the_last_copy_counts():
    text = """
        layers:
          - conv: {out: 1 + i, k: 1}
            repeat: 2
            name: a
          - conv: {out: 5, k: 1}
            name: b
          - concat: [a, prev, input]
          - relu: {}
            from: a
        """
    assert outputs(text) == ["1x8x8", "2x8x8", "5x8x8", "11x8x8", "2x8x8"]


def test_values_of_a_block_do_not_reach_the_blocks_inside():
    text = """
        vars: {c: 3}
        blocks:
          inner: {layers: [{conv: {out: c, k: 1}}]}
          outer:
            vars: {c: 7}
            layers: [{conv: {out: c, k: 1}}, inner]
        layers: [outer]
        """
    assert outputs(text) == ["7x8x8", "3x8x8"]


def test_a_default_means_the_names_of_the_network():
    text = """
        vars: {k: 3}
        defaults: {conv: {k: k}}
        blocks:
          one:
            vars: {k: 1}
            layers: [{conv: {out: k}}]
        layers: [one]
        """
    assert outputs(text) == ["1x6x6"]


def test_a_var_may_be_a_word():
    text = """
        vars: {act: relu}
        layers:
          - conv: {out: 4, k: 3, p: pad, act: a}
            each: [{a: act, pad: same}, {a: none, pad: valid}]
        """
    assert paths(text) == {"conv.0.conv": "4x8x8", "conv.0.act": "4x8x8", "conv.1": "4x6x6"}


def test_several_inputs_and_outputs():
    text = """
        convcalc: 1
        input: {rgb: 3x8x8, depth: 1x8x8}
        layers:
          - concat: [rgb, depth]
          - conv: {out: 2, k: 1}
            name: small
          - conv: {out: 5, k: 1}
            name: large
        outputs: [small, large]
        """
    network = opened(text)
    assert [network.graph.shape(one) for one in network.graph.outputs] == [(2, 8, 8), (5, 8, 8)]
    assert outputs(text, input="depth=2x8x8")[0] == "5x8x8"


def test_what_is_for_training_only_is_not_on_the_way():
    network = opened("""
        layers:
          - conv: {out: 6, k: 1}
            train_only: true
            name: head
          - conv: {out: 2, k: 1}
          - add:
              main: [{conv: {out: 3, k: 1}}]
              aux: {train_only: true, layers: [{conv: {out: 9, k: 3}}]}
        """)
    kept = {node.path: node.train_only for node in network.graph.nodes}
    assert kept == {"head": True, "conv_2": False, "add.main.conv": False, "add.aux.conv": True}
    assert network.graph.shape(network.graph.outputs[0]) == (3, 8, 8)
    assert network.graph.nodes[1].in_shapes == ((4, 8, 8),)


def test_presets_are_settings_with_figures_of_their_own():
    text = """
        name: tiny
        vars: {c: 2}
        layers: [{conv: {out: c, k: 1}}]
        expected: {params: 10}
        presets:
          wide: {set: {c: 3*c_base}, input: 5x8x8, expected: {params: 54}, source: by hand}
        """.replace("3*c_base", "9")
    plain, wide = opened(text), opened(text, preset="wide")
    assert (plain.name, plain.expected) == ("tiny", {"params": 10})
    assert (wide.name, wide.expected, wide.source) == ("wide", {"params": 54}, "by hand")
    assert wide.graph.nodes[0].output == (9, 8, 8)
    assert opened(text, variables={"c": 3}).expected == {}
