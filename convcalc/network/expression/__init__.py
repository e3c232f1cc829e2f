"""The expressions of network files: `mid*expansion`, `stride != 1 or cin != out`.

Parsed once, then evaluated as often as a layer is repeated, on numbers and on arrays of them.
Nothing is ever run as Python: what is not in the grammar is an error with a sentence of its own.
"""

from convcalc.network.expression.error import ExpressionError
from convcalc.network.expression.expression import Expression, parse
from convcalc.network.expression.tree import Name
from convcalc.network.expression.values import Names, Value

__all__ = ["Expression", "ExpressionError", "Name", "Names", "Value", "parse"]
