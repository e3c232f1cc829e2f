"""What no field of any spec takes: every operator and variant, every field, one table of values."""

import math

import numpy as np
import pytest

from convcalc.errors import InputError
from convcalc.ops import OPS
from convcalc.variants import VARIANTS
from convcalc.variants.layer import Layer

SPECS = {
    **{f"op {name}": spec for name, spec in OPS.items()},
    **{f"variant {name}": spec for name, spec in VARIANTS.items()},
}
NUMBER = "as a number; write it like 64, 1_000, 300M, 4.1G or 1e6"
TUPLE = "as a tuple; write one number per axis, like 3x224x224"
FORM = (
    "write 3, 1x2 (per axis), 1+2x0+1 (before+after) or one of valid, half, same, same_lower, full,"
    " causal"
)

NO_NUMBERS = [
    *((value, f"{value!r} is not a whole number") for value in (1.5, 1.0, True, False, b"3", {})),
    *((value, f"{value!r} is not a whole number") for value in (math.nan, math.inf, 3 + 0j)),
    # NumPy 1 writes it as 3.0, NumPy 2 as np.float64(3.0).
    (np.float64(3), f"{np.float64(3)!r} is not a whole number"),
    ("1.5", '"1.5" is not a whole number'),
    ("1e-3", '"1e-3" is not a whole number'),
    *((text, f'cannot read "{text}" {NUMBER}') for text in ("nan", "inf", "many", "٣", "½")),
]
TOO_SMALL = [
    *((value, f"{value} is too small; use 1 or more") for value in (0, -1, -(10**30))),
    ("0", "0 is too small; use 1 or more"),
    ("-2", "-2 is too small; use 1 or more"),
]
NEGATIVE = [(value, "-1 is too small; use 0 or more") for value in (-1, "-1")]
LISTS = [
    ([3, 0], "0 is too small; use 1 or more"),
    ([3, 1.5], "1.5 is not a whole number"),
    ([[1, 2]], "[1, 2] is not a whole number"),
    ("3x0", "0 is too small; use 1 or more"),
    ("", f'cannot read "" {TUPLE}'),
    ("3x", f'cannot read "3x" {TUPLE}'),
    ("x3", f'cannot read "x3" {TUPLE}'),
]
NO_PADDING = [
    *NEGATIVE[:1],
    ([0, -1], "-1 is too small; use 0 or more"),
    ([[0, -1]], "-1 is too small; use 0 or more"),
    ([[1, 2, 3]], "[1, 2, 3] is no pair; write [before, after] for each axis"),
    ([[1]], "[1] is no pair; write [before, after] for each axis"),
    *NO_NUMBERS[:9],
    *((text, f'cannot read "{text}"; {FORM}') for text in ("", "hald", "1+", "+1", "1.5", "nan")),
]
NO_SIDES = [
    (value, sentence.replace(FORM, "write 3, 1x2 (per axis) or 1+2x0+1 (before+after)"))
    for value, sentence in NO_PADDING
] + [
    (word, f'cannot read "{word}"; write 3, 1x2 (per axis) or 1+2x0+1 (before+after)')
    for word in ("half", "same")
]
# What is read as a tuple, whatever stands for one number is no list of them.
NO_LISTS = [
    *NO_NUMBERS[:-5],
    ([64, 1.5], "1.5 is not a whole number"),
    ([[1, 2]], "[1, 2] is not a whole number"),
    *((text, f'cannot read "{text}" {TUPLE}') for text in ("", "3x", "x3")),
]
SOME_SHAPES = [
    *NO_LISTS,
    *((value, f"{value} is too small; use 1 or more") for value in (0, -2)),
    ([64, 0], "0 is too small; use 1 or more"),
    ([], "0 numbers are no shape; write channels and up to 15 sizes"),
    ([2] * 17, "17 numbers are no shape; write channels and up to 15 sizes"),
]
NO_SHAPES = [
    *SOME_SHAPES,
    (-1, "-1 is too small; use 1 or more"),
    ([64, -1], "-1 is too small; use 1 or more"),
]
NO_NEW_SHAPES = [
    *SOME_SHAPES,
    ([-1, 4, -1], "-1 stands for what is left, so it is written once"),
]
NO_COUNTS = [
    *NO_LISTS,
    (-1, "-1 is too small; use 0 or more"),
    ([64, -1], "-1 is too small; use 0 or more"),
]
NO_STEPS = [
    *NO_LISTS,
    *(
        (value, "a step of 0 stays where it is; use 1 or more, or -1 or less")
        for value in (0, "0", [1, 0], "2x0")
    ),
]
NO_NAMES = [
    (value, f"{value!r} is no name; use letters, digits and _")
    for value in ("", "a b", "3x", "Add!", "é", 3, None, ["Add"], True)
]
WORDS = {
    "mode": "use 'nearest' or 'bilinear'",
    "style": "use 'resnet', 'resnext' or 'shufflenet'",
}

