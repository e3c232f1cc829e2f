"""Networks of the literature, built operator by operator; figures of them are in the tests."""

from convcalc.graph import Builder
from convcalc.ops import OPS


class Chain:
    """A builder that follows one tensor, so that a network reads from top to bottom."""

    def __init__(self, *shapes):
        self.build = Builder(*shapes)
        self.x = 0

    def op(self, name, *others, **arguments):
        """Put an operator behind the tensor; `others` are read beside it."""
        path = f"{len(self.build)}.{name}"
        self.x = self.build.add(path, OPS[name](**arguments), self.x, *others)
        return self.x

    def conv(self, out_channels, kernel_size, stride=1, padding="half", **arguments):
        arguments = {"kernel_size": kernel_size, "stride": stride, "padding": padding, **arguments}
        return self.op("conv", out_channels=out_channels, **arguments)

    def conv_bn_relu(self, *arguments, **keywords):
        self.conv(*arguments, bias=False, **keywords)
        self.op("bn")
        return self.op("relu")

    def pool(self, kernel_size, stride, padding=0):
        # Windows of a mean are those of a maximum.
        return self.op("avgpool", kernel_size=kernel_size, stride=stride, padding=padding)

    def graph(self):
        return self.build.graph(self.x)


def resnet(blocks, *, strided=3, size=224):
    """Bottleneck ResNet up to its last block: v1.5 strides the 3×3, v1 the 1×1 (`strided=1`).

    Source: He et al., arXiv:1512.03385, table 1; torchvision/models/resnet.py for v1.5.
    """
    net = Chain((3, size, size))
    net.conv_bn_relu(64, 7, 2)
    net.pool(3, 2, 1)
    for stage, count in enumerate(blocks):
        for block in range(count):
            stride = 2 if stage and not block else 1
            bottleneck(net, 64 * 2**stage, stride, strided, project=not block)
    return net


def bottleneck(net, mid, stride, strided, *, project):
    entry = net.x
    net.conv_bn_relu(mid, 1, stride if strided == 1 else 1)
    net.conv_bn_relu(mid, 3, stride if strided == 3 else 1)
    net.conv(4 * mid, 1, bias=False)
    main = net.op("bn")
    if project:
        net.x = entry
        net.conv(4 * mid, 1, stride, bias=False)
        entry = net.op("bn")
    net.x = main
    net.op("add", entry)
    net.op("relu")


def vgg16(size=224):
    """Simonyan & Zisserman, arXiv:1409.1556, configuration D, up to pool5."""
    net = Chain((3, size, size))
    for width, convs in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(convs):
            net.conv(width, 3)
            net.op("relu")
        net.pool(2, 2)
    return net


def alexnet_v2():
    """Krizhevsky, arXiv:1404.5997, as TensorFlow's slim has it, up to pool5."""
    net = Chain((3, 224, 224))
    net.conv(64, 11, 4, "valid")
    net.pool(3, 2)
    net.conv(192, 5)
    net.pool(3, 2)
    for width in (384, 384, 256):
        net.conv(width, 3)
    net.pool(3, 2)
    return net


def mobilenet_v1(size=224):
    """Howard et al., arXiv:1704.04861, table 1, up to the last pointwise convolution."""
    net = Chain((3, size, size))
    net.conv_bn_relu(32, 3, 2)
    widths = [64, 128, 128, 256, 256, *[512] * 6, 1024, 1024]
    strides = [1, 2, 1, 2, 1, 2, *[1] * 5, 2, 1]
    channels = 32
    for width, stride in zip(widths, strides, strict=True):
        net.conv_bn_relu(channels, 3, stride, groups=channels)
        net.conv_bn_relu(width, 1)
        channels = width
    return net


def unet(depth, width=8, size=64, *, scale="resize"):
    """Ronneberger et al., arXiv:1505.04597, with padded convolutions; `depth` times halved."""
    net = Chain((3, size, size))
    skips = []
    for level in range(depth):
        double_conv(net, width * 2**level)
        skips.append(net.x)
        net.pool(2, 2)
    double_conv(net, width * 2**depth)
    for level in reversed(range(depth)):
        if scale == "resize":
            net.op("resize", scale=2)
        else:
            net.op("conv_transpose", out_channels=width * 2**level, kernel_size=2, stride=2)
        net.op("concat", skips[level])
        double_conv(net, width * 2**level)
    return net


def double_conv(net, width):
    for _ in range(2):
        net.conv(width, 3)
        net.op("relu")
