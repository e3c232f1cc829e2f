"""What models do, counted in general terms: numbers by hand, and of operators that are run."""

import pytest

from convcalc.analysis.cost import graph_cost
from convcalc.analysis.receptive_field import receptive_field
from convcalc.errors import InputError
from convcalc.executor.kernels import COUNTED_ONLY, KERNELS
from convcalc.graph import Builder
from convcalc.ops import OPS
from convcalc.ops.general import General
from convcalc.verify.run import verify

COUNTED = ("params", "macs", "effective_macs", "activations")


def graph(op, *shapes, **arguments):
    build = Builder(*shapes)
    return build.graph(build.add("it", OPS[op](**arguments), *range(len(shapes))))


def cost(found, **settings):
    return graph_cost(found, **{"batch": 1, "dtype": "fp32", **settings})


def test_they_are_the_operators_that_have_no_kernel():
    assert {name for name in OPS if issubclass(OPS[name], General)} == set(COUNTED_ONLY)
    assert set(OPS) == set(COUNTED_ONLY) | set(KERNELS)


def test_an_addition_of_what_is_learned_in_bytes():
    # A row of 197 tokens of 768 features and its positions: each read, and the sum written.
    found = cost(graph("elementwise", (768, 197), function="Add", learned=768 * 197), batch=2)
    assert [getattr(found, one) for one in COUNTED] == [151_296, 0, 0, 0]
    assert found.traffic_bytes == 4 * (151_296 + 2 * 2 * 151_296)


def test_less_than_a_byte_rounds_up_once_a_learned_tensor():
    # 3 and 5 numbers of half a byte; 7 in and 7 out.
    found = cost(graph("movement", (7,), function="Tile", learned=[3, 5]), dtype="int4")
    assert (found.params, found.weights_bytes, found.traffic_bytes) == (8, 2 + 3, 5 + 4 + 4)


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize(("a", "b"), [((4, 6), (6, 5)), ((4, 3, 2), (6, 7, 5))])
def test_a_product_costs_what_matmul_does_which_is_run(a, b, batch):
    inner, shape = b[0], (a[0], *b[1:])
    ours = cost(graph("product", a, b, shape=shape, inner=inner), batch=batch)
    run = cost(graph("matmul", a, b), batch=batch)
    names = (*COUNTED, "flops", "weights_bytes", "traffic_bytes")
    assert [getattr(ours, one) for one in names] == [getattr(run, one) for one in names]


def test_a_recurrent_layer_by_hand():
    # LSTM of PyTorch, 10 features to 20 hidden ones, 5 steps: 4 gates of 20 rows meet 10 + 20.
    learned = [80 * 10, 80 * 20, 80, 80]
    sizes = {"shape": (5, 1, 20), "rows": 80, "inner": 30, "steps": (1, 5)}
    found = cost(graph("recurrent", (5, 10), function="LSTM", learned=learned, **sizes), batch=2)
    params = 80 * 10 + 80 * 20 + 160
    macs = 2 * 5 * 80 * 30
    assert [getattr(found, one) for one in COUNTED] == [params, macs, macs, 2 * 5 * 20]
    assert found.traffic_bytes == 4 * (params + 2 * (5 * 10 + 5 * 20))


@pytest.mark.parametrize("op", ["elementwise", "movement"])
@pytest.mark.parametrize(
    ("shapes", "output"),
    [
        ([(8, 7, 5)], (8, 7, 5)),
        ([(8, 1, 1), (8, 7, 5)], (8, 7, 5)),
        ([(4, 3), (2, 6)], (4, 3)),  # of equals the first
    ],
)
def test_a_shape_that_is_not_told_is_that_of_the_largest_input(op, shapes, output):
    assert graph(op, *shapes, function="Any").nodes[0].output == output


def test_a_product_has_a_shape_of_its_own():
    with pytest.raises(InputError, match=r"CC103.*shape is missing; give channels and sizes of"):
        OPS["product"](inner=3)


def field(op, *shapes, **arguments):
    return [(one.size, one.jump) for one in receptive_field(graph(op, *shapes, **arguments))]


def test_elements_keep_their_places_and_what_is_moved_may_lie_anywhere():
    assert field("elementwise", (8, 7), function="Erf") == [(1, 1)]
    assert field("elementwise", (8, 1), (8, 7), function="Mul") == [(1, 0)]  # one for all
    assert field("movement", (8, 7), function="Softmax") == [(7, 0)]
    assert field("product", (8, 7), (7, 7), shape=(8, 7), inner=7) == [(7, 0)]


@pytest.mark.parametrize("op", COUNTED_ONLY)
def test_they_are_not_run_and_it_is_said_what_to_do(op):
    told = {"function": "LSTM", "shape": 3, "inner": 3, "rows": 3, "steps": 3}
    found = graph(op, (3, 4), **{key: told[key] for key in OPS[op].model_fields if key in told})
    with pytest.raises(InputError) as caught:
        verify(found, name=op)
    assert str(caught.value) == (
        f"error[CC221]: it: {op} says what it costs, and not how it is done, so it cannot be run;"
        " verify the model that it was converted from"
    )


@pytest.mark.parametrize("learned", [True, False])
def test_a_table_counts_where_it_is_ones_own(learned):
    # 1000 rows of 64 features; of 50 tokens each is read, and 64 numbers are written.
    sizes = {"num_embeddings": 1000, "embedding_dim": 64}
    found = graph("embedding", (50,), **sizes, learned=learned)
    params = 64_000 if learned else 0
    assert found.nodes[0].output == (64, 50)
    assert cost(found).params == params
    assert cost(found).traffic_bytes == 4 * (params + 50 + 64 * 50)


HUGE = 10**30


def test_huge_sizes_are_exact():
    found = graph("product", (HUGE,), (HUGE,), shape=(HUGE, HUGE), inner=HUGE)
    assert (cost(found).macs, cost(found).activations) == (HUGE**3, HUGE**2)
    taken = graph("take", (1, HUGE), starts=(0, 1), steps=(1, 3))
    assert taken.nodes[0].output == (1, HUGE // 3)
    assert graph("permute", (2, HUGE), dims=(1, 0)).nodes[0].output == (HUGE, 2)