COUNT = [
    *NO_NUMBERS,
    *TOO_SMALL,
    ("", f'cannot read "" {NUMBER}'),
    ([3], "[3] is not a whole number"),
]
SIZES = [*NO_NUMBERS, *TOO_SMALL, *LISTS]
NO_REALS = [
    *((value, f"{value!r} is not a number") for value in (True, None, b"3", {}, [1], 3 + 0j)),
    *((value, f"{value!r} is not a number") for value in (math.nan, math.inf, -math.inf)),
    *(
        (text, f"{text!r} is not a number")
        for text in ("", "nan", "inf", "1e999", "many", "٣", "½")
    ),
    (10**400, f"{10**400} is not a number"),
    (np.array([1.0]), "array([1.]) is not a number"),
]
NO_POSITIVES = [
    *NO_REALS,
    (-1, "-1 is too small; use 0 or more"),
    ("-1e-5", "-1e-5 is too small; use 0 or more"),
]
# Fields whose name means something else elsewhere.
OWN = {
    ("op pad", "padding"): NO_SIDES,
    ("op resize", "size"): SIZES,
    ("op reshape", "shape"): NO_NEW_SHAPES,
    ("op recurrent", "steps"): NO_SHAPES,
}
OWN_WORDS = {("op pad", "mode"): "use 'zeros', 'reflect' or 'replicate'"}
# Every field of every spec; a new one needs a line.
BAD = {
    "out_channels": COUNT,
    "out_features": COUNT,
    "heads": COUNT,
    "channels": COUNT,
    "start": [*NO_NUMBERS, *NEGATIVE],
    "p": NO_POSITIVES,
    "groups": COUNT,
    "multiplier": COUNT,
    "mid": COUNT,
    "kernel_size": SIZES,
    "stride": SIZES,
    "dilation": SIZES,
    "scale": SIZES,
    "output_size": SIZES,
    "factor": COUNT,
    "shape": NO_SHAPES,
    "dims": NO_COUNTS,
    "starts": [*NO_NUMBERS, *NEGATIVE, ([1, -1], "-1 is too small; use 0 or more")],
    "steps": NO_STEPS,
    "counts": [*NO_NUMBERS, *NEGATIVE, ([1, -1], "-1 is too small; use 0 or more")],
    **dict.fromkeys(["num_embeddings", "embedding_dim", "inner", "rows"], COUNT),
    "learned": NO_COUNTS,
    "function": NO_NAMES,
    "output_padding": [*NO_NUMBERS, *NEGATIVE],
    "padding": NO_PADDING,
    "size": COUNT,
    "num_parameters": COUNT,
    "eps": NO_POSITIVES,
    **dict.fromkeys(["alpha", "beta", "k", "negative_slope", "min_val", "max_val"], NO_REALS),
}
BOOLEAN = {"bias", "affine", "ceil_mode", "count_include_pad", "align_corners"}
OWN_BOOLEAN = {("op embedding", "learned")}
FIELDS = [(name, field) for name, spec in SPECS.items() for field in spec.model_fields]
CASES = [
    pytest.param(name, field, value, sentence, id=f"{name}-{field}-{value}")
    for name, field in FIELDS
    if (name, field) not in OWN_BOOLEAN
    for value, sentence in OWN.get((name, field), BAD.get(field, ()))
]
# Enough to make each spec, beside the field in question.
NEEDED = {
    "out_channels": 8,
    "out_features": 8,
    "kernel_size": 3,
    "groups": 2,
    "channels": 1,
    "output_size": 1,
    "factor": 1,
    "padding": 0,
    "shape": (1,),
    "dims": (0,),
    "num_embeddings": 1,
    "embedding_dim": 1,
    "function": "Erf",
    "inner": 1,
    "rows": 1,
}


