"""CC503: equal dilations in a row."""

import pytest
from advised_networks import chain, conv, drawn, residual, said

WIDE = (64, 28, 28)


HYBRID = "use dilations without a common factor, such as 1, 2, 5"


def dilated(*dilations, kernel_size=3):
    layers = {f"c{at}": conv(64, kernel_size, dilation=d) for at, d in enumerate(dilations)}
    return chain(WIDE, **layers)


def deeplab_stage():
    """Three bottlenecks of dilation 2, the 3×3 between 1×1 convolutions, skips beside them."""
    net = drawn(*WIDE)
    for block in range(3):
        residual(net, f"layer4.{block}", conv(16), conv(16, 3, dilation=2), conv(64))
    return net.graph()


def test_three_of_one_dilation_leave_holes():
    # By hand: −6, −4, … 6: 7 of 13.
    assert said("CC503", dilated(2, 2, 2)) == (
        "note[CC503]: c2: axes 0 and 1: 3 windows of dilation=2 in a row, from c0 on, see 7 of 13"
        f" elements, a grid with holes; {HYBRID}"
    )


def test_pointwise_kernels_and_skips_between_do_not_help():
    assert said("CC503", deeplab_stage()) == (
        "note[CC503]: layer4.2.1: axes 0 and 1: 3 windows of dilation=2 in a row, from"
        f" layer4.0.1 on, see 7 of 13 elements, a grid with holes; {HYBRID}"
    )


def test_each_axis_has_its_own_stack():
    # By hand: axis 0: 2 windows of 3 taps, 5 of 3·4 + 1; axis 1: two taps each, 3 of 2·2 + 1.
    graph = dilated((3, 2), (3, 2), kernel_size=(3, 2))
    assert said("CC503", graph) == (
        "note[CC503]: c1: axis 0: 2 windows of dilation=3 in a row, from c0 on, see 5 of 13"
        " elements, a grid with holes; axis 1: 2 windows of dilation=2 in a row, from c0 on,"
        f" see 3 of 5 elements, a grid with holes; {HYBRID}"
    )


@pytest.mark.parametrize(
    "dilations",
    [(1, 2, 5), (1, 2, 5, 1, 2, 5), (1, 2, 4, 8), (2,), (1, 1), (2, 1, 2), (2, 3, 2)],
)
def test_hybrid_dilations_are_left_alone(dilations):
    # 1, 2, 5: Wang et al., arXiv:1702.08502, section 3.2.
    assert said("CC503", dilated(*dilations)) == ""
