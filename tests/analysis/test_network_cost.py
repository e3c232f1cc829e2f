"""The answer for a network: sums of its layers, and what is of the whole."""

from known_networks import Chain, resnet

from convcalc.analysis.cost import METRICS, graph_cost, op_costs
from convcalc.analysis.network_cost import network_cost
from convcalc.graph import Builder
from convcalc.ops import OPS


def test_resnet50_without_its_head():
    # data/reference_networks.csv: 25,557,032 params and 4,089,184,256 MACs with the linear
    # layer, which has 2048·1000 weights and 1000 biases.
    cost = network_cost(resnet((3, 4, 6, 3)).graph(), batch=1, dtype="fp32")
    assert cost.params == 25_557_032 - 2_049_000
    assert cost.macs == 4_089_184_256 - 2_048_000
    assert cost.flops == 2 * cost.macs
    assert cost.peak_activation_bytes == 9_633_792
    assert (cost.receptive_field, cost.receptive_field_smallest) == ((427, 427), (11, 11))
    assert (cost.jump, cost.offset) == ((32, 32), (-213, -213))
    assert cost.field_at == cost.ops[-1].node.path


def test_totals_are_the_sums_of_the_operators():
    cost = network_cost(resnet((1, 1, 1, 1)).graph(), batch=2, dtype="fp16")
    for metric in METRICS:
        assert getattr(cost, metric) == sum(getattr(one, metric) for one in cost.ops)


def test_what_only_training_runs_counts_its_params():
    build = Builder((2, 8, 8))
    x = build.add("conv", OPS["conv"](out_channels=4, kernel_size=3), 0)
    plain = build.graph(x)
    build.add("aux", OPS["conv"](out_channels=8, kernel_size=1), x, train_only=True)
    alone, both = (graph_cost(one, batch=1, dtype="fp32") for one in (plain, build.graph(x)))
    assert both.params == alone.params + 8 * 4 + 8
    assert both.weights_bytes == alone.weights_bytes + 4 * (8 * 4 + 8)
    for metric in ("macs", "effective_macs", "activations", "traffic_bytes"):
        assert getattr(both, metric) == getattr(alone, metric)


def test_equal_operators_are_asked_once(monkeypatch):
    asked, figures = [], OPS["conv"].figures

    def counted(self, inputs, output, batch):
        asked.append(output)
        return figures(self, inputs, output, batch)

    monkeypatch.setattr(OPS["conv"], "figures", counted)
    net = Chain((4, 8))
    for _ in range(50):
        net.conv(4, 3)  # each with arguments of its own, which are equal
    costs = op_costs(net.graph(), batch=1, dtype="fp32")
    assert len(asked) == 1
    assert [cost.node.path for cost in costs] == [f"{number}.conv" for number in range(50)]
    # 3 taps on 8 positions of 4 to 4 channels.
    assert {cost.macs for cost in costs} == {3 * 8 * 16}


def test_equal_operators_on_other_inputs_cost_their_own():
    net = Chain((4, 8))
    relu = OPS["relu"]()
    x = net.build.add("a", relu, 0)
    x = net.build.add("conv", OPS["conv"](out_channels=4, kernel_size=3), x)
    net.build.add("b", relu, x)
    costs = op_costs(net.build.graph(x), batch=1, dtype="int8")
    assert [costs[0].traffic_bytes, costs[2].traffic_bytes] == [2 * 32, 2 * 24]