def made(name, field, value):
    needed = {key: NEEDED[key] for key in SPECS[name].model_fields if key in NEEDED}
    if name == "op recurrent":
        needed["steps"] = (1,)
    return SPECS[name](**{**needed, field: value})


def test_every_field_has_its_bad_values():
    assert {field for _, field in FIELDS} == BAD.keys() | WORDS.keys() | BOOLEAN


@pytest.mark.parametrize(("name", "field", "value", "sentence"), CASES)
def test_a_bad_value_is_said_word_for_word(name, field, value, sentence):
    with pytest.raises(InputError) as caught:
        made(name, field, value)
    assert str(caught.value) == f"error[CC105]: {field}: {sentence}"


@pytest.mark.parametrize(("name", "field"), [one for one in FIELDS if one[1] in WORDS])
def test_a_word_that_is_not_known(name, field):
    for word in ("", "Nearest", "resnet ", "bicubic"):
        with pytest.raises(InputError) as caught:
            made(name, field, word)
        fix = OWN_WORDS.get((name, field), WORDS[field])
        assert str(caught.value) == f'error[CC107]: {field}: "{word}" is not known; {fix}'


@pytest.mark.parametrize(
    ("name", "field"), [one for one in FIELDS if one[1] in BOOLEAN or one in OWN_BOOLEAN]
)
@pytest.mark.parametrize("value", ["", "maybe", 2, -1, 0.5, math.nan, None, [], "٣"])
def test_what_is_no_boolean(name, field, value):
    with pytest.raises(InputError) as caught:
        made(name, field, value)
    assert str(caught.value).startswith(f"error[CC105]: {field}: ")


@pytest.mark.parametrize(
    ("value", "whole"),
    [(np.int64(3), 3), (np.array(3), 3), ("1_0", 10), ("1k", 1000), (" 7 ", 7), ("3e0", 3)],
)
def test_what_is_a_whole_number_too(value, whole):
    found = made("op conv", "out_channels", value).out_channels
    assert (found, type(found)) == (whole, int)


@pytest.mark.parametrize(
    ("value", "shape"),
    [([64, -1], (64, -1)), ("64x-1", (64, -1)), (-1, (-1,)), ((np.int64(-1), "1k"), (-1, 1000))],
)
def test_what_is_a_shape_too(value, shape):
    assert made("op reshape", "shape", value).shape == shape


@pytest.mark.parametrize(
    ("op", "field", "value", "read"),
    [
        ("permute", "dims", "1x0", (1, 0)),
        ("take", "steps", ["1k", -2], (1000, -2)),
        ("take", "steps", "2", 2),
        ("recurrent", "steps", 7, (7,)),
        ("elementwise", "shape", "12x50x50", (12, 50, 50)),
        ("elementwise", "learned", np.int64(3), (3,)),
        ("movement", "learned", [0, "2k"], (0, 2000)),
    ],
)
def test_what_is_a_list_too(op, field, value, read):
    assert getattr(made(f"op {op}", field, value), field) == read


def test_what_is_learned_is_called_params_too():
    assert OPS["elementwise"].read({"function": "Add", "params": 768}).learned == (768,)


