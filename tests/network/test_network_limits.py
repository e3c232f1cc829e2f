"""Files that would take all time or memory end at once, with a place. No clock is asked:

without the bounds these would not come to an end.
"""

import pytest
from networks import HEAD, opened, sentences

NESTED = """\
blocks:
  z: {layers: %s}
  a: {layers: [{z: {}, repeat: 1000}]}
  b: {layers: [{a: {}, repeat: 1000}]}
layers: [{b: {}, repeat: 1000}]
"""
DOUBLED = "".join(f"  b{n}: {{layers: [b{n + 1}, b{n + 1}]}}\n" for n in range(50))
BRANCHES = ", ".join(f"b{n}: []" for n in range(1000))
ALIASES = "".join(
    f"  - add: &b{n + 1} {{x: [{{add: *b{n}}}], y: [{{add: *b{n}}}]}}\n" for n in range(40)
)
LONG = "n" * 5_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("layers: [{relu: {}, repeat: 1000000000}]", "CC113"),
        ("layers: [{relu: {}, repeat: 10**300}]", "CC113"),
        (NESTED % "[]", "CC113"),
        (NESTED % "[{relu: {}, if: 0}]", "CC113"),
        (f"blocks:\n{DOUBLED}  b50: {{layers: []}}\nlayers: [b0]", "CC113"),
        (f"layers: [{{add: {{{BRANCHES}}}, repeat: 1000}}]", "CC113"),
        (f"layers: [{{add: [{'input, ' * 1000}input], repeat: 1000}}]", "CC113"),
        (f"layers: [{{relu: , repeat: 100000, name: {LONG}}}]", "CC113"),
        (f"layers:\n  - add: &b0 {{x: [relu], y: [relu]}}\n{ALIASES}", "CC109"),
        (f"layers: {'[' * 5000}{']' * 5000}", "CC109"),
        ("layers: [{conv: {out: 9**9**9, k: 1}}]", "CC112"),
        ("layers: [{conv: {out: .nan, k: 1}}]", "CC105"),
        ("layers: !!python/object/apply:os.system ['true']", "CC109"),
    ],
)
def test_too_much_ends_at_once(text, code):
    (told,) = sentences(text)
    assert f"error[{code}]" in told
    assert told.startswith("net.yaml:")


def chain(last):
    blocks = "".join(f"  b{n}: {{layers: [b{n + 1}]}}\n" for n in range(5000))
    return f"{HEAD}blocks:\n{blocks}  b5000: {{layers: [{last}]}}\nlayers: [b0]"


def test_a_chain_of_blocks_is_as_deep_as_it_may_be():
    (told,) = sentences(chain("relu"))
    assert "error[CC113]: blocks are nested more than 60 deep" in told


def test_a_long_circle_is_told_in_short():
    (told,) = sentences(chain("b0"))
    assert "b0 -> b1 -> b2 -> b3 -> b4 -> b5 -> … -> b5000 -> b0" in told


def test_thousands_of_vars_use_one_another():
    several = ", ".join(f"v{n}: {f'v{n - 1}' if n else 3}" for n in range(3000))
    network = opened(f"vars: {{{several}}}\nlayers: [{{conv: {{out: v2999, k: 1}}}}]")
    assert network.graph.nodes[0].output == (3, 8, 8)


def test_of_thousands_of_errors_the_first_hundred_are_told():
    told = sentences("layers:\n" + "".join(f"  - relu{n}\n" for n in range(3000)))
    assert len(told) == 100
    assert told[0].startswith("net.yaml:4:5: error[CC117]")
