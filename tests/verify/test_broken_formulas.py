"""A formula that is broken on purpose makes `--verify` say so and leave with 1."""

import importlib
import pkgutil
import sys

import pytest
from commandline import convcalc
from formula_table import FORMULAS

import convcalc as package
from convcalc.graph import Builder
from convcalc.ops import OPS
from convcalc.verify.run import verify

STRIDED = "conv 3x11x7 4 -k 3x2 -s 2 -p 1+2x0+1 --batch 2"
TRANSPOSED = "conv-transpose 4x5x3 6 -k 4x3 -s 2x3 -p 1x0 -g 2 --output-padding 1"
BLENDED = "resize-conv 2x5x3 3 --mode bilinear"
# A layer whose prediction asks the formula.
LAYERS = {
    "arithmetic.any_left": STRIDED,
    "arithmetic.clipped": STRIDED,
    "arithmetic.floor_sum": STRIDED,
    "arithmetic.gcd": "conv-transpose 2x7 2 -k 3 -s 4 -d 6",
    "arithmetic.prod": STRIDED,
    "axis.effective_kernel": "conv 3x11x7 4 -k 3x2 -d 2",
    "axis.full_padding": "conv 3x5x7 4 -k 3x2 -p full",
    "axis.half_padding": "conv 3x5x7 4 -k 3x5 -p half",
    "axis.output_size": STRIDED,
    "axis.same_padding": "conv 3x5x7 4 -k 3x4 -s 2 -p same",
    "axis.transposed_output_size": TRANSPOSED,
    "axis.transposed_same_padding": "conv-transpose 3x5x7 4 -k 4x3 -s 2 -p same",
    "axis.useful_taps": STRIDED,
    "conv.effective_macs": STRIDED,
    "conv.macs": STRIDED,
    "conv.params": STRIDED,
    "reach.blended_first_input": BLENDED,
    "reach.blended_last_input": BLENDED,
    "reach.first_input": STRIDED,
    "reach.last_input": STRIDED,
    "reach.transposed_first_input": TRANSPOSED,
    "reach.transposed_last_input": TRANSPOSED,
    "tensor.elements": STRIDED,
}
ALIGNED = {"size": 6, "mode": "bilinear", "align_corners": True}
# Formulas of operators that no layer is made of: the operator, its arguments and its inputs.
OF_OPS = {
    "channels.affine_params": ("bn", {}, [(7, 3, 2)]),
    "channels.factor_params": ("scale", {}, [(7, 3, 2)]),
    "channels.slope_params": ("prelu", {}, [(7, 3, 2)]),
    "axis.pooled_size": (
        "maxpool",
        {"kernel_size": 3, "stride": 2, "ceil_mode": True},
        [(2, 8, 5)],
    ),
    "axis.padded_size": ("pad", {"padding": ((1, 2),)}, [(2, 8)]),
    "reach.aligned_first_input": ("resize", ALIGNED, [(2, 9)]),
    "reach.aligned_last_input": ("resize", ALIGNED, [(2, 9)]),
    "reach.first_of_share": ("adaptive_avgpool", {"output_size": 3}, [(2, 10)]),
    "reach.last_of_share": ("adaptive_avgpool", {"output_size": 3}, [(2, 10)]),
    "linear.params": ("linear", {"out_features": 5}, [(7,)]),
    "linear.macs": ("linear", {"out_features": 5}, [(7,)]),
    "matmul.macs": ("matmul", {}, [(4, 3, 2), (6, 5, 1)]),
    "matmul.attention_macs": ("attention", {"heads": 2}, [(4, 3), (4, 5), (6, 5)]),
    "matmul.attention_activations": ("attention", {"heads": 2}, [(4, 3), (4, 5), (6, 5)]),
}
# Formulas that no prediction of a layer's run asks, and where they are proved instead.
ELSEWHERE = {
    "tensor.stored_bytes": "a run does not measure bytes; arrays do, tests/ops/test_op_contract.py",
    "overlap.fewest_copies": "drawn by --overlap; stated formulas, tests/formulas",
    "overlap.most_copies": "drawn by --overlap; stated formulas, tests/formulas",
    "reading.read_elements": "asked by advice CC501; stated formulas, tests/formulas",
}


def one_more(formula):
    return lambda *args, **kwargs: formula(*args, **kwargs) + 1


def one_less(formula):
    return lambda *args, **kwargs: formula(*args, **kwargs) - 1


def never(_formula):
    return lambda *_args: False


def one_term_more(formula):
    return lambda terms, *rest: formula(terms + 1, *rest)


# Where one more or less would be no fault, or none that ends.
BREAKS = {
    "arithmetic.any_left": (never,),  # a truth is not off by one
    "arithmetic.floor_sum": (one_term_more,),  # a constant drops out of a difference of sums
    "arithmetic.gcd": (one_more,),  # one less than 1 divides nothing
}
BROKEN = [
    pytest.param(name, fault, id=f"{name}-{fault.__name__}")
    for name in LAYERS
    for fault in BREAKS.get(name, (one_more, one_less))
]


def modules():
    """Every module of the package, imported."""
    for found in pkgutil.walk_packages(package.__path__, "convcalc."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    return [module for name, module in sys.modules.items() if name.startswith("convcalc")]


def replaced(monkeypatch, formula, stand_in):
    """Put a function in a formula's place, wherever it is known by a name."""
    for module in modules():
        for name, value in list(vars(module).items()):
            if value is formula:
                monkeypatch.setattr(module, name, stand_in)


def test_every_formula_has_a_layer_that_asks_it():
    assert sorted(FORMULAS) == sorted([*LAYERS, *OF_OPS, *ELSEWHERE])


@pytest.mark.parametrize("words", sorted(set(LAYERS.values())))
def test_the_layers_are_confirmed_as_long_as_nothing_is_broken(words):
    ran = convcalc(*words.split(), "--verify", "--quiet")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("name", LAYERS)
def test_the_layer_really_asks_the_formula(monkeypatch, name):
    asked, formula = [], FORMULAS[name]

    def spy(*args, **kwargs):
        asked.append(name)
        return formula(*args, **kwargs)

    replaced(monkeypatch, formula, spy)
    assert convcalc(*LAYERS[name].split(), "--verify", "--quiet").code == 0
    assert asked


@pytest.mark.parametrize(("name", "fault"), BROKEN)
def test_a_broken_formula_is_found_by_running_the_layer(monkeypatch, name, fault):
    replaced(monkeypatch, FORMULAS[name], fault(FORMULAS[name]))
    ran = convcalc(*LAYERS[name].split(), "--verify", "--quiet")
    assert ran.code == 1
    assert ran.err.startswith("not confirmed: ")


def disagreements(op, arguments, inputs):
    """What a run of one operator does not confirm."""
    build = Builder(*inputs)
    graph = build.graph(build.add("it", OPS[op](**arguments), *range(len(inputs))))
    return [check.quantity for check in verify(graph, name="it") if not check.ok]


@pytest.mark.parametrize("fault", [one_more, one_less])
@pytest.mark.parametrize("name", OF_OPS)
def test_a_broken_formula_is_found_by_running_the_operator(monkeypatch, name, fault):
    assert disagreements(*OF_OPS[name]) == []
    replaced(monkeypatch, FORMULAS[name], fault(FORMULAS[name]))
    assert disagreements(*OF_OPS[name])
