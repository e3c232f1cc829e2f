"""Random arguments and shapes for the operators that put elements at other places."""

import size_cases
from hypothesis import strategies as st

ANY = st.integers(0, 3).flatmap(size_cases.shapes)
STEPS = st.sampled_from([1, 2, 3, -1, -2])


@st.composite
def permute(draw):
    shape = draw(ANY)
    return {"dims": tuple(draw(st.permutations(range(len(shape)))))}, shape


@st.composite
def run(draw, size):
    """A start, a step, and how many of the elements that there are from there on."""
    start, step = draw(st.integers(0, size - 1)), draw(STEPS)
    there = list(range(size))[start::step]
    return start, step, draw(st.integers(1, len(there)))


@st.composite
def take(draw):
    """Each axis by itself; or one number for all, which the shortest of them allows."""
    shape = draw(ANY)
    if draw(st.booleans()):
        start, step, count = draw(run(min(shape)))
        arguments = {"starts": start, "steps": step, "counts": count}
    else:
        each = zip(*[draw(run(size)) for size in shape], strict=True)
        arguments = dict(zip(("starts", "steps", "counts"), map(tuple, each), strict=True))
    if draw(st.booleans()):
        arguments["counts"] = None
    return arguments, shape


@st.composite
def embedding(draw):
    sizes = {"num_embeddings": draw(st.integers(1, 6)), "embedding_dim": draw(st.integers(1, 4))}
    return {**sizes, "learned": draw(st.booleans())}, draw(ANY)
