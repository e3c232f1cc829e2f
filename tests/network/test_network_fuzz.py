"""Whatever a text says: a network with its cost, or an InputError with places in the text."""

from pathlib import Path
from textwrap import dedent

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convcalc.errors import InputError
from convcalc.network import Settings, opening, read_network, words
from convcalc.network.expand import Expansion
from convcalc.network.source import read_text

SPECS = Path(__file__).parents[2] / "specs"
# Short ones, so that a change hits something: joins, splits, tables, blocks, presets.
SEEDS = [
    (SPECS / f"{name}.yaml").read_text("utf-8")
    for name in ("lenet5", "mobilenet_v2", "shufflenet_v2_x1_0", "unet", "resnet18", "tcn")
]
VALUES = st.sampled_from(
    ("1", "2", "3", "0", "-1", "0.5", "half", "cin", "i", "w", "w*2", "3x1", "[1, 2]", "same", "~",
     "true", "1/0", "9**9**9", "[[0, 1], [1, 0]]", "{}", "relu", "none", "10**30", "c", "i == 0")
)  # fmt: skip
NAMES = st.sampled_from(("a", "b", "c", "prev", "input"))
KEYS = st.sampled_from(("out", "k", "s", "p", "d", "groups", "norm", "act", "bias", "c", "kernel"))
OPERATORS = st.sampled_from((*words.operators(), "box", "inner"))


@st.composite
def items(draw, depth=2):
    """One item, with graph words by chance."""
    op = draw(OPERATORS)
    pairs = draw(st.dictionaries(KEYS, VALUES, max_size=3))
    given = f"{{{', '.join(f'{key}: {value}' for key, value in pairs.items())}}}"
    if op in words.JOINS and depth:
        inner = draw(lists(depth - 1))
        name = draw(NAMES)
        given = draw(
            st.sampled_from(
                (f"[{name}, prev]", f"{{x: {inner}, y: []}}", "", f"{{x: {{from: {name}}}}}")
            )
        )
    if op == words.SPLIT:
        given = draw(st.sampled_from(("[a, b]", "{into: [a, b], sizes: [1, 3]}", "{into: []}")))
    beside = draw(
        st.dictionaries(
            st.sampled_from(("repeat", "if", "name", "from")), VALUES | NAMES, max_size=2
        )
    )
    rows = ", each: [{c: 2, name: t}, {c: 3}]" if draw(st.integers(0, 5)) == 0 else ""
    more = "".join(f", {key}: {value}" for key, value in beside.items())
    return f"{{{op}: {given or '~'}{more}{rows}}}"


@st.composite
def lists(draw, depth=2):
    """A list of layers, in one line."""
    return f"[{', '.join(draw(st.lists(items(depth), min_size=1, max_size=4)))}]"


@st.composite
def structures(draw):
    """A network that is one by its structure, whatever its values."""
    return dedent(f"""\
        convcalc: 1
        input: {draw(st.sampled_from(("4x8x8", "[w, 9]", "{a: 4x8x8, b: 4x8x8}", "4")))}
        vars: {{w: {draw(VALUES)}}}
        blocks:
          inner: {{vars: {{c: {draw(VALUES)}}}, layers: {draw(lists())}}}
          box: {{vars: {{c: required}}, layers: {draw(lists())}}}
        layers: {draw(lists())}
        """)


@st.composite
def mutations(draw):
    """A network of the zoo with a line or a word elsewhere, twice, or missing."""
    lines = draw(st.sampled_from(SEEDS)).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        found = lines[here].split(" ")
        change = draw(st.sampled_from(("move", "drop", "word")))
        if change == "word":
            found[draw(st.integers(0, len(found) - 1))] = draw(VALUES | NAMES | OPERATORS)
            lines[here] = " ".join(found)
        elif change == "move":
            lines.insert(there, lines[here])
        elif len(lines) > 1:
            del lines[here]
    return "\n".join(lines)


def check(text):
    try:
        read_network(read_text(text, "f.yaml"), Settings({})).cost()
    except InputError as error:
        for problem in error.problems:
            assert "\n" not in problem.message
            place = problem.place
            assert place or problem.code == "CC101"
            if place and place.file == "f.yaml":
                assert 1 <= place.line <= text.count("\n") + 1
                assert 1 <= place.column <= len(place.text) + 1


def few(*given, **more):
    return Expansion(*given, **more, left=500)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(structures(), mutations()))
def test_a_text_is_a_network_or_refused(text):
    """Of fewer layers than the language allows: more of the same would only take time."""
    before, opening.Expansion = opening.Expansion, few
    try:
        check(text)
    finally:
        opening.Expansion = before
