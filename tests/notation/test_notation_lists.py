"""`a,b,c` and `lo..hi:step`, and what is said of the rest."""

import pytest

from convcalc.notation import choices

NUMBER = "as a number; write it like 64, 1_000, 300M, 4.1G or 1e6"
EMPTY = "is empty; write it upwards, like 8..64:8"

GOOD = {
    "64": "64",
    "64,128,256": "64 128 256",
    " 64 , 128 ": "64 128",
    "half,same": "half same",
    "3x3,5x5": "3x3 5x5",
    "1..3": "1 2 3",
    "1..1": "1",
    "8..32:8": "8 16 24 32",
    "1..3,7": "1 2 3 7",
    "1k..3k:1k": "1000 2000 3000",
    "0.5..1:0.25": "0.5 0.75 1",
    "0..1:0.1": "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1",  # floats would say 0.30000000000000004
    "-1..1": "-1 0 1",
}
BAD = {
    "": 'an empty value in the list ""; write it like 64,128,256',
    "64,": 'an empty value in the list "64,"; write it like 64,128,256',
    "64,,128": 'an empty value in the list "64,,128"; write it like 64,128,256',
    "1..4:2": 'the range "1..4:2" misses its end: 1 + 1·2 = 3, then 5; end it at 3 or 5',
    "8..30:8": 'the range "8..30:8" misses its end: 8 + 2·8 = 24, then 32; end it at 24 or 32',
    "0..1:0.3": 'the range "0..1:0.3" misses its end: 0 + 3·0.3 = 0.9, then 1.2;'
    " end it at 0.9 or 1.2",
    "5..1": f'the range "5..1" {EMPTY}',
    "1..5:0": f'the range "1..5:0" {EMPTY}',
    "1..5:-1": f'the range "1..5:-1" {EMPTY}',
    "a..b": f'cannot read "a" {NUMBER}',
    "..3": f'cannot read "" {NUMBER}',
    "1..": f'cannot read "" {NUMBER}',
    "1..inf": f'cannot read "inf" {NUMBER}',
    "0..100000": 'the range "0..100000" has 100,001 values; at most 100,000 are tried',
    "0..1:1e-30": 'the range "0..1:1e-30" has 1,000,000,000,000,000,000,000,000,000,001 values;'
    " at most 100,000 are tried",
}


@pytest.mark.parametrize(("text", "values"), GOOD.items())
def test_a_list_tries_each_and_a_range_has_both_ends(text, values):
    assert choices(text) == values.split()


@pytest.mark.parametrize(("text", "message"), BAD.items())
def test_what_is_no_list_is_said_word_for_word(text, message):
    with pytest.raises(ValueError, match=r"range|list|cannot read") as caught:
        choices(text)
    assert str(caught.value) == message


def test_the_longest_range_that_is_tried():
    assert len(choices("1..100000")) == 100_000


@pytest.mark.parametrize("last", ["0.0000001", "0.12345678901234567"])
def test_steps_are_decimal_and_exact(last):
    assert choices(f"0..{last}:{last}") == ["0", last]
