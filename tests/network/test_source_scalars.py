"""Plain scalars mean what the core schema of YAML 1.2 says, and nothing of 1.1 is left."""

import math

import pytest

from convcalc.errors import InputError
from convcalc.network.source import read_text

# YAML 1.2.2, example 10.9 and the table of section 10.3.2.
SPEC = {
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "0": 0, "0o7": 7, "0x3A": 58, "-19": -19, "+12": 12,
    "0.": 0.0, "-0.0": -0.0, ".5": 0.5, "+12e03": 12000, "-2E+05": -200000,
    ".inf": math.inf, "-.Inf": -math.inf, "+.INF": math.inf,
}  # fmt: skip
# By the regular expressions of the same section; each is something else in YAML 1.1.
NO_MORE = {
    "010": 10, "0b11": "0b11", "1_000": "1_000", "3:3": "3:3", "190:20:30": "190:20:30",
    "no": "no", "yes": "yes", "on": "on", "off": "off", "y": "y", "nULL": "nULL",
    "1e6": 1000000, "1E3": 1000, "2024-01-01": "2024-01-01", "=": "=", "0o8": "0o8",
}  # fmt: skip
# The notation of the network language stays text.
OURS = {"3x224x224": "3x224x224", "300M": "300M", "2%": "2%", "+": "+", ".": "."}
FLOATS = {"1.0": 1.0, "1.5e3": 1500.0, "1e-3": 0.001, "1.e2": 100.0}


@pytest.mark.parametrize(("text", "value"), {**SPEC, **NO_MORE, **OURS, **FLOATS}.items())
def test_a_plain_scalar(text, value):
    for form in (f"a: {text}\n", f"a: [{text}, 1]\n", f"? a\n: {text}\n"):
        if not text and "[" in form:
            continue
        found = read_text(form, "f").root.get("a")
        scalar = found.items[0] if "[" in form else found
        assert (scalar.value, type(scalar.value)) == (value, type(value))
        assert (scalar.text, scalar.plain) == (text, True)


def test_no_number():
    found = read_text("[.nan, .NaN, .NAN, nan]", "f").root.items
    assert [isinstance(one.value, float) and math.isnan(one.value) for one in found] == [
        *[True] * 3,
        False,
    ]


@pytest.mark.parametrize("form", ["'{}'", '"{}"', "|-\n  {}", ">-\n  {}"])
@pytest.mark.parametrize("text", ["3", "true", "null", "1e6"])
def test_what_is_quoted_is_text(form, text):
    scalar = read_text(f"a: {form.format(text)}\n", "f").root.get("a")
    assert (scalar.value, scalar.text, scalar.plain) == (text, text, False)


def test_a_whole_number_is_exact():
    value = read_text("123456789012345678901234567890e10", "f").root.value
    assert value == 123456789012345678901234567890 * 10**10


@pytest.mark.parametrize(
    "text", ["9" * 401, "1e401", "-1e99999999999", "1.0e999", "0x" + "f" * 999]
)
def test_a_number_out_of_range_is_refused_at_once(text):
    with pytest.raises(InputError, match=r"^f:1:4: error\[CC105\]: ") as caught:
        read_text(f"a: {text}\n", "f")
    assert len(caught.value.problems) == 1
