"""An expression's value, or the error that it ends in."""

from convcalc.network.expression import ExpressionError, parse


def attempt(text, names):
    try:
        return parse(text).value(names)
    except ExpressionError as error:
        return error
