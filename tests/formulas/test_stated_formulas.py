"""The line that begins with `Formula:` is what the function computes; it is evaluated."""

import doctest
import inspect
import re
from math import prod

import pytest
from formula_table import FORMULAS, drawn_cases

NAMES = {"prod": prod, "max": max, "range": range, "sum": sum, "__builtins__": {}}
STATES = (
    "axis.",
    "channels.",
    "conv.",
    "linear.",
    "matmul.",
    "overlap.",
    "reach.",
    "reading.",
    "tensor.",
)


def stated(docstring):
    """The text after `Formula:` and its continuation lines, which are indented deeper."""
    found = re.search(r"^Formula: (.*(?:\n[ ]+\S.*)*)", inspect.cleandoc(docstring), re.MULTILINE)
    return " ".join(found[1].split()) if found else None


STATED = {name: stated(function.__doc__) for name, function in FORMULAS.items()}


@pytest.mark.parametrize("name", [name for name in FORMULAS if name.startswith(STATES)])
def test_every_formula_is_stated(name):
    assert STATED[name], f"{name} has no line that begins with Formula:"


@pytest.mark.parametrize("name", [name for name, text in STATED.items() if text])
def test_what_is_stated_is_what_is_computed(name):
    for case in drawn_cases(name):
        # The reader's own text, evaluated with nothing but the names that it may use.
        value = eval(STATED[name], {**NAMES, **case})  # noqa: S307
        assert value == FORMULAS[name](**case), case


def test_a_statement_goes_on_over_deeper_lines_and_ends_there():
    text = """One sentence. [1]

    Formula: a +
        b

    Source: by hand.
    """
    assert stated(text) == "a + b"
    assert stated("One sentence. [1]\n\n    Source: by hand.") is None


# Counting elements and bytes needs no paper; what all arithmetic shares has none.
NO_SOURCE = {"arithmetic.any_left", "arithmetic.clipped", "arithmetic.prod"} | {
    name for name in FORMULAS if name.startswith("tensor.")
}


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_has_an_example_that_is_run(name):
    assert doctest.DocTestFinder().find(FORMULAS[name])[0].examples


@pytest.mark.parametrize("name", sorted(FORMULAS.keys() - NO_SOURCE))
def test_every_formula_says_where_it_comes_from(name):
    module = inspect.getmodule(FORMULAS[name])
    assert "Source: " in FORMULAS[name].__doc__ + module.__doc__
