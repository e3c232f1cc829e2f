"""Small models, made with the onnx package, and what convcalc makes of them."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from convcalc.network.onnx import read_model
from convcalc.network.onnx.decode import decoded
from convcalc.network.onnx.importer import Importer
from convcalc.verify.model import outputs as answers

onnx = pytest.importorskip("onnx")
FLOAT, INT64, INT8, UINT8 = (
    onnx.TensorProto.FLOAT,
    onnx.TensorProto.INT64,
    onnx.TensorProto.INT8,
    onnx.TensorProto.UINT8,
)


@dataclass
class Making:
    """A model as it grows: `op` adds an operator and gives the name of its first output."""

    inputs: dict = field(default_factory=dict)
    opset: int = 17
    kinds: dict = field(default_factory=dict)
    prefix: str = ""  # of all names, so that those of graphs in graphs differ
    listed: bool = False  # weights stand among the inputs too, as old files have them
    nodes: list = field(default_factory=list)
    weights: list = field(default_factory=list)
    functions: list = field(default_factory=list)

    def op(self, name, *inputs, outputs=1, called="", domain="", **attributes):
        written = [f"{self.prefix}t{len(self.nodes)}_{number}" for number in range(outputs)]
        node = onnx.helper.make_node(name, inputs, written, called, domain=domain, **attributes)
        self.nodes.append(node)
        return written[0] if outputs == 1 else written

    def weight(self, *dims, kind=FLOAT, name=None):
        """A weight of that shape, whose numbers are in another file that does not exist."""
        tensor = onnx.TensorProto(
            name=name or f"{self.prefix}w{len(self.weights)}", dims=dims, data_type=kind
        )
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="../../etc/passwd")
        self.weights.append(tensor)
        return tensor.name

    def numbers(self, values, kind=np.int64):
        """Numbers that stand in the file."""
        name = f"{self.prefix}n{len(self.weights)}"
        self.weights.append(onnx.numpy_helper.from_array(np.array(values, kind), name))
        return name

    def model(self, *outputs):
        given = {
            name: onnx.helper.make_tensor_value_info(name, self.kinds.get(name, FLOAT), dims)
            for name, dims in self.inputs.items()
        }
        if self.listed:
            for one in self.weights:
                given[one.name] = onnx.helper.make_tensor_value_info(
                    one.name, one.data_type, list(one.dims)
                )
        asked = [onnx.helper.make_tensor_value_info(name, FLOAT, None) for name in outputs]
        graph = onnx.helper.make_graph(
            self.nodes, "made", list(given.values()), asked, self.weights
        )
        opsets = [onnx.helper.make_opsetid("", self.opset)]
        opsets += [onnx.helper.make_opsetid(one.domain, 1) for one in self.functions]
        return onnx.helper.make_model(graph, opset_imports=opsets, functions=self.functions)

    def graph(self, *outputs, asked=None, given=None):
        """The graph that convcalc reads; all of it is counted."""
        found = self.imported(*outputs, asked=asked, given=given)
        assert found.uncounted == ()
        return found.graph

    def imported(self, *outputs, asked=None, given=None):
        data = memoryview(self.model(*outputs).SerializeToString())
        return read_model(data, "made.onnx", asked, given or {})

    def whole(self, *outputs):
        """The same, the first axis being no batch but as long as it is said to be."""
        data = memoryview(self.model(*outputs).SerializeToString())
        found = Importer(decoded(data), self.inputs).imported()
        assert found.uncounted == ()
        return found

    def ran(self, *outputs, **given):
        """What the model answers to arrays for its inputs."""
        found = self.whole(*outputs)
        made = answers(found.graph, found.execution, given, memory=2**28)
        return [made[name] for name in outputs]


def one_op(name, shape, *weights, opset=17, **attributes):
    """The graph of a model of one operator with weights of those shapes."""
    made = Making({"x": shape}, opset)
    return made.graph(made.op(name, "x", *[made.weight(*one) for one in weights], **attributes))


def macs(graph):
    return sum(
        node.op.figures(node.in_shapes, node.output, 1).get("macs", 0) for node in graph.nodes
    )


def params(graph):
    figures = [node.op.figures(node.in_shapes, node.output, 1) for node in graph.nodes]
    return sum(one.get("params", 0) for one in figures)


def ops(graph):
    return [node.op.name for node in graph.nodes]


def output(graph):
    return graph.shape(graph.outputs[0])


def mutated(data, generator):
    """Some bytes changed, lost or put in; or the end cut off."""
    found = bytearray(data)
    if generator.random() < 0.1:
        return bytes(found[: generator.randrange(len(found))])
    for _ in range(generator.choice([1, 1, 2, 4, 16])):
        at, kind = generator.randrange(len(found)), generator.random()
        if kind < 0.7:
            found[at] = generator.choice([generator.randrange(256), 0, 255, found[at] ^ 128])
        elif kind < 0.85:
            del found[at : at + generator.randrange(1, 20)]
        else:
            found[at:at] = generator.randbytes(generator.randrange(1, 9))
    return bytes(found)
