"""Which channels an output channel reads, one by one, by the definition of each operator."""


def conv(op, channel, shapes):
    many, each = shapes[0][0] // op.groups, op.out_channels // op.groups
    first = channel // each * many
    return [(0, first + i) for i in range(many)]


def shuffle(op, channel, shapes):
    # ShuffleNet, arXiv:1707.01083: (G, C/G), transposed, flattened.
    heap = shapes[0][0] // op.groups
    dealt = [(0, group * heap + i) for i in range(heap) for group in range(op.groups)]
    return [dealt[channel]]


def concat(_op, channel, shapes):
    every = [(which, i) for which, shape in enumerate(shapes) for i in range(shape[0])]
    return [every[channel]]


def same(_op, channel, shapes):
    return [(which, channel) for which in range(len(shapes))]


READS = {"conv": conv, "shuffle": shuffle, "concat": concat, "add": same, "relu": same}


def known(graph):
    """For each output of a graph and each of its channels, the input channels behind it."""
    tensors, count = [], 0
    for channels, *_ in graph.inputs:
        tensors.append([{count + i} for i in range(channels)])
        count += channels
    for node in graph.nodes:
        reads = READS[node.op.name]
        tensors.append(
            [
                set().union(
                    *[
                        tensors[node.inputs[which]][at]
                        for which, at in reads(node.op, channel, node.in_shapes)
                    ]
                )
                for channel in range(node.output[0])
            ]
        )
    return [tensors[tensor] for tensor in graph.outputs]
