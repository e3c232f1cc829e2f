"""Advice on layers that can be run but are hardly meant as they are: one rule, one file.

A rule is a function from an operator with its cost to a sentence, or to nothing where it
has no fault to find. The first line of its docstring says what the fault is; `Why`,
`Example` and `Fix` follow.
"""

from convcalc.advice.advice import Rule
from convcalc.table import Table

ADVICE: Table[Rule] = Table(
    __name__,
    {
        "CC501": "unread_input:unread_input",
        "CC502": "uneven_overlap:uneven_overlap",
        "CC506": "much_padding:much_padding",
        "CC507": "odd_channels:odd_channels",
        "CC508": "lopsided_padding:lopsided_padding",
        "CC510": "padded_pointwise:padded_pointwise",
    },
)

__all__ = ["ADVICE", "Rule"]
