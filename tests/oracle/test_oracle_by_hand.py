"""The oracle itself, checked once: PyTorch, asked as we ask it, gives what a hand gives."""

import pytest

torch = pytest.importorskip("torch")

import torch_layers  # noqa: E402 — only where torch is
from random_layers import Layer  # noqa: E402

pytestmark = pytest.mark.oracle

PLAIN = Layer("conv", 1, 1, (4,), 1, (2,), (1,), (1,), (0,), 1, bias=False)


def ran(layer, weight, x):
    made = torch_layers.module(layer)
    made.weight.data = torch.tensor(weight, dtype=torch.float64)
    with torch.no_grad():
        return torch_layers.run(layer, made, torch.tensor(x, dtype=torch.float64)).tolist()


def with_(**changes):
    return Layer(**{**{name: getattr(PLAIN, name) for name in PLAIN.__slots__}, **changes})


def test_a_window_slides_and_is_not_flipped():
    # 1·1 + 2·10, 2·1 + 3·10, 3·1 + 4·10.
    assert ran(PLAIN, [[[1, 10]]], [[[1, 2, 3, 4]]]) == [[[21, 32, 43]]]


def test_zeros_are_put_on_each_side_as_asked():
    # Padded 0 1 2 3 4 0 0, taps 0 and 2, starts 0, 2, 4: 0 + 20, 2 + 40, 4 + 0.
    layer = with_(padding=((1, 2),), stride=(2,), dilation=(2,))
    assert ran(layer, [[[1, 10]]], [[[1, 2, 3, 4]]]) == [[[20, 42, 4]]]


def test_the_pairs_of_two_axes_are_not_mixed_up():
    # One row of zeros above, two columns after: a kernel of 1 shows them.
    layer = with_(
        sizes=(1, 2), kernel_size=(1, 1), stride=(1, 1), dilation=(1, 1), padding=((1, 0), (0, 2))
    )
    assert ran(layer, [[[[1]]]], [[[[7, 8]]]]) == [[[[0, 0, 0, 0], [7, 8, 0, 0]]]]


def test_copies_are_laid_and_each_side_is_cut_as_asked():
    # 1 and 2 lay 1 10 100 two apart: 1 10 102 20 200; one is cut before, one after is added.
    layer = with_(
        op="conv_transpose",
        sizes=(2,),
        kernel_size=(3,),
        stride=(2,),
        output_padding=(1,),
        padding=((1, 0),),
    )
    assert ran(layer, [[[1, 10, 100]]], [[[1, 2]]]) == [[[10, 102, 20, 200, 0]]]
    layer = with_(
        op="conv_transpose",
        sizes=(2,),
        kernel_size=(3,),
        stride=(2,),
        output_padding=(0,),
        padding=((1, 2),),
    )
    assert ran(layer, [[[1, 10, 100]]], [[[1, 2]]]) == [[[10, 102]]]


def test_useful_products_are_those_on_real_elements():
    # K = 3 on 4 elements with a zero on both sides: 2 + 3 + 3 + 2; 2·6 channel pairs, batch 5.
    layer = with_(kernel_size=(3,), padding=(1,), in_channels=4, out_channels=6, groups=2, batch=5)
    assert torch_layers.useful(layer) == 10 * 5 * (4 * 6 // 2)
    # K = 4, S = 2, one cut on both sides of 16: 64 pairs an axis less 2; counting.md.
    layer = with_(
        op="conv_transpose",
        in_channels=64,
        sizes=(16, 16),
        out_channels=32,
        kernel_size=(4, 4),
        stride=(2, 2),
        dilation=(1, 1),
        padding=(1, 1),
        output_padding=(0, 0),
    )
    assert torch_layers.useful(layer) == 62 * 62 * 64 * 32 == 7_872_512
    assert torch_layers.macs(layer, torch_layers.module(layer)) == 8_388_608


def test_gradients_show_what_an_output_sees():
    # K = 2, D = 3, two zeros before: output 1 reads −1 and 2, of which 2 is real.
    layer = with_(dilation=(3,), padding=((2, 0),))
    assert torch_layers.seen(layer, (1,)) == [(2, 2)]
    assert torch_layers.seen(layer, (2,)) == [(0, 3)]


def test_what_is_cut_to_nothing_is_refused():
    layer = with_(op="conv_transpose", sizes=(1,), padding=((0, 2),), output_padding=(0,))
    with pytest.raises(RuntimeError, match="Output size is too small"):
        ran(layer, [[[1, 1]]], [[[1]]])
