"""The alignment of two sequences, held against the textbook's table of all prefixes."""

from hypothesis import given
from hypothesis import strategies as st

from convcalc.audit.difference.alignment import aligned

TEXTS = st.text(alphabet="abc", max_size=12)


def longest(old, new):
    """How long a longest common subsequence is: Wagner and Fischer, JACM 21, 1974."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for x, one in enumerate(old):
        for y, other in enumerate(new):
            beside = max(lengths[x][y + 1], lengths[x + 1][y])
            lengths[x + 1][y + 1] = lengths[x][y] + 1 if one == other else beside
    return lengths[-1][-1]


@given(TEXTS, TEXTS)
def test_it_is_a_longest_common_subsequence(old, new):
    found = aligned(old, new)
    assert all(old[x] == new[y] for x, y in found)
    assert found == sorted(found)
    for side in zip(*found, strict=True):
        assert len(set(side)) == len(side)
    assert len(found) == longest(old, new)


def test_an_insertion_shifts_nothing():
    assert aligned("aaaa", "aabaa") == [(0, 0), (1, 1), (2, 3), (3, 4)]


def test_what_is_in_one_alone_does_not_count_as_an_edit():
    old = [*range(1000), "x", *range(5000, 9000)]
    new = [*range(1000), *range(9000, 20000), "x"]
    assert aligned(old, new)[-1] == (1000, 12000)


def test_beyond_500_edits_only_the_ends_are_the_same():
    # 600 letters in the other order need 2 x 599 edits: one of each can stay.
    middle = list(range(600))
    assert aligned(["a", *middle, "z"], ["a", *middle[::-1], "z"]) == [(0, 0), (601, 601)]
    few = list(range(200))
    assert len(aligned(["a", *few, "z"], ["a", *few[::-1], "z"])) == 3
