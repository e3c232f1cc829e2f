"""Whatever the text: nodes, or an InputError whose places are in the text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convcalc.errors import InputError
from convcalc.network.source import read_text
from convcalc.network.source.compose import composed
from convcalc.network.source.decode import decoded

NETWORK = """\
convcalc: 1
name: small   # a comment
vars: {width: 64, wide: &wide "2*width"}
blocks:
  unit:
    vars: {mid: required}
    layers:
      - add:
          main: [{conv: {out: mid, k: 3}}, relu]
          skip: []
layers:
  - conv: {out: *wide, k: 7, s: 2}
    if: width != 1 or 'x'
  - unit: {mid: 64}
source: >-
  nothing
  more
"""
SIGNS = st.text("ab1 \n\n\t:,-?{}[]&*!|>'\"%@`#<$.~\\\r\x85\u2028\ufeffü😀\0", max_size=40)


@st.composite
def mutated(draw):
    """The network above with a few pieces taken out, put in or written twice."""
    text = NETWORK
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        new = draw(st.one_of(st.just(""), SIGNS, st.just(text[start:end] * 2)))
        text = text[:start] + new + text[end:]
    return text


def check(text):
    try:
        read_text(text, "f")
    except InputError as error:
        for problem in error.problems:
            if place := problem.place:
                assert place.line >= 1
                assert 1 <= place.column <= len(place.text) + 1
                assert place.width >= 1
            assert "\n" not in problem.message


@given(st.one_of(SIGNS, mutated(), st.text(), st.binary()))
@example("- &a\n- *a\n")
@example('"\\u2028"')
def test_a_text_is_read_or_refused(text):
    check(text)


@given(mutated())
@example("a: {out: }\n")
@example("a: {out:}\n")
def test_what_both_parsers_read_is_the_same(text):
    """Each refuses a little that the other reads, such as {out:}; nothing is read in two ways."""
    found = [read(text, parser) for parser in ("CSafeLoader", "SafeLoader")]
    if None not in found:
        assert found[0] == found[1]


def read(text, parser):
    try:
        return composed(decoded(text, "f"), parser)
    except InputError:
        return None


def test_the_network_itself_is_read():
    assert read_text(NETWORK, "f").root.get("source").text == "nothing more"
    with pytest.raises(InputError):
        read_text(NETWORK + "name: again\n", "f")
