"""What happens in corners of the language. Shapes are worked out by hand."""

import pytest
from networks import opened, paths, refused, sentences


def outputs(text, **settings):
    return list(paths(text, **settings).values())


def test_a_network_of_which_no_layer_is_taken_costs_nothing():
    network = opened("layers: [{relu: {}, if: 0}]")
    assert network.graph.outputs == (0,)
    assert (network.cost().macs, network.cost().params) == (0, 0)


def test_a_var_called_i_is_the_files_own():
    text = "vars: {i: 5}\nlayers: [{conv: {out: i, k: 1}, repeat: 2}]"
    assert outputs(text) == ["5x8x8", "5x8x8"]


def test_a_column_called_i_is_the_rows():
    text = "layers: [{conv: {out: i, k: 1}, repeat: 2, each: [{i: 7}]}]"
    assert outputs(text) == ["7x8x8", "7x8x8"]


def test_a_var_may_be_a_tuple_and_be_set_to_one():
    text = "vars: {k: 3x1}\nlayers: [{conv: {out: 2, k: k}}]"
    assert outputs(text) == ["2x6x8"]
    assert outputs(text, variables={"k": "1x5"}) == ["2x8x4"]


def test_unequal_parts_of_a_split():
    text = """
        layers:
          - split: {into: [few, many], sizes: [1, 3]}
          - conv: {out: 2, k: 1}
            from: few
          - concat: [prev, many]
        """
    assert list(paths(text).values())[-1] == "5x8x8"


def test_parts_are_outputs():
    network = opened("layers: [{split: [a, b]}]\noutputs: [a, b]")
    assert [network.graph.shape(one) for one in network.graph.outputs] == [(2, 8, 8), (2, 8, 8)]


def test_an_error_of_a_hundred_copies_is_told_once():
    text = "blocks: {b: {vars: {k: 1}, layers: [{conv: {out: 8, k: k}}]}}\n"
    (told,) = sentences(f"{text}layers: [{{b: {{k: 10 + i}}, repeat: 100}}]")
    assert "error[CC201]: b.0.conv: axis 0: effective kernel 10 " in told


def test_one_error_is_not_followed_by_others():
    told = sentences("layers: [{conv: {out: 3, k: 9}}, {conv: {out: 3, k: 99}}, {linear: 3}]")
    assert len(told) == 1


def test_numbers_are_exact_whatever_their_size():
    text = "layers: [{conv: {out: 10**30, k: 1, bias: false}}]"
    assert opened(text).cost().params == 4 * 10**30  # 4 channels in, one weight for each pair


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"widht": "1"}, 'error[CC102]: net has no var "widht"; did you mean "width"?'),
        ({"width": "1 +"}, 'error[CC111]: --set width=1 +: a value is missing after "+"; add one'),
        ({"width": "foo"}, 'error[CC110]: --set width=foo: unknown name "foo" in expression'),
        ({"width": "9**9**9"}, "error[CC112]: --set width=9**9**9: 9 ** 387420489 is too large"),
    ],
)
def test_a_value_that_cannot_be_set(given, says):
    told = refused("vars: {width: 1}\nlayers: [{conv: {out: width, k: 1}}]", variables=given)
    assert told.startswith(says)


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        ("3x", 'error[CC202]: --input: cannot read "3x" as a tuple'),
        ("4x8x8,3x3x3", "error[CC100]: --input 4x8x8,3x3x3: input is given twice; give it once"),
        ("x=3x3x3", 'error[CC100]: --input: unknown input "x"; use input'),
        ("0x3x3", "error[CC202]: --input: 0 is too small; every size must be at least 1"),
        ("4x8x8x8x8", "error[CC202]: input 4x8x8x8x8 has 4 spatial axes"),
    ],
)
def test_an_input_that_cannot_be(shape, says):
    assert refused("layers: [relu]", input=shape).startswith(says)
