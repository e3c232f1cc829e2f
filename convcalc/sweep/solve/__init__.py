"""Which value of one var meets a target: found by bisection, or by computing all values."""

from convcalc.sweep.solve.question import Question, asked
from convcalc.sweep.solve.search import solved
from convcalc.sweep.solve.solution import Method, Solution

__all__ = ["Method", "Question", "Solution", "asked", "solved"]
