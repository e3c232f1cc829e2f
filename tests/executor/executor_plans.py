"""Plans of one step, and a convolution by plain loops over everything."""

from itertools import product

import numpy as np

from convcalc.executor import Plan, Step


def layer(op, *shapes, batch=1, path="layer", **arguments):
    ids = tuple(range(len(shapes)))
    return Plan(shapes, (Step(path, op, arguments, ids),), (len(shapes),), batch)


def chain(shape, *steps, batch=1):
    """Steps (op, arguments), each of which reads the one before."""
    made = tuple(Step(f"{i}", op, arguments, (i,)) for i, (op, arguments) in enumerate(steps))
    return Plan((shape,), made, (len(made),), batch)


def numbers(shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def naive_conv(x, weight, *, stride, padding, dilation, groups):
    """Every output, every tap, every channel; taps outside the input are zeros. Float64.

    Also returns how many products there were, and how many of a real element.
    """
    many, each = weight.shape[1], len(weight) // groups
    kernel, space = weight.shape[2:], x.shape[2:]
    out_space = []
    for size, k, s, (before, after), d in zip(
        space, kernel, stride, padding, dilation, strict=True
    ):
        at = out = 0
        while at + d * (k - 1) < size + before + after:
            at, out = at + s, out + 1
        out_space.append(out)
    result = np.zeros((len(x), len(weight), *out_space))
    done = useful = 0
    for n, m, *p in product(*(range(i) for i in result.shape)):
        for c, *t in product(range(many), *(range(k) for k in kernel)):
            place = [
                i * s + j * d - pad[0]
                for i, s, j, d, pad in zip(p, stride, t, dilation, padding, strict=True)
            ]
            done += 1
            if all(0 <= i < size for i, size in zip(place, space, strict=True)):
                useful += 1
                element = x[(n, m // each * many + c, *place)]
                result[(n, m, *p)] += float(element) * float(weight[(m, c, *t)])
    return result, done, useful


def naive_conv_transpose(x, weight, *, stride, padding, dilation, groups, output_padding):
    """Every input element, scattered over every tap. Float64."""
    many, each = x.shape[1] // groups, weight.shape[1]
    kernel, space = weight.shape[2:], x.shape[2:]
    out_space = [
        (size - 1) * s - before - after + d * (k - 1) + extra + 1
        for size, s, (before, after), d, k, extra in zip(
            space, stride, padding, dilation, kernel, output_padding, strict=True
        )
    ]
    result = np.zeros((len(x), each * groups, *out_space))
    done = useful = 0
    for n, c, *i in product(*(range(size) for size in x.shape)):
        for m, *t in product(range(each), *(range(k) for k in kernel)):
            place = [
                a * s + b * d - pad[0]
                for a, s, b, d, pad in zip(i, stride, t, dilation, padding, strict=True)
            ]
            done += 1
            if all(0 <= o < size for o, size in zip(place, out_space, strict=True)):
                useful += 1
                product_ = float(x[(n, c, *i)]) * float(weight[(c, m, *t)])
                result[(n, c // many * each + m, *place)] += product_
    return result, done, useful
