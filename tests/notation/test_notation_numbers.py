"""What a number, a whole number and a size may look like, and what is said of the rest."""

from fractions import Fraction

import pytest

from convcalc.notation import byte_size, integer, number

NUMBER = "as a number; write it like 64, 1_000, 300M, 4.1G or 1e6"
SIZE = "as a number; write it like 512MiB, 14MB or 4096"

GOOD = {
    "64": 64,
    " 7 ": 7,
    "+5": 5,
    "-3": -3,
    "1_000": 1000,
    "300M": 300_000_000,
    "4.1G": 4_100_000_000,  # exactly: 4.1 is no binary fraction
    "1.5k": 1500,
    "2T": 2_000_000_000_000,
    "1e6": 1_000_000,
    "1E6": 1_000_000,
    "1e6M": 10**12,
    ".5": Fraction(1, 2),
    "0.1": Fraction(1, 10),
    "1e-3": Fraction(1, 1000),
    "1_0.2_5": Fraction(1025, 100),
    "9" * 200: 10**200 - 1,
}

BAD = {
    "": f'cannot read "" {NUMBER}',
    "  ": f'cannot read "" {NUMBER}',
    "nan": f'cannot read "nan" {NUMBER}',
    "NaN": f'cannot read "NaN" {NUMBER}',
    "inf": f'cannot read "inf" {NUMBER}',
    "-inf": f'cannot read "-inf" {NUMBER}',
    "many": f'cannot read "many" {NUMBER}',
    "_1": f'cannot read "_1" {NUMBER}',
    "²": f'cannot read "²" {NUMBER}',
    "٣": f'cannot read "٣" {NUMBER}',  # a digit to Python, not to the reader of a report
    "４": f'cannot read "４" {NUMBER}',
    "9" * 201: f'cannot read "{"9" * 20}…" {NUMBER}',
    "x" * 10**6: f'cannot read "{"x" * 20}…" {NUMBER}',
    "2K": 'cannot read "2K": there is no unit "K"; write k (= 1000)',
    "2m": 'cannot read "2m": there is no unit "m"; write M (= 1,000,000)',
    "2g": 'cannot read "2g": there is no unit "g"; write G',
    "2t": 'cannot read "2t": there is no unit "t"; write T',
    "3%": 'cannot read "3%": there is no unit "%"; write k, M, G, T',
    "1 000": 'cannot read "1 000": there is no unit "000"; write k, M, G, T',
    "0x10": 'cannot read "0x10": there is no unit "x10"; write k, M, G, T',
    "1__0": 'cannot read "1__0": there is no unit "__0"; write k, M, G, T',
}


@pytest.mark.parametrize(("text", "value"), GOOD.items())
def test_a_number_is_read_exactly(text, value):
    assert number(text) == value


@pytest.mark.parametrize(("text", "message"), BAD.items(), ids=lambda text: text[:12])
def test_what_is_no_number_is_said_word_for_word(text, message):
    with pytest.raises(ValueError, match=r"^cannot read ") as caught:
        number(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "value"), [("64", 64), ("1_024", 1024), ("1.5k", 1500), ("2.50e1", 25), ("-2", -2)]
)
def test_a_whole_number(text, value):
    read = integer(text)
    assert (read, type(read)) == (value, int)


@pytest.mark.parametrize("text", ["1.5", "1e-1", "0.0001k", ".5"])
def test_a_broken_number_is_not_whole(text):
    with pytest.raises(ValueError, match="whole") as caught:
        integer(text)
    assert str(caught.value) == f'"{text}" is not a whole number'


# Powers of 1000 and of 1024 written out (IEC 80000-13).
SIZES = {
    "512": 512,
    "512B": 512,
    "1kB": 1000,
    "1KiB": 1024,
    "14MB": 14_000_000,
    "14MiB": 14_680_064,
    "1 GB": 1_000_000_000,
    "1GiB": 1_073_741_824,
    "1TB": 1_000_000_000_000,
    "1TiB": 1_099_511_627_776,
    "0.5MiB": 524_288,
}
KILO, MEGA, GIGA = (
    f"{unit}B (= 1000{power} B) or {unit.upper()}iB (= 1024{power} B)"
    for unit, power in (("k", ""), ("M", "²"), ("G", "³"))
)
BAD_SIZES = {
    "": f'cannot read "" {SIZE}',
    "nan": f'cannot read "nan" {SIZE}',
    **{
        f"14{unit}": f'cannot read "14{unit}": there is no unit "{unit}"; write {meant}'
        for units, meant in (("KB Kb kb", KILO), ("Mb mb", MEGA), ("Gb gb", GIGA))
        for unit in units.split()
    },
    "14M": 'cannot read "14M": there is no unit "M"; write B, kB, MB, GB, TB, KiB, MiB, GiB, TiB',
}


@pytest.mark.parametrize(("text", "value"), SIZES.items())
def test_a_size_in_bytes(text, value):
    assert byte_size(text) == value


@pytest.mark.parametrize(("text", "message"), BAD_SIZES.items())
def test_what_is_no_size_is_said_word_for_word(text, message):
    with pytest.raises(ValueError, match=r"^cannot read ") as caught:
        byte_size(text)
    assert str(caught.value) == message
