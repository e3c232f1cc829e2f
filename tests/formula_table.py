"""Every public function of convcalc.formulas, and random arguments by their names."""

import importlib
import inspect
import pkgutil

import numpy as np

import convcalc.formulas

CASES = 400
RANGES = {
    **dict.fromkeys(["in_size", "size", "out_size"], (1, 40)),
    **dict.fromkeys(["kernel_size", "stride", "dilation", "scale"], (1, 8)),
    **dict.fromkeys(["before", "after", "output_padding"], (0, 12)),
    **dict.fromkeys(["in_channels", "out_channels"], (1, 90)),
    **dict.fromkeys(["groups", "batch"], (1, 7)),
    **dict.fromkeys(["first", "last"], (-60, 60)),
    **dict.fromkeys(["positions", "terms"], (0, 30)),
    **dict.fromkeys(["useful_taps", "shape", "values"], (1, 30)),
    **dict.fromkeys(["factor", "start"], (0, 50)),
    **dict.fromkeys(["a", "b", "divisor"], (1, 300)),
    **dict.fromkeys(["in_features", "out_features", "rows", "inner"], (1, 90)),
    **dict.fromkeys(["channels", "value_channels", "num_parameters"], (1, 90)),
    **dict.fromkeys(["queries", "keys", "heads"], (1, 12)),
    "value": (-3, 9),
    "most": (0, 7),
    **dict.fromkeys(["bias", "affine", "ceil_mode"], (0, 1)),
    "elements": (0, 10**6),
    "bits": (4, 64),
}
# In a formula of the whole layer these have one number for each axis.
PER_AXIS = {"kernel_size", "positions", "useful_taps", "shape", "values", "queries", "keys"}
WHOLE_LAYER = ("conv.", "matmul.", "tensor.", "arithmetic.prod")


def _public(module):
    functions = inspect.getmembers(module, inspect.isfunction)
    return {
        name: function
        for name, function in functions
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


FORMULAS = {
    f"{found.name}.{name}": function
    for found in pkgutil.iter_modules(convcalc.formulas.__path__)
    for name, function in _public(
        importlib.import_module(f"convcalc.formulas.{found.name}")
    ).items()
}


def drawn_cases(name, *, cases=CASES):
    """Random arguments for a formula; the same in every run. A new parameter needs a range."""
    generator = np.random.default_rng(list(name.encode()))
    parameters = inspect.signature(FORMULAS[name]).parameters
    return [{key: _drawn(generator, name, key) for key in parameters} for _ in range(cases)]


def _drawn(generator, name, key):
    low, high = RANGES[key]
    axes = 3 if key in PER_AXIS and name.startswith(WHOLE_LAYER) else 0
    numbers = generator.integers(low, high, size=axes or 1, endpoint=True).tolist()
    return tuple(numbers) if axes else numbers[0]