@pytest.mark.parametrize(
    ("value", "real"),
    [(np.float64(0.5), 0.5), (np.int64(3), 3.0), ("1e-3", 0.001), (" 1_0.5 ", 10.5), (0, 0.0)],
)
def test_what_is_a_number_too(value, real):
    found = made("op bn", "eps", value).eps
    assert (found, type(found)) == (real, float)


def test_an_array_is_no_whole_number():
    with pytest.raises(InputError, match="CC105"):
        made("op conv", "out_channels", np.array([3, 3]))


@pytest.mark.parametrize("key", ["out", "out_channels", "out_features"])
def test_a_fully_connected_layer_reads_the_words_of_convolutions_too(key):
    assert OPS["linear"].read({key: 10}).out_features == 10


def test_a_key_is_given_under_one_of_its_names():
    with pytest.raises(InputError) as caught:
        OPS["linear"].read({"out_channels": 10, "out": 10})
    sentence = '"out" and "out_channels" are the same key; give one of them'
    assert str(caught.value) == f"error[CC104]: {sentence}"


# The arguments that every layer has, beside those of its variant.
LAYER = {"variant": "conv", "input": "3x9x9", "out_channels": 4, "k": 3}
OF_LAYERS = [
    ({"batch": 0}, "CC105", "batch: 0 is too small; use 1 or more"),
    ({"batch": 1.5}, "CC105", "batch: 1.5 is not a whole number"),
    ({"batch": "nan"}, "CC105", f'batch: cannot read "nan" {NUMBER}'),
    ({"batch": True}, "CC105", "batch: True is not a whole number"),
    ({"batch": [2]}, "CC105", "batch: [2] is not a whole number"),
    ({"input": 3}, "CC105", "input: 3 is no shape; write it as CxHxW"),
    ({"input": ""}, "CC105", f'input: cannot read "" {TUPLE}'),
    ({"input": "3x9x"}, "CC105", f'input: cannot read "3x9x" {TUPLE}'),
    ({"input": [3, -9, 9]}, "CC105", "input: -9 is too small; use 0 or more"),
    ({"input": [3, 9.0, 9]}, "CC105", "input: 9.0 is not a whole number"),
    ({"input": [3, [9, 9]]}, "CC105", "input: [9, 9] is not a whole number"),
    ({"input": []}, "CC202", "input [] has no spatial axis; write it as CxL, CxHxW or CxDxHxW"),
    ({"input": None}, "CC103", "input is missing; give a shape such as 3x224x224"),
    ({"variant": None}, "CC103", f"variant is missing; use one of {', '.join(VARIANTS)}"),
    (
        {"variant": "convv"},
        "CC107",
        f'variant "convv" is not known; did you mean "conv"? ({", ".join(VARIANTS)})',
    ),
    (
        {"dtype": "fp31"},
        "CC107",
        (
            'dtype "fp31" is not known; did you mean "fp32"?'
            " (fp32, fp16, bf16, fp8, int8, int4, fp64)"
        ),
    ),
    ({"stirde": 2}, "CC102", 'unknown key "stirde"; did you mean "stride"?'),
    ({"zzz": 2}, "CC102", 'unknown key "zzz"'),
    (
        {"kernel_size": 3},
        "CC104",
        '"k" and "kernel_size" are the same key; give one of them',
    ),
]


@pytest.mark.parametrize(("changes", "code", "sentence"), OF_LAYERS)
def test_a_bad_layer_is_said_word_for_word(changes, code, sentence):
    with pytest.raises(InputError) as caught:
        Layer.read({**LAYER, **changes})
    assert str(caught.value) == f"error[{code}]: {sentence}"


def test_a_missing_argument_is_described():
    with pytest.raises(InputError) as caught:
        Layer.read({"variant": "conv", "input": "3x9x9", "k": 3})
    sentence = "out_channels is missing; give the number of output channels"
    assert str(caught.value) == f"error[CC103]: {sentence}"
